import { LISTS_OF_ZAKEN } from '../../adapters/table/lists/names.ts';
import { zakenAt } from '../../adapters/table/lists/reading.ts';
import type { Table } from '../../adapters/table/table.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { isValidAt } from '../../domain/gemeenten/profile.ts';
import { known } from '../../domain/known.ts';
import { isTold } from '../../domain/regievoerder/kanaal.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { takeAll } from '../shared/steps.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { note } from './findings.ts';
import { type TellDependencies, tryZaken } from './tell-zaken.ts';

/**
 * Contracts of partners, and the channel of the gemeente itself, begin and end on a day, without any message: running zaken
 * follow them (docs/domein/cases.md, case 35).
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
/** What failed in a round has this long to be mended before all zaken are looked at again. */
const AFTER_FAILURE_MS = 6 * 60 * 60 * 1000;

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
  /** For how many zaken of this round it failed: when for any, it is begun anew. */
  readonly mislukt: number;
  /** Until when it is not, after it ended so. */
  readonly wachtTot?: string | undefined;
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
 * the same; what fails is counted, and done again in another round some hours later, once for each zaak.
 */
export async function followContracts(deps: ContractDependencies): Promise<void> {
  const budget: Budget = { zaken: PER_RUN, pages: PAGES_PER_RUN };
  const rounds = await Promise.all(deps.gemeenten.map((gemeentecode) => readRound(deps, gemeentecode)));
  const behind = rounds
    .filter(({ partners, volgt, begonnen }) => partners !== volgt || begonnen !== undefined)
    .filter(({ wachtTot }) => wachtTot === undefined || wachtTot <= deps.now.toISOString())
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
    // And one that may know a secret address from now on, or no more, hears so.
    ...profile.secretAddressTo.map((role) => `geheim-adres:${role}`),
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
  const same = stored?.['volgt'] === volgt ? stored : undefined;
  const begun = same?.['wachtTot'] === undefined ? same : undefined;
  const textOf = (value: string | number | undefined) => (value === undefined ? undefined : String(value));
  return {
    gemeentecode,
    partners: textOf(stored?.['partners']),
    volgt,
    plaats: Number(begun?.['plaats'] ?? 0),
    na: textOf(begun?.['na']),
    begonnen: textOf(stored?.['volgt']),
    mislukt: Number(begun?.['mislukt'] ?? 0),
    wachtTot: textOf(same?.['wachtTot']),
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
  let failure: PromiseRejectedResult | undefined;
  for (;;) {
    const list = LISTS_OF_ZAKEN[round.plaats];
    if (list === undefined || budget.zaken <= 0 || budget.pages <= 0) break;
    const { zaakIds, na } = await zakenAt(deps.table, gemeentecode, list, {
      max: budget.zaken,
      ...known({ na: round.na }),
    });
    budget.zaken -= zaakIds.length;
    budget.pages -= 1;
    const tried = await tryZaken(deps, zaakIds, dayOf(deps.now));
    told += tried.told;
    failure ??= tried.failure;
    round = { ...round, mislukt: round.mislukt + tried.failed.length };
    if (tried.failed.length > 0) {
      deps.telemetry.info('contracten niet gevolgd', { gemeentecode, zaken: tried.failed });
    }
    round = na === undefined ? { ...round, plaats: round.plaats + 1, na } : { ...round, na };
    await storeRound(deps, round);
  }
  if (told > 0) deps.telemetry.info('contracten gevolgd', { gemeentecode, zaken: told });
  if (failure !== undefined) throw failure.reason;
};

/** Keeps the place; once through all lists, that every zaak follows these partners, or how many could not. */
const storeRound = async (
  deps: ContractDependencies,
  { gemeentecode, partners, volgt, plaats, na, mislukt }: Round,
): Promise<void> => {
  const isThrough = plaats === LISTS_OF_ZAKEN.length;
  if (isThrough) {
    const finding = `contracten ${gemeentecode}`;
    await note(deps, 'BlijftLiggen', new Map([[finding, mislukt]]), (what) => what === finding);
  }
  const wachtTot = new Date(deps.now.getTime() + AFTER_FAILURE_MS).toISOString();
  await deps.table.writeIfNewer(
    {
      ...keyOf(gemeentecode),
      gevolgdOp: deps.now.toISOString(),
      ...(isThrough && mislukt === 0 ? { partners: volgt } : { partners, volgt, mislukt }),
      ...(isThrough ? mislukt > 0 && { wachtTot } : { plaats, na }),
    },
    'gevolgdOp',
  );
};
