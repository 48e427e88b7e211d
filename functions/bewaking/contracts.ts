import { LISTS_OF_ZAKEN } from '../../adapters/table/lists/names.ts';
import { zakenAt } from '../../adapters/table/lists/reading.ts';
import type { Table } from '../../adapters/table/table.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { isValidAt } from '../../domain/gemeenten/profile.ts';
import { isTold } from '../../domain/regievoerder/kanaal.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { takeAll } from '../shared/steps.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { type TellDependencies, tellZaken } from './tell-zaken.ts';

/**
 * Contracts of partners, and the channel of the gemeente itself, begin and end on a day, without any message: running zaken
 * follow them (docs/domein.md, case 35).
 */

export interface ContractDependencies extends TellDependencies {
  readonly table: Pick<Table, 'read' | 'writeIfNewer' | 'perStatus'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly gemeenten: readonly Gemeentecode[];
  readonly now: Date;
}

/** Zaken that are looked at in one run of all gemeenten together, and pages of lists: most of those are short. */
const PER_RUN = 250;
const PAGES_PER_RUN = 50;

/** How far the zaken of a gemeente have followed its partners of now: which list is next, and after which zaak there. */
interface Round {
  readonly gemeentecode: Gemeentecode;
  /** The partners that every zaak follows. */
  readonly partners?: string | undefined;
  /** Those that they are to follow. */
  readonly volgt: string;
  readonly plaats: number;
  readonly na?: string | undefined;
  /** Those that some zaken follow already, when a round was begun and has not ended. */
  readonly begonnen?: string | undefined;
  /** Whether it failed for any zaak of this round: then it is begun anew. */
  readonly mislukt: boolean;
  readonly gevolgdOp: string;
}

/** What one run still takes. */
interface Budget {
  zaken: number;
  pages: number;
}

/**
 * Tells of running zaken to every partner whose contract began, and signs off every one whose contract ended: where the run
 * before stopped, the gemeente that was left alone the longest first. Nothing is looked at while the partners of a gemeente stay
 * the same; what fails is done again in another round, once for each zaak.
 */
export async function followContracts(deps: ContractDependencies): Promise<void> {
  const budget: Budget = { zaken: PER_RUN, pages: PAGES_PER_RUN };
  const rounds = await Promise.all(deps.gemeenten.map((gemeentecode) => readRound(deps, gemeentecode)));
  const behind = rounds
    .filter(({ partners, volgt, begonnen }) => partners !== volgt || begonnen !== undefined)
    .toSorted((one, other) => (one.gevolgdOp < other.gevolgdOp ? -1 : 1));
  await takeAll(behind.map((round) => () => followOn(deps, round, budget)));
}

const keyOf = (gemeentecode: Gemeentecode) => ({ pk: `CONTRACTEN#${gemeentecode}`, sk: 'CONTRACTEN' });

/** Whom the zaken of a gemeente are to follow on a day, and the gemeente itself. */
const partnersOn = (gemeentecode: Gemeentecode, today: string): string => {
  const profile = gemeenteProfile(gemeentecode);
  return [
    ...profile.partners
      .filter(({ valid }) => isValidAt(valid, today))
      // A partner that hears at another moment from now on is told, or signed off, as well.
      .map(({ sleutel, hoort }) => (hoort === 'na-akkoord-woning' ? `${sleutel}:${hoort}` : sleutel)),
    ...(isTold(profile, today) ? [REGIEVOERDER] : []),
  ]
    .toSorted()
    .join(' ');
};

/** Where the run before stopped, or the begin when the partners are others by now. */
const readRound = async (
  { table, now }: ContractDependencies,
  gemeentecode: Gemeentecode,
): Promise<Round> => {
  const stored = await table.read(keyOf(gemeentecode));
  const volgt = partnersOn(gemeentecode, dayOf(now));
  const begun = stored?.['volgt'] === volgt ? stored : undefined;
  const textOf = (value: string | number | undefined) => (value === undefined ? undefined : String(value));
  return {
    gemeentecode,
    partners: textOf(stored?.['partners']),
    volgt,
    plaats: Number(begun?.['plaats'] ?? 0),
    na: textOf(begun?.['na']),
    begonnen: textOf(stored?.['volgt']),
    mislukt: begun?.['mislukt'] !== undefined,
    gevolgdOp: String(stored?.['gevolgdOp'] ?? ''),
  };
};

/** Goes on through the lists of a gemeente for as long as the budget lasts; fails afterwards when any zaak did. */
const followOn = async (deps: ContractDependencies, begin: Round, budget: Budget): Promise<void> => {
  const { gemeentecode } = begin;
  let round = begin;
  // No zaak follows these partners before it is known that some may: they can go back at any time.
  if (begin.begonnen !== begin.volgt && budget.zaken > 0 && budget.pages > 0) await storeRound(deps, begin);
  let told = 0;
  let failure: unknown;
  for (;;) {
    const list = LISTS_OF_ZAKEN[round.plaats];
    if (list === undefined || budget.zaken <= 0 || budget.pages <= 0) break;
    const { zaakIds, na } = await zakenAt(deps.table, gemeentecode, list, {
      max: budget.zaken,
      ...(round.na === undefined ? {} : { na: round.na }),
    });
    budget.zaken -= zaakIds.length;
    budget.pages -= 1;
    try {
      told += await tellZaken(deps, zaakIds, dayOf(deps.now));
    } catch (error) {
      failure ??= error;
      round = { ...round, mislukt: true };
    }
    round = na === undefined ? { ...round, plaats: round.plaats + 1, na } : { ...round, na };
    await storeRound(deps, round);
  }
  if (told > 0) deps.telemetry.info('contracten gevolgd', { gemeentecode, zaken: told });
  if (failure !== undefined) throw failure;
};

/** Keeps the place; once through all lists, that every zaak follows these partners. */
const storeRound = async (
  { table, now }: ContractDependencies,
  { gemeentecode, partners, volgt, plaats, na, mislukt }: Round,
): Promise<void> => {
  const isThrough = plaats === LISTS_OF_ZAKEN.length;
  await table.writeIfNewer(
    {
      ...keyOf(gemeentecode),
      partners: isThrough && !mislukt ? volgt : partners,
      gevolgdOp: now.toISOString(),
      ...(!isThrough && { volgt, plaats, na, ...(mislukt && { mislukt: 1 }) }),
    },
    'gevolgdOp',
  );
};
