import { createLists } from '../adapters/table/lists/lists.ts';
import { createOntvangsten } from '../adapters/table/ontvangsten.ts';
import { createPostvak } from '../adapters/table/postvak/postvak.ts';
import { createReadable } from '../adapters/table/postvak/readable.ts';
import { createReplies } from '../adapters/table/postvak/replies.ts';
import type { Table } from '../adapters/table/table.ts';
import { percentile } from '../domain/kpis/percentile.ts';
import { findOrganisation } from '../domain/organisations.ts';
import { beginTrace } from '../functions/shared/rest/http/trace.ts';
import { readDag } from '../functions/shared/rest/resources/dag.ts';
import { listZaken } from '../functions/shared/rest/resources/zaken-list.ts';
import { startTableEngine, type TableEngine } from '../local/tables/tables.ts';
import { readOptions } from './scale/sizes.ts';
import { newTable, storeInLists } from './scale/table.ts';
import { DAY, type Kind } from './scale/zaken-in-lists.ts';
import { settled } from './statistics.ts';

/**
 * `npm run daglijst`: how long `GET /dag`, also of a partner, and a page of `GET /zaken` take as the zaken of one gemeente grow, on
 * the table engine of the local hub, with the ratio between the largest and the smallest size. It measures twice: once with added
 * zaken like the first ones, so that more is due and late each day, and once with added zaken of which nothing is due. `--sizes
 * 500,50000` chooses the sizes, `--json` prints one object alone.
 */

const STANDARD_SIZES = '500,50000';
const WARM_UP = 10;
const READS = 60;
const WHAT: Readonly<Record<Kind, string>> = {
  alike: 'more of the same',
  running: 'more that run, nothing due',
};

interface Reading {
  readonly p50: number;
  readonly p95: number;
  /** The queries of the index in one call, and the items that they gave. */
  readonly queries: number;
  readonly items: number;
}
const CALLS = ['GET /dag', 'of a partner', 'GET /zaken'] as const;
type Call = (typeof CALLS)[number];
interface SizeRead {
  readonly zaken: number;
  readonly calls: Readonly<Record<Call, Reading>>;
}

/** The calls as the API makes them, without the network and the token. */
const callsOn = (table: Table): Readonly<Record<Call, () => Promise<unknown>>> => {
  const by = (key: string) => {
    const organisatie = findOrganisation(key);
    if (organisatie === undefined) throw new Error('Gennep takes no part');
    return { ...request, organisatie };
  };
  const request = {
    headers: {},
    query: {},
    repeated: [],
    pathValues: {},
    body: new Uint8Array(),
    trace: beginTrace(undefined, 0),
    remainingMs: () => 10_000,
  };
  const needed = {
    lists: createLists(table),
    ontvangsten: createOntvangsten(table),
    postvak: createPostvak(table),
    readable: createReadable(table),
    replies: createReplies(table),
    // No measured household has a message that a partner refused.
    zaken: { membersOf: async () => [] },
    clock: { now: () => new Date(`${DAY}T09:00:00Z`), sleep: async () => undefined },
  };
  return {
    'GET /dag': () => readDag(by('gemeente-0907'), needed),
    'of a partner': () => readDag(by('taalschool-0907'), needed),
    'GET /zaken': () => listZaken(by('gemeente-0907'), needed),
  };
};

/** The queries and items of the index in one call. */
const askedBy = async (table: Table, call: Call): Promise<Pick<Reading, 'queries' | 'items'>> => {
  const asked = { queries: 0, items: 0 };
  await callsOn({
    ...table,
    perStatus: async (...query) => {
      const page = await table.perStatus(...query);
      asked.queries += 1;
      asked.items += page.items.length;
      return page;
    },
  })[call]();
  return asked;
};

/** Reads the tables in turn, so that other work of the machine affects all of them alike. */
const measure = async (tables: readonly Table[], call: Call): Promise<readonly Reading[]> => {
  const reads = tables.map((table) => ({ read: callsOn(table)[call], times: [] as number[] }));
  for (let n = -WARM_UP; n < READS; n += 1) {
    for (const { read, times } of reads) {
      const start = performance.now();
      await read();
      if (n >= 0) times.push(performance.now() - start);
    }
  }
  return Promise.all(
    tables.map(async (table, place) => {
      const times = reads[place]?.times ?? [];
      return {
        p50: settled(percentile(times, 50)),
        p95: settled(percentile(times, 95)),
        ...(await askedBy(table, call)),
      };
    }),
  );
};

/** Makes a table for each size. Every table has the zaken of the smallest size. */
const measureKind = async (
  engine: TableEngine,
  kind: Kind,
  sizes: readonly number[],
): Promise<readonly SizeRead[]> => {
  const tables: Table[] = [];
  const [smallest = 0] = sizes;
  for (const zaken of sizes) {
    process.stderr.write(`daglijst: ${zaken} zaken, ${WHAT[kind]}\n`);
    const table = await newTable(engine, `daglijst-${kind}-${zaken}`);
    await storeInLists(table, 0, smallest, 'alike');
    await storeInLists(table, smallest, zaken, kind);
    tables.push(table);
  }
  const [dag, ofPartner, page] = [
    await measure(tables, 'GET /dag'),
    await measure(tables, 'of a partner'),
    await measure(tables, 'GET /zaken'),
  ];
  return sizes.flatMap((zaken, place) => {
    const [one, two, three] = [dag[place], ofPartner[place], page[place]];
    return one === undefined || two === undefined || three === undefined
      ? []
      : [{ zaken, calls: { 'GET /dag': one, 'of a partner': two, 'GET /zaken': three } }];
  });
};

const report = (kind: Kind, read: readonly SizeRead[]): readonly string[] => [
  WHAT[kind],
  '  zaken  call             p50 ms     p95 ms    queries      items',
  ...read.flatMap(({ zaken, calls }) =>
    Object.entries(calls).map(([call, { p50, p95, queries, items }]) =>
      [
        String(zaken).padStart(7),
        call.padEnd(12),
        ...[p50, p95, queries, items].map((one) => String(one).padStart(9)),
      ].join('  '),
    ),
  ),
  ...CALLS.map((call) => {
    const [first, last] = [read[0]?.calls[call], read.at(-1)?.calls[call]];
    return `  ${call}: ${settled((last?.p50 ?? 0) / (first?.p50 ?? 1), 2)} times the time of the smallest size`;
  }),
  '',
];

const main = async (): Promise<void> => {
  const { json, sizes } = readOptions(STANDARD_SIZES);
  const onError = (error: Error): void => {
    throw error;
  };
  const engine = await startTableEngine(undefined, onError, Date.now);
  try {
    const running = await measureKind(engine, 'running', sizes);
    const alike = await measureKind(engine, 'alike', sizes);
    process.stdout.write(
      json
        ? `${JSON.stringify({ running, alike })}\n`
        : `${[...report('running', running), ...report('alike', alike)].join('\n')}\n`,
    );
  } finally {
    await engine.close();
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`daglijst: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
