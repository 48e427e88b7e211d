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
import { known } from '../../domain/known.ts';
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

/** Zaken that are made up again in one run, lists that are looked at for them, most of which are short, and zaken read side by side. */
const PER_RUN = 250;
const LISTS_PER_RUN = 200;
const TOGETHER = 25;

const KEY = { pk: 'LIJSTEN', sk: 'LIJSTEN' };

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
  const { table, gemeenten } = deps;
  const basis = basisOf(gemeenten);
  const stored = await table.read(KEY);
  const earlier = stored?.['basis'] === basis ? stored : undefined;
  const lists = gemeenten.flatMap((code) => LISTS_OF_ZAKEN.map((name) => ({ code, name })));
  let plaats = Number(earlier?.['plaats'] ?? 0);
  if (plaats >= lists.length) return;
  let na = earlier?.['na'] === undefined ? undefined : String(earlier['na']);
  const mostEver = Math.max(Number(stored?.['meesteTermijnen'] ?? 0), MOST_OPEN);
  let left = PER_RUN;
  for (const list of lists.slice(plaats, plaats + LISTS_PER_RUN)) {
    const page = await makePage(deps, list, { max: left, ...known({ na }) }, mostEver);
    na = page.na;
    left -= page.count;
    if (na === undefined) plaats += 1;
    if (na !== undefined || left <= 0) break;
  }
  // Whoever writes this twice only does the same zaken again.
  const versie = Number(stored?.['versie'] ?? 0) + 1;
  const next = { plaats, ...known({ na }) };
  await table.writeIfNewer({ ...KEY, versie, basis, meesteTermijnen: mostEver, ...next }, 'versie');
};

/** Makes up the entries of one page of a list again; how many zaken it held, and after which the next page begins. */
const makePage = async (
  { table, zaken, telemetry }: ListDependencies,
  { code, name }: { readonly code: Gemeentecode; readonly name: (typeof LISTS_OF_ZAKEN)[number] },
  page: Parameters<typeof zakenAt>[3],
  mostEver: number,
): Promise<{ readonly count: number; readonly na?: string }> => {
  const { zaakIds, ...rest } = await zakenAt(table, code, name, page);
  const lists = createZaakLists(table);
  for (const some of chunk(zaakIds, TOGETHER)) {
    const states = await Promise.all(
      some.map(async (zaakId) => ({ zaakId, dossier: dossierOf(await zaken.read(zaakId)) })),
    );
    await lists.store(states);
    const former = states.flatMap(({ zaakId, dossier }) => formerDueEntries(zaakId, dossier, mostEver));
    await Promise.all(former.map((entry) => table.writeIfNewer(entry, 'versie')));
  }
  if (zaakIds.length > 0)
    telemetry.info('lijsten bijgewerkt', { gemeentecode: code, aantal: zaakIds.length });
  return { count: zaakIds.length, ...rest };
};
