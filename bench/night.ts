import { createZaakLogs } from '../adapters/table/logs.ts';
import type { Table } from '../adapters/table/table.ts';
import type { Gemeentecode, ZaakId } from '../contracts/base-types.ts';
import { percentile } from '../domain/kpis/percentile.ts';
import { plus } from '../domain/termijnen/calendar.ts';
import { tellTermijnen } from '../functions/bewaking/tell-termijnen.ts';
import { startTableEngine, type TableEngine } from '../local/tables/tables.ts';
import { readOptions } from './scale/sizes.ts';
import { newTable, storeInLists } from './scale/table.ts';
import { DAY, zaakAt } from './scale/zaken-in-lists.ts';
import { settled } from './statistics.ts';

/**
 * `npm run nacht`: the work of the watch in a night to warn of terms, as the zaken of one gemeente grow, on the table engine of the
 * local hub. Each size has the same zaken with terms that fall due, and a growing number of zaken of which nothing is due. It
 * prints the number of zaken warned of, of zaken read and of entries read, and the time, with the ratio between the largest and the
 * smallest size. `--sizes 500,50000` chooses the sizes, `--json` prints one object alone.
 */

const STANDARD_SIZES = '500,50000';
const NIGHTS = 30;
const WARM_UP = 5;

interface Night {
  readonly ms: number;
  readonly zakenTold: number;
  readonly zakenRead: number;
  readonly entriesRead: number;
}

/** The work of one night on a table. */
const nightOn = async (table: Table, day: string): Promise<Night> => {
  const told = new Set<ZaakId>();
  const read = new Set<ZaakId>();
  let entriesRead = 0;
  const logs = createZaakLogs(table);
  const start = performance.now();
  await tellTermijnen({
    table: {
      ...table,
      perStatus: async (...query) => {
        const page = await table.perStatus(...query);
        entriesRead += page.items.length;
        return page;
      },
    },
    zaken: {
      append: (zaakId, ...rest) => {
        read.add(zaakId as ZaakId);
        return logs.append(zaakId, ...rest);
      },
    },
    bus: {
      announceUpdated: async (zaken) => {
        for (const { zaakId } of zaken) told.add(zaakId);
      },
    },
    telemetry: { info: () => undefined },
    gemeenten: ['0907' as Gemeentecode],
    now: new Date(`${day}T03:00:00Z`),
  });
  return { ms: performance.now() - start, zakenTold: told.size, zakenRead: read.size, entriesRead };
};

/** Makes a table. The first zaken have a timeline, so that the watch can warn of them. The other zaken only stand in lists. */
const tableOf = async (engine: TableEngine, base: number, zaken: number): Promise<Table> => {
  process.stderr.write(`nacht: ${zaken} zaken\n`);
  const table = await newTable(engine, `nacht-${zaken}`);
  const logs = createZaakLogs(table);
  for (let n = 0; n < base; n += 1) {
    const { zaakId, content } = zaakAt(n, 'alike');
    await logs.append(zaakId, () => ({ append: content, outcome: undefined }));
  }
  await storeInLists(table, 0, base, 'alike');
  await storeInLists(table, base, zaken, 'running');
  return table;
};

/** Runs the same nights on each table in turn, so that other work of the machine affects all of them alike. */
const measure = async (tables: readonly Table[]): Promise<readonly (readonly Night[])[]> => {
  const nights = tables.map((): Night[] => []);
  for (let n = 1; n <= WARM_UP + NIGHTS; n += 1) {
    for (const [place, table] of tables.entries()) {
      const night = await nightOn(table, plus(DAY, `P${n}D`));
      if (n > WARM_UP) nights[place]?.push(night);
    }
  }
  return nights;
};

const COLUMNS = ['zaken', 'told', 'zaken read', 'entries read', 'p50 ms', 'p95 ms'];

const main = async (): Promise<void> => {
  const { json, sizes } = readOptions(STANDARD_SIZES);
  const [base = 0] = sizes;
  const onError = (error: Error): void => {
    throw error;
  };
  const engine = await startTableEngine(undefined, onError, Date.now);
  try {
    const tables: Table[] = [];
    for (const zaken of sizes) tables.push(await tableOf(engine, base, zaken));
    const sum = (nights: readonly Night[], of: keyof Night): number =>
      nights.reduce((total, night) => total + night[of], 0);
    const read = (await measure(tables)).map((nights, place) => ({
      zaken: sizes[place] ?? 0,
      told: sum(nights, 'zakenTold'),
      zakenRead: sum(nights, 'zakenRead'),
      entriesRead: sum(nights, 'entriesRead'),
      p50: settled(
        percentile(
          nights.map(({ ms }) => ms),
          50,
        ),
      ),
      p95: settled(
        percentile(
          nights.map(({ ms }) => ms),
          95,
        ),
      ),
    }));
    const ratio = settled((read.at(-1)?.p50 ?? 0) / (read[0]?.p50 ?? 1), 2);
    const lines = [
      `${NIGHTS} nights in a row, the same terms falling due at every size`,
      COLUMNS.map((name) => name.padStart(12)).join('  '),
      ...read.map((one) =>
        Object.values(one)
          .map((value) => String(value).padStart(12))
          .join('  '),
      ),
      `a night takes ${ratio} times as long at the largest size as at the smallest`,
    ];
    process.stdout.write(
      json ? `${JSON.stringify({ nights: NIGHTS, read, ratio })}\n` : `${lines.join('\n')}\n`,
    );
  } finally {
    await engine.close();
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`nacht: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
