import { createHash } from 'node:crypto';
import { chunk } from '../../adapters/chunk.ts';
import { LISTS_OF_ZAKEN } from '../../adapters/table/lists/names.ts';
import { formerDueEntries } from '../../adapters/table/lists/places.ts';
import { zakenAt } from '../../adapters/table/lists/reading.ts';
import type { Logs } from '../../adapters/table/logs.ts';
import type { Table } from '../../adapters/table/table.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { EQUATED_PER_YEAR } from '../../domain/termijnen/equated-days.ts';
import { dossierOf, type ZaakContent } from '../../domain/zaak/dossier.ts';
import { MOST_OPEN } from '../../domain/zaak/list-entry.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/**
 * The entries of zaken, in lists and for the figures, follow from their timelines at every message. When the hub makes other
 * entries than before, a day is put on a par with a holiday, or a gemeente changes its terms or how long it keeps, no message
 * comes: the watch makes them again, a bounded number in each run.
 */

export interface ListDependencies {
  readonly table: Pick<Table, 'read' | 'writeIfNewer' | 'perStatus'>;
  readonly zaken: Pick<Logs<ZaakContent>, 'read'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly gemeenten: readonly Gemeentecode[];
}

/** One higher whenever the hub makes other entries of the same timeline. */
const ENTRIES_VERSION = 7;

/** Zaken that are made up again in one run, and those that are read side by side. */
const PER_RUN = 250;
const TOGETHER = 25;

const KEY = { pk: 'LIJSTEN', sk: 'LIJSTEN' };

/** What of a gemeente has entries: its own zaken, those that left it, and its households. */
const OF_GEMEENTE = LISTS_OF_ZAKEN;

/** What the entries follow from beside the timelines. */
const basisOf = (gemeenten: readonly Gemeentecode[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ENTRIES_VERSION,
        EQUATED_PER_YEAR,
        ...gemeenten.map((code) => {
          const { termijnen, bewaartermijnen } = gemeenteProfile(code);
          return [code, termijnen, ...(bewaartermijnen === undefined ? [] : [bewaartermijnen])];
        }),
      ]),
    )
    .digest('base64url');

/** Makes up the entries of some zaken again, where the run before stopped; nothing once all of them are made. */
export const followLists = async (deps: ListDependencies): Promise<void> => {
  const { table, zaken, telemetry, gemeenten } = deps;
  const basis = basisOf(gemeenten);
  const stored = await table.read(KEY);
  const earlier = stored?.['basis'] === basis ? stored : undefined;
  const place = Number(earlier?.['plaats'] ?? 0);
  const after = earlier?.['na'];
  const list = gemeenten.flatMap((code) => OF_GEMEENTE.map((name) => ({ code, name })))[place];
  if (list === undefined) return;
  const { zaakIds, na } = await zakenAt(table, list.code, list.name, {
    max: PER_RUN,
    ...(after === undefined ? {} : { na: String(after) }),
  });
  const lists = createZaakLists(table);
  const mostEver = Math.max(Number(stored?.['meesteTermijnen'] ?? 0), MOST_OPEN);
  for (const some of chunk(zaakIds, TOGETHER)) {
    const states = await Promise.all(
      some.map(async (zaakId) => ({ zaakId, dossier: dossierOf(await zaken.read(zaakId)) })),
    );
    await lists.store(states);
    const former = states.flatMap(({ zaakId, dossier }) => formerDueEntries(zaakId, dossier, mostEver));
    await Promise.all(former.map((entry) => table.writeIfNewer(entry, 'versie')));
  }
  // Whoever writes this twice only does the same zaken again.
  const versie = Number(stored?.['versie'] ?? 0) + 1;
  const next = na === undefined ? { plaats: place + 1 } : { plaats: place, na };
  await table.writeIfNewer({ ...KEY, versie, basis, meesteTermijnen: mostEver, ...next }, 'versie');
  if (zaakIds.length > 0)
    telemetry.info('lijsten bijgewerkt', { gemeentecode: list.code, aantal: zaakIds.length });
};
