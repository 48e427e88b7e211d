import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { BUNDELWIJZE, type Bundels, bundelFuncties, ingangVan } from '../infra/bundles.ts';
import { FUNCTIES, type FunctieNaam } from '../infra/namen.ts';
import { afgerond, mediaan } from './statistiek.ts';

/** Size and import time of each function's bundle, beside a bundle of only the SDK clients that it uses. */
export interface Bundelmeting {
  readonly name: string;
  /** What a cold start reads. */
  readonly kB: number;
  readonly importMs: number;
  /** The same for a bundle with nothing but those SDK clients and commands. */
  readonly sdkKB: number;
  readonly sdkImportMs: number;
  readonly importRatio: number;
}

const HERHALINGEN = 7;
const PROJECT = join(import.meta.dirname, '..');
const voerUit = promisify(execFile);

/** What the handlers read at a cold start; importing must not fail on it. Nothing is contacted. */
export const OMGEVING = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  TABEL_NAAM: 'tabel',
  BUS_NAAM: 'bus',
  SLEUTEL_GEHEIM_ID: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:sleutel',
  HUB_BRON: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  HUB_BASIS_URL: 'https://hub.example.nl',
  HUB_OIN: '00000099000000001000',
  DUO_OIN: '00000099000000004000',
  DUO_BASIS_URL: 'https://duo.example.nl',
  TOKEN_UITGEVER: 'https://tokens.example.nl',
  TOKEN_PUBLIEK: 'inburgeringshub',
  TOKEN_JWKS_URL: 'https://tokens.example.nl/.well-known/jwks.json',
  WACHTRIJ_URL: 'https://sqs.eu-west-1.amazonaws.com/000000000000/wachtrij',
  WACHT_ALARM_NA: 'P14D',
  GEMEENTEN: '0907',
  BEZORGING_WACHTRIJ_URL: 'https://sqs.eu-west-1.amazonaws.com/000000000000/bezorging.fifo',
  WEBHOOK_GEHEIM_ID: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:webhook',
  HERSTEL_PLEKKEN:
    '{"verwerkers":{},"bezorging":{"wachtrij":"b","dodeBrieven":"d"},"functies":{},"kanalen":[]}',
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'Inburgeringshub',
  LOG_LEVEL: 'INFO',
};

const COMMANDO = /(@aws-sdk\/client-[a-z-]+)\/dist-es\/commands\/(\w+Command)\.js$/;
const CLIENT = /(@aws-sdk\/client-[a-z-]+)\/dist-es\/(\w+Client)\.js$/;

/** The client classes and commands of the SDK that a function uses, at its start or on request, per package. */
const sdkIn = (metafile: Metafile, functie: FunctieNaam): ReadonlyMap<string, ReadonlySet<string>> => {
  const gebruikt = new Map<string, Set<string>>();
  const map = dirname(ingangVan(metafile, functie));
  const invoer = Object.entries(metafile.outputs)
    .filter(([pad]) => dirname(pad) === map)
    .flatMap(([, { inputs }]) => Object.entries(inputs));
  for (const [pad, { bytesInOutput }] of invoer) {
    const [, pakket, naam] = COMMANDO.exec(pad) ?? CLIENT.exec(pad) ?? [];
    if (bytesInOutput === 0 || pakket === undefined || naam === undefined) continue;
    gebruikt.set(pakket, (gebruikt.get(pakket) ?? new Set()).add(naam));
  }
  return gebruikt;
};

/** One file with the SDK just as it comes: its whole chain of credential providers included, nothing on request. */
const bundelSdk = async (
  gebruikt: ReadonlyMap<string, ReadonlySet<string>>,
  outfile: string,
): Promise<number> => {
  const regels = [...gebruikt].map(
    ([pakket, namen]) => `export { ${[...namen].join(', ')} } from '${pakket}';`,
  );
  const { metafile } = await build({
    stdin: { contents: regels.join('\n'), resolveDir: PROJECT, loader: 'js' },
    absWorkingDir: PROJECT,
    outfile,
    ...BUNDELWIJZE,
    splitting: false,
  });
  return Object.entries(metafile.outputs).find(([pad]) => pad.endsWith('.mjs'))?.[1].bytes ?? 0;
};

/** Milliseconds that the import takes in a fresh Node. */
const importeer = async (meter: string, bundel: string): Promise<number> => {
  const { stdout } = await voerUit(process.execPath, ['--enable-source-maps', meter, bundel], {
    env: OMGEVING,
  });
  return Number(stdout);
};

const METER = `import { pathToFileURL } from 'node:url';
const url = pathToFileURL(process.argv[2]).href;
const start = performance.now();
await import(url);
process.stdout.write(String(performance.now() - start), () => process.exit(0));
`;

/** Takes turns, so that a slow moment of the machine hits both alike. */
const vergelijk = async (meter: string, eigen: string, sdk: string): Promise<readonly [number, number]> => {
  const tijden: [number[], number[]] = [[], []];
  for (let n = 0; n < HERHALINGEN; n += 1) {
    tijden[0].push(await importeer(meter, eigen));
    tijden[1].push(await importeer(meter, sdk));
  }
  return [mediaan(tijden[0]), mediaan(tijden[1])];
};

const meetEen = async (
  bundels: Bundels,
  functie: FunctieNaam,
  map: string,
  meter: string,
): Promise<Bundelmeting> => {
  const sdkBundel = join(map, `sdk-${functie}.mjs`);
  const sdkBytes = await bundelSdk(sdkIn(bundels.metafile, functie), sdkBundel);
  const eigen = join(bundels.dir, functie, 'index.mjs');
  const [importMs, sdkImportMs] = await vergelijk(meter, eigen, sdkBundel);
  return {
    name: functie,
    kB: afgerond(bundels.groottes[functie] / 1024),
    importMs: afgerond(importMs),
    sdkKB: afgerond(sdkBytes / 1024),
    sdkImportMs: afgerond(sdkImportMs),
    importRatio: afgerond(importMs / sdkImportMs, 2),
  };
};

/** Bundles every function anew and measures each. */
export const meetBundels = async (): Promise<readonly Bundelmeting[]> => {
  const map = await mkdtemp(join(tmpdir(), 'inburgeringshub-bench-'));
  try {
    const meter = join(map, 'meter.mjs');
    await writeFile(meter, METER);
    const bundels = bundelFuncties({ bundlesDir: join(map, 'functions') });
    const metingen: Bundelmeting[] = [];
    for (const functie of FUNCTIES) metingen.push(await meetEen(bundels, functie, map, meter));
    return metingen;
  } finally {
    await rm(map, { recursive: true, force: true });
  }
};
