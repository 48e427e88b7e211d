import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import type { GemeenteProfile } from '../../domain/gemeenten/profile.ts';
import { OWN_GEMEENTEN, readProfiles } from '../gemeenten/profiles.ts';
import { FUNCTIONS, type FunctionName } from '../names.ts';
import { entranceOf, startBytes } from './bundle-start.ts';
import { licenceNotices, NOTICES_FILE } from './licence-notices.ts';

const PROJECT = resolve(import.meta.dirname, '..', '..');
/** Folder beside the bundle of a function with the contracts that it reads, when it has to. */
const CONTRACTS = 'contracten';

/** What lies there: what the API publishes, and the specification by which both know what may be logged of a request. */
const PUBLISHED = [
  ['api', 'openapi.json'],
  ['api', 'schemas'],
  ['ophalen', 'openapi.json'],
] as const satisfies readonly (readonly [FunctionName, string])[];

/** The folders of the handlers and of their bundles. */
export type BundleOptions = {
  /** Folder with `<name>/handler.ts` per function; `functions/` of the project by default. */
  readonly functionsDir?: string;
  /** Output folder with `<name>/index.mjs` per function; `dist/functions/` by default. */
  readonly bundlesDir?: string;
  /** The gemeenten that the functions know; every one of the product's own by default. */
  readonly profiles?: readonly GemeenteProfile[];
};

/** The bundles of one build. */
export type Bundles = {
  readonly dir: string;
  /** Bytes that a cold start of each function loads. Dynamic imports are left out. */
  readonly sizes: Readonly<Record<FunctionName, number>>;
  /** The metafile of esbuild, which says how many bytes each module adds. */
  readonly metafile: Metafile;
};

/** The folder with the bundle of one function. */
export const bundlePath = (bundles: Pick<Bundles, 'dir'>, fn: FunctionName): string => join(bundles.dir, fn);

/** How esbuild bundles the functions: minified ESM for Node 24, with dynamic imports in files of their own. */
export const BUNDLING = {
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  treeShaking: true,
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  // Licence comments of files that a package took from elsewhere go into index.mjs.LEGAL.txt beside the code.
  legalComments: 'external',
  logLevel: 'error',
} as const satisfies BuildOptions;

/** What the process that bundles is told. */
export interface Build {
  readonly functionsDir: string;
  readonly dir: string;
  readonly profiles: readonly GemeenteProfile[];
  readonly bundling: typeof BUNDLING;
  /** Folder beside the bundle of the API with what it publishes. */
  readonly contracts: string;
}

/** Room for the metafiles of all functions, about a megabyte each. */
const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;

const buildAll = (request: Build): Readonly<Record<FunctionName, Metafile>> => {
  const program = join(import.meta.dirname, 'build-process.ts');
  const output = execFileSync(process.execPath, [program], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
};

/**
 * Bundles each function by itself, so that no two share a file. It throws when a function has no handler.ts.
 *
 * The AWS SDK is part of each bundle, so that its version is fixed and a cold start loads only what the function uses.
 * `mainFields` picks the ESM edition of every module, because only that can be tree-shaken. Beside each bundle stand
 * the licences of the packages in it, as MIT and Apache-2.0 require.
 */
export const bundleFunctions = (options: BundleOptions = {}): Bundles => {
  const functionsDir = resolve(options.functionsDir ?? join(PROJECT, 'functions'));
  const dir = resolve(options.bundlesDir ?? join(PROJECT, 'dist', 'functions'));
  const missing = FUNCTIONS.filter((name) => !existsSync(join(functionsDir, name, 'handler.ts')));
  if (missing.length > 0) {
    throw new Error(`there is no handler.ts in ${functionsDir} of: ${missing.join(', ')}`);
  }
  // An earlier build may have left files with other names.
  for (const name of FUNCTIONS) rmSync(join(dir, name), { recursive: true, force: true });
  const profiles = options.profiles ?? readProfiles(OWN_GEMEENTEN);
  const metafiles = buildAll({ functionsDir, dir, profiles, bundling: BUNDLING, contracts: CONTRACTS });
  for (const [fn, name] of PUBLISHED) {
    cpSync(join(PROJECT, 'contracts', name), join(dir, fn, CONTRACTS, name), { recursive: true });
  }
  for (const name of FUNCTIONS) {
    writeFileSync(join(dir, name, NOTICES_FILE), licenceNotices(metafiles[name], PROJECT));
  }
  const metafile = merged(FUNCTIONS.map((name) => metafiles[name]));
  return { dir, sizes: sizesOf(metafile), metafile };
};

const merged = (metafiles: readonly Metafile[]): Metafile => ({
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
});

const sizesOf = (metafile: Metafile): Readonly<Record<FunctionName, number>> => {
  const bytesOf = (name: FunctionName): number => startBytes(metafile, entranceOf(metafile, name));
  return {
    api: bytesOf('api'),
    ophalen: bytesOf('ophalen'),
    loket: bytesOf('loket'),
    coa: bytesOf('coa'),
    duo: bytesOf('duo'),
    duomeldingen: bytesOf('duomeldingen'),
    brp: bytesOf('brp'),
    meldingen: bytesOf('meldingen'),
    partnerberichten: bytesOf('partnerberichten'),
    webhook: bytesOf('webhook'),
    mailen: bytesOf('mailen'),
    bewaking: bytesOf('bewaking'),
    herstel: bytesOf('herstel'),
    wissen: bytesOf('wissen'),
  };
};
