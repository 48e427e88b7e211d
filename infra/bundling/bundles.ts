import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import type { GemeenteProfile } from '../../domain/gemeenten/profile.ts';
import { OWN_GEMEENTEN, readProfiles } from '../gemeenten/profiles.ts';
import { FUNCTIONS, type FunctionName } from '../names.ts';
import { startBytes } from './bundle-start.ts';
import { licenceNotices, NOTICES_FILE } from './licence-notices.ts';

const PROJECT = resolve(import.meta.dirname, '..', '..');
const SHIMS = join(import.meta.dirname, 'shims');
/** Folder beside the API's bundle with the documents that it publishes; read on request, not at a cold start. */
const CONTRACTS = 'contracten';

/** Where the handlers are and where their bundles go. */
export type BundleOptions = {
  /** Folder with `<name>/handler.ts` per function; `functions/` of the project by default. */
  readonly functionsDir?: string;
  /** Output folder with `<name>/index.mjs` per function; `dist/functions/` by default. */
  readonly bundlesDir?: string;
  /** The gemeenten that the functions know; every one of the product's own by default. */
  readonly profiles?: readonly GemeenteProfile[];
};

/** The bundles of one build: where they are and how large. */
export type Bundles = {
  readonly dir: string;
  /** Bytes that a cold start loads per function: what is imported on request only is no part of it. */
  readonly sizes: Readonly<Record<FunctionName, number>>;
  /** The esbuild metafile: which module adds how many bytes. */
  readonly metafile: Metafile;
};

/** The folder with the bundle of one function. */
export const bundleMap = (bundles: Pick<Bundles, 'dir'>, fn: FunctionName): string => join(bundles.dir, fn);

/** How everything that runs on Lambda is built: minified ESM for Node 24, apart what is imported on request. */
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
  // Licence comments of files that a package took from elsewhere go beside the code, into index.mjs.LEGAL.txt.
  legalComments: 'external',
  logLevel: 'error',
} as const satisfies BuildOptions;

const bouw = (
  name: FunctionName,
  functionsDir: string,
  dir: string,
  profiles: readonly GemeenteProfile[],
): Metafile =>
  buildSync({
    absWorkingDir: PROJECT,
    entryPoints: [{ in: join(functionsDir, name, 'handler.ts'), out: 'index' }],
    outdir: join(dir, name),
    outExtension: { '.js': '.mjs' },
    ...BUNDLING,
    alias: {
      '#gemeenten': join(SHIMS, 'gemeenten.ts'),
      '@aws-sdk/credential-provider-node': join(SHIMS, 'credentials.ts'),
      'node:http': join(SHIMS, 'node-http.ts'),
    },
    define: {
      CONTRACTS_FOLDER: JSON.stringify(`./${CONTRACTS}/`),
      GEMEENTE_PROFILES: JSON.stringify(JSON.stringify(profiles)),
    },
  }).metafile;

/**
 * Bundles each function by itself, so that no two share a file: ESM for Node 24, minified, with the AWS SDK in it.
 *
 * The SDK comes along so that its version is fixed and a cold start loads only what is used; `mainFields` picks the
 * ESM edition of every module, because only that can be tree-shaken. Beside each bundle stand the licences of what is
 * in it, which MIT and Apache-2.0 ask for.
 */
export const bundleFunctions = (options: BundleOptions = {}): Bundles => {
  const functionsDir = resolve(options.functionsDir ?? join(PROJECT, 'functions'));
  const dir = resolve(options.bundlesDir ?? join(PROJECT, 'dist', 'functions'));
  const missing = FUNCTIONS.filter((name) => !existsSync(join(functionsDir, name, 'handler.ts')));
  if (missing.length > 0) {
    throw new Error(`Geen handler.ts in ${functionsDir} voor: ${missing.join(', ')}`);
  }
  // Files of an earlier build may bear another name.
  for (const name of FUNCTIONS) rmSync(join(dir, name), { recursive: true, force: true });
  const profiles = options.profiles ?? readProfiles(OWN_GEMEENTEN);
  const perFunction = FUNCTIONS.map((name) => ({
    naam: name,
    metafile: bouw(name, functionsDir, dir, profiles),
  }));
  for (const name of ['openapi.json', 'schemas']) {
    cpSync(join(PROJECT, 'contracts', name), join(dir, 'api', CONTRACTS, name), { recursive: true });
  }
  for (const { naam, metafile } of perFunction) {
    writeFileSync(join(dir, naam, NOTICES_FILE), licenceNotices(metafile, PROJECT));
  }
  const metafile = together(perFunction.map((one) => one.metafile));
  return { dir, sizes: sizesOut(metafile), metafile };
};

const together = (metafiles: readonly Metafile[]): Metafile => ({
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
});

/** Where esbuild put the entry point of a function, as its metafile names it. */
export const entranceOf = ({ outputs }: Metafile, name: FunctionName): string => {
  const pad = Object.keys(outputs).find((output) => output.endsWith(`/${name}/index.mjs`));
  if (pad === undefined) throw new Error(`esbuild leverde geen bundel voor ${name}`);
  return pad;
};

const sizesOut = (metafile: Metafile): Readonly<Record<FunctionName, number>> => {
  const bytesOf = (name: FunctionName): number => startBytes(metafile, entranceOf(metafile, name));
  return {
    api: bytesOf('api'),
    coa: bytesOf('coa'),
    duo: bytesOf('duo'),
    brp: bytesOf('brp'),
    partnerberichten: bytesOf('partnerberichten'),
    webhook: bytesOf('webhook'),
    bewaking: bytesOf('bewaking'),
    herstel: bytesOf('herstel'),
  };
};
