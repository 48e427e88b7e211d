import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { entranceOf } from '../infra/bundling/bundle-start.ts';
import { BUNDLING, type Bundles, bundleFunctions } from '../infra/bundling/bundles.ts';
import { FUNCTIONS, type FunctionName } from '../infra/names.ts';
import { median, settled } from './statistics.ts';

/** The size and import time of the bundle of a function, beside those of a bundle with only the SDK clients that it uses. */
export interface BundleMeasurement {
  readonly name: string;
  /** The size of the files that a cold start reads. */
  readonly kB: number;
  readonly importMs: number;
  /** The size of a bundle with only the SDK clients and commands. */
  readonly sdkKB: number;
  readonly sdkImportMs: number;
  readonly importRatio: number;
}

const REPETITIONS = 7;
const PROJECT = join(import.meta.dirname, '..');
const run = promisify(execFile);

/** The variables that the handlers read at a cold start, so that their import does not fail. The import makes no calls. */
export const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  TABEL_NAAM: 'tabel',
  LOGBOEK_TABEL_NAAM: 'logboek',
  BUS_NAAM: 'bus',
  SLEUTEL_GEHEIM_ID: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:sleutel',
  HUB_BRON: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  HUB_BASIS_URL: 'https://hub.example.nl',
  LOKET_ADRES: 'https://hub.example.nl/v1/loket',
  MAIL_AFZENDER: 'inburgeringshub@hub.example',
  HUB_OIN: '00000099000000001000',
  DUO_OIN: '00000099000000004000',
  DUO_BASIS_URL: 'https://duo.example.nl',
  TOKEN_UITGEVERS: JSON.stringify([
    {
      naam: 'uitgever',
      uitgever: 'https://tokens.example.nl',
      publiek: ['inburgeringshub'],
      jwksUrl: 'https://tokens.example.nl/.well-known/jwks.json',
    },
  ]),
  WACHTRIJ_URL: 'https://sqs.eu-west-1.amazonaws.com/000000000000/wachtrij',
  WACHT_ALARM_NA: 'P14D',
  PARTNER_ALARM_NA: 'P1D',
  STILTE_ALARM_NA: '{"coa":"P14D","brp":"P14D","duo":"P30D"}',
  WACHTRIJEN: '{}',
  BEZORGING_WACHTRIJ_URL: 'https://sqs.eu-west-1.amazonaws.com/000000000000/bezorging.fifo',
  WEBHOOK_GEHEIM_ID: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:webhook',
  HERSTEL_PLEKKEN: '{"verwerkers":{},"bezorging":{"wachtrij":"b","dodeBrieven":"d"},"functies":{}}',
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'Inburgeringshub',
  LOG_LEVEL: 'INFO',
};

const COMMAND = /(@aws-sdk\/client-[a-z-]+)\/dist-es\/commands\/(\w+Command)\.js$/;
const CLIENT = /(@aws-sdk\/client-[a-z-]+)\/dist-es\/(\w+Client)\.js$/;

/** The client classes and commands of the SDK that a function uses, at its start or on request, per package. */
const sdkUsedBy = (metafile: Metafile, fn: FunctionName): ReadonlyMap<string, ReadonlySet<string>> => {
  const used = new Map<string, Set<string>>();
  const folder = dirname(entranceOf(metafile, fn));
  const input = Object.entries(metafile.outputs)
    .filter(([path]) => dirname(path) === folder)
    .flatMap(([, { inputs }]) => Object.entries(inputs));
  for (const [path, { bytesInOutput }] of input) {
    const [, pkg, name] = COMMAND.exec(path) ?? CLIENT.exec(path) ?? [];
    if (bytesInOutput === 0 || pkg === undefined || name === undefined) continue;
    used.set(pkg, (used.get(pkg) ?? new Set()).add(name));
  }
  return used;
};

/** Writes one file with the SDK as it is published: with all its credential providers, and without parts that load on request. */
const bundleSdk = async (
  used: ReadonlyMap<string, ReadonlySet<string>>,
  outfile: string,
): Promise<number> => {
  const lines = [...used].map(([pkg, names]) => `export { ${[...names].join(', ')} } from '${pkg}';`);
  const { metafile } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: PROJECT, loader: 'js' },
    absWorkingDir: PROJECT,
    outfile,
    ...BUNDLING,
    splitting: false,
  });
  return Object.entries(metafile.outputs).find(([path]) => path.endsWith('.mjs'))?.[1].bytes ?? 0;
};

/** The time of the import in a fresh Node (ms). */
const importModule = async (meter: string, bundle: string): Promise<number> => {
  const { stdout } = await run(process.execPath, ['--enable-source-maps', meter, bundle], {
    env: ENVIRONMENT,
  });
  return Number(stdout);
};

const METER = `import { pathToFileURL } from 'node:url';
const url = pathToFileURL(process.argv[2]).href;
const start = performance.now();
await import(url);
process.stdout.write(String(performance.now() - start), () => process.exit(0));
`;

/** Imports the two bundles in turn, so that a slow moment of the machine affects both. */
const compare = async (meter: string, own: string, sdk: string): Promise<readonly [number, number]> => {
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < REPETITIONS; n += 1) {
    times[0].push(await importModule(meter, own));
    times[1].push(await importModule(meter, sdk));
  }
  return [median(times[0]), median(times[1])];
};

const measureOne = async (
  bundles: Bundles,
  fn: FunctionName,
  folder: string,
  meter: string,
): Promise<BundleMeasurement> => {
  const sdkBundle = join(folder, `sdk-${fn}.mjs`);
  const sdkBytes = await bundleSdk(sdkUsedBy(bundles.metafile, fn), sdkBundle);
  const own = join(bundles.dir, fn, 'index.mjs');
  const [importMs, sdkImportMs] = await compare(meter, own, sdkBundle);
  return {
    name: fn,
    kB: settled(bundles.sizes[fn] / 1024),
    importMs: settled(importMs),
    sdkKB: settled(sdkBytes / 1024),
    sdkImportMs: settled(sdkImportMs),
    importRatio: settled(importMs / sdkImportMs, 2),
  };
};

/** Bundles every function anew and measures each. */
export const measureBundles = async (): Promise<readonly BundleMeasurement[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-bench-'));
  try {
    const meter = join(folder, 'meter.mjs');
    await writeFile(meter, METER);
    const bundles = bundleFunctions({ bundlesDir: join(folder, 'functions') });
    const measurements: BundleMeasurement[] = [];
    for (const fn of FUNCTIONS) measurements.push(await measureOne(bundles, fn, folder, meter));
    return measurements;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
