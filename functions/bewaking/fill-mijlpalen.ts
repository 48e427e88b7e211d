import { chunk } from '../../adapters/chunk.ts';
import { zakenAt } from '../../adapters/table/lists/reading.ts';
import type { Logs } from '../../adapters/table/logs.ts';
import { mijlpaalEntries, partitionOf } from '../../adapters/table/mijlpalen.ts';
import type { Table } from '../../adapters/table/table.ts';
import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { dossierOf, type ZaakContent } from '../../domain/zaak/dossier.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { takeAll } from './steps.ts';

/**
 * The days for the figures are written at every message about a zaak. Zaken of before they existed, or of before a term of
 * the profile changed, get theirs here: once, some at each run, and nothing is looked at when that is done.
 */

export interface FillDependencies {
  readonly table: Pick<Table, 'read' | 'writeIfNewer' | 'perStatus'>;
  readonly zaken: Pick<Logs<ZaakContent>, 'read'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly gemeenten: readonly Gemeentecode[];
  readonly now: Date;
}

/** Goes up when what an entry holds changes: every entry is written again. */
const SHAPE = 1;

/** Zaken of a gemeente that one run looks at: a large gemeente takes several runs, and no run takes long. */
const PER_RUN = 2_000;
const PER_PAGE = 100;
/** Zaken that are read side by side. */
const TOGETHER = 25;

const LISTS = ['eigen', 'vertrokken'] as const;

/** Writes the entries that are missing, of every gemeente of this hub; what fails is done by the next run. */
export async function fillMijlpalen(deps: FillDependencies, perRun = PER_RUN): Promise<void> {
  await takeAll(deps.gemeenten.map((gemeentecode) => () => fillIn(deps, gemeentecode, perRun)));
}

/** Where in the lists of a gemeente the filling is; past the last list when it is done. */
interface Place {
  readonly list: number;
  readonly na?: string;
}

const fillIn = async (deps: FillDependencies, gemeentecode: Gemeentecode, perRun: number): Promise<void> => {
  const key = { pk: partitionOf(gemeentecode), sk: 'OPGEBOUWD' };
  const shape = `${SHAPE} ${JSON.stringify(gemeenteProfile(gemeentecode).termijnen)}`;
  const earlier = await deps.table.read(key);
  let place = placeIn(earlier?.['vorm'] === shape ? earlier : undefined);
  let filled = 0;
  while (LISTS[place.list] !== undefined && filled < perRun) {
    const page = await fillPage(deps, gemeentecode, place);
    filled += page.aantal;
    place = page.next;
    await deps.table.writeIfNewer(
      { ...key, vorm: shape, lijst: place.list, na: place.na, gevuldOp: deps.now.toISOString() },
      'gevuldOp',
    );
  }
  if (filled > 0) deps.telemetry.info('mijlpalen opgebouwd', { gemeentecode, zaken: filled });
};

const placeIn = (stored: Readonly<Record<string, string | number | undefined>> | undefined): Place => {
  const after = stored?.['na'];
  return { list: Number(stored?.['lijst'] ?? 0), ...(after === undefined ? {} : { na: String(after) }) };
};

/** Fills one page of a list, and says where the next one begins. */
const fillPage = async (
  deps: FillDependencies,
  gemeentecode: Gemeentecode,
  { list, na }: Place,
): Promise<{ readonly aantal: number; readonly next: Place }> => {
  const name = LISTS[list] ?? 'eigen';
  const { zaakIds, ...rest } = await zakenAt(deps.table, gemeentecode, name, {
    max: PER_PAGE,
    ...(na === undefined ? {} : { na }),
  });
  for (const part of chunk(zaakIds, TOGETHER)) {
    await Promise.all(part.map((zaakId) => fillOne(deps, zaakId)));
  }
  const next = rest.na === undefined ? { list: list + 1 } : { list, na: rest.na };
  return { aantal: zaakIds.length, next };
};

const fillOne = async ({ table, zaken }: FillDependencies, zaakId: ZaakId): Promise<void> => {
  const entries = mijlpaalEntries({ zaakId, dossier: dossierOf(await zaken.read(zaakId)) }, true);
  await Promise.all(entries.map((entry) => table.writeIfNewer(entry, 'versie')));
};
