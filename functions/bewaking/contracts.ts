import type { Bus } from '../../adapters/bus/bus.ts';
import { chunk } from '../../adapters/chunk.ts';
import { zakenAt } from '../../adapters/table/lists/reading.ts';
import type { Logs } from '../../adapters/table/logs.ts';
import { allPages, type Table } from '../../adapters/table/table.ts';
import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { isValidAt } from '../../domain/gemeenten/profile.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { addDay, dossierOf, type ZaakContent } from '../../domain/zaak/dossier.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { takeAll } from './steps.ts';

/** Contracts of partners begin and end on a day, without any message: running zaken follow them (docs/domein.md, case 35). */

export interface ContractDependencies {
  readonly table: Pick<Table, 'read' | 'writeIfNewer' | 'perStatus'>;
  readonly zaken: Pick<Logs<ZaakContent>, 'append'>;
  readonly bus: Pick<Bus, 'announceUpdated'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly gemeenten: readonly Gemeentecode[];
  readonly now: Date;
}

/**
 * Tells of running zaken to every partner whose contract began, and signs off every one whose contract ended. Nothing is
 * looked at while the partners of a gemeente stay the same; what fails is done again by the next run, once for each zaak.
 */
export async function followContracts(deps: ContractDependencies): Promise<void> {
  await takeAll(deps.gemeenten.map((gemeentecode) => () => followIn(deps, gemeentecode)));
}

const followIn = async (deps: ContractDependencies, gemeentecode: Gemeentecode): Promise<void> => {
  const today = dayOf(deps.now);
  const key = { pk: `CONTRACTEN#${gemeentecode}`, sk: 'CONTRACTEN' };
  const partners = gemeenteProfile(gemeentecode)
    .partners.filter(({ valid }) => isValidAt(valid, today))
    .map(({ sleutel }) => sleutel)
    .toSorted()
    .join(' ');
  if ((await deps.table.read(key))?.['partners'] === partners) return;
  const told = await tellRunning(deps, gemeentecode, today);
  await deps.table.writeIfNewer({ ...key, partners, gevolgdOp: deps.now.toISOString() }, 'gevolgdOp');
  if (told > 0) deps.telemetry.info('contracten gevolgd', { gemeentecode, zaken: told });
};

/** Zaken that are looked at side by side. */
const TOGETHER = 25;

/** Every zaak and household of a gemeente, each with what its partners are to be told now; gives how many that were. */
const tellRunning = async (
  deps: ContractDependencies,
  gemeentecode: Gemeentecode,
  today: string,
): Promise<number> => {
  const lists = await Promise.all(
    (['eigen', 'huishoudens'] as const).map((list) =>
      allPages(async (after) => {
        const page = { max: 500, ...(after === undefined ? {} : { na: after }) };
        const { zaakIds: elements, ...rest } = await zakenAt(deps.table, gemeentecode, list, page);
        return { elements, ...rest };
      }),
    ),
  );
  let told = 0;
  for (const zaakIds of chunk(lists.flat(), TOGETHER)) {
    const updated = (await Promise.all(zaakIds.map((zaakId) => tellOne(deps, zaakId, today)))).flatMap(
      (one) => one ?? [],
    );
    await deps.bus.announceUpdated(updated);
    told += updated.length;
  }
  return told;
};

const tellOne = async (
  { zaken }: ContractDependencies,
  zaakId: ZaakId,
  today: string,
): Promise<Parameters<Bus['announceUpdated']>[0][number] | undefined> => {
  const { outcome: versie } = await zaken.append(zaakId, (earlier) => {
    const addition = addDay(zaakId, dossierOf(earlier), today);
    return addition === undefined
      ? { outcome: undefined }
      : { append: addition.inhoud, outcome: addition.dossier.versie };
  });
  return versie === undefined ? undefined : { zaakId, versie, teVersturen: true };
};
