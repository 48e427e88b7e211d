import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { chunk } from '../adapters/chunk.ts';
import { createMijlpalen, partitionOf } from '../adapters/table/mijlpalen.ts';
import { createTable, type Item, type Table } from '../adapters/table/table.ts';
import { gemeenteProfiles } from '../domain/gemeenten/index.ts';
import type { GemeenteProfile } from '../domain/gemeenten/profile.ts';
import { added, countedIn, kpisOf } from '../domain/kpis/kpis.ts';
import type { Mijlpalen } from '../domain/kpis/mijlpalen.ts';
import { plus } from '../domain/termijnen/calendar.ts';
import { createCleanup } from '../local/cleanup.ts';
import { startTableEngine } from '../local/tables/tables.ts';
import { chance } from './huishoudens.ts';
import { readOptions } from './scale/sizes.ts';
import { median, settled } from './statistics.ts';

/**
 * `npm run cijfers`: how long the figures of one gemeente take, at each number of zaken that it has, on the table engine of
 * the embedded cloud. `--sizes 500,50000` chooses the numbers, `--json` prints one object alone.
 */

const STANDARD_SIZES = '500,50000';
const TIMES = 5;
const SEED = 42;
const PEILDATUM = '2026-03-31';
const TABLE = 'bench';

interface KpisMeasurement {
  readonly zaken: number;
  /** The time for reading, counting and showing. */
  readonly ms: number;
  /** The time for counting alone. */
  readonly countMs: number;
  readonly kB: number;
}

/** The days of one zaak that began in the last three years. Most zaken have a PIP, and some have ended. */
const daysOf = (random: () => number): Mijlpalen => {
  const after = (day: string, days: number): string => plus(day, `P${Math.ceil(random() * days)}D`);
  const koppeling = plus(PEILDATUM, `-P${Math.ceil(random() * 1000)}D`);
  const vestiging = after(koppeling, 120);
  const lbt = after(vestiging, 60);
  const pip = after(vestiging, 90);
  const end = plus(vestiging, 'P10W');
  return {
    begin: koppeling,
    stappen: {
      koppeling,
      vestiging,
      piptermijn: vestiging,
      leerbaarheidstoets: lbt,
      taallessen: {},
      ...(random() < 0.8 ? { pip, inburgeringstermijn: pip } : {}),
    },
    leerroute: 'B',
    ...(random() < 0.2 ? { einde: { op: after(pip, 300), reden: 'andere gemeente' } } : {}),
    termijnen: [
      { id: 'TG05', begin: vestiging, einddatum: plus(vestiging, 'P4W') },
      { id: 'TG06', begin: vestiging, einddatum: plus(vestiging, 'P9W') },
      { id: 'TG07', begin: vestiging, einddatum: end },
      { id: 'TG08', begin: pip, einddatum: plus(pip, 'P3Y') },
    ],
  };
};

const entriesOf = ({ gemeentecode }: GemeenteProfile, from: number, until: number): readonly Item[] => {
  const random = chance(SEED + from);
  return Array.from({ length: until - from }, () => ({
    pk: partitionOf(gemeentecode),
    sk: `${Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}-${random()}`,
    versie: 5,
    mijlpalen: JSON.stringify(daysOf(random)),
  }));
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return settled(median(times));
};

const measure = async (table: Table, profile: GemeenteProfile, zaken: number): Promise<KpisMeasurement> => {
  const reader = createMijlpalen(table);
  const read = (await reader.perPiece(profile.gemeentecode, (piece) => piece)).flat();
  const ms = await timed(async () => {
    const counts = await reader.perPiece(profile.gemeentecode, (piece) =>
      countedIn(profile, piece, PEILDATUM),
    );
    return JSON.stringify(kpisOf(profile, added(counts), PEILDATUM));
  });
  const countMs = await timed(async () => countedIn(profile, read, PEILDATUM));
  return { zaken, ms, countMs, kB: Math.round(JSON.stringify(read).length / 1024) };
};

const startTable = async (): Promise<{ readonly table: Table; stop(): Promise<void> }> => {
  const onError = (error: Error) => process.stderr.write(`cijfers: ${error.message}\n`);
  const engine = await startTableEngine(undefined, onError, Date.now);
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: engine.endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return {
    table: createTable(TABLE, client),
    stop: async () => {
      client.destroy();
      await engine.close();
    },
  };
};

const lines = (measured: readonly KpisMeasurement[]): readonly string[] => {
  const [first] = measured;
  return [
    '   zaken   figures   of which counting   entries   times the first',
    ...measured.map(({ zaken, ms, countMs, kB }) =>
      [
        String(zaken).padStart(8),
        `${ms} ms`.padStart(10),
        `${countMs} ms`.padStart(20),
        `${kB} kB`.padStart(10),
        `${settled(ms / (first?.ms ?? ms))} x`.padStart(18),
      ].join(''),
    ),
  ];
};

const main = async (): Promise<void> => {
  const { json, sizes } = readOptions(STANDARD_SIZES);
  const profile = gemeenteProfiles.find(({ termijnen }) => termijnen.some(({ id }) => id === 'TG07'));
  if (profile === undefined) throw new Error('no gemeente has a TG07');
  const cleanup = createCleanup();
  try {
    const { table, stop } = await startTable();
    cleanup.add(stop);
    const measured: KpisMeasurement[] = [];
    for (const [n, size] of sizes.entries()) {
      process.stderr.write(`cijfers: ${size} zaken\n`);
      const entries = entriesOf(profile, measured[n - 1]?.zaken ?? 0, size);
      for (const part of chunk(entries, 500)) await table.write(part);
      measured.push(await measure(table, profile, size));
    }
    process.stdout.write(json ? `${JSON.stringify(measured)}\n` : `${lines(measured).join('\n')}\n`);
  } finally {
    await cleanup.run();
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`cijfers: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
