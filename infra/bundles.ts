import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { startBytes } from './bundle-start.ts';
import { licenceNotices, NOTICES_FILE } from './licence-notices.ts';
import { FUNCTIES, type FunctieNaam } from './namen.ts';

const PROJECT = resolve(import.meta.dirname, '..');
/** Folder beside the API's bundle with the documents that it publishes; read on request, not at a cold start. */
const CONTRACTEN = 'contracten';

/** Where the handlers are and where their bundles go. */
export type BundelOpties = {
  /** Folder with `<name>/handler.ts` per function; `functions/` of the project by default. */
  readonly functionsDir?: string;
  /** Output folder with `<name>/index.mjs` per function; `dist/functions/` by default. */
  readonly bundlesDir?: string;
};

/** The bundles of one build: where they are and how large. */
export type Bundels = {
  readonly dir: string;
  /** Bytes that a cold start loads per function: what is imported on request only is no part of it. */
  readonly groottes: Readonly<Record<FunctieNaam, number>>;
  /** The esbuild metafile: which module adds how many bytes. */
  readonly metafile: Metafile;
};

/** The folder with the bundle of one function. */
export const bundelMap = (bundels: Pick<Bundels, 'dir'>, functie: FunctieNaam): string =>
  join(bundels.dir, functie);

/** How everything that runs on Lambda is built: minified ESM for Node 24, apart what is imported on request. */
export const BUNDELWIJZE = {
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

const bouw = (naam: FunctieNaam, functionsDir: string, dir: string): Metafile =>
  buildSync({
    absWorkingDir: PROJECT,
    entryPoints: [{ in: join(functionsDir, naam, 'handler.ts'), out: 'index' }],
    outdir: join(dir, naam),
    outExtension: { '.js': '.mjs' },
    ...BUNDELWIJZE,
    alias: {
      '@aws-sdk/credential-provider-node': join(PROJECT, 'adapters', 'inloggegevens.ts'),
      'node:http': join(PROJECT, 'adapters', 'node-http.ts'),
    },
    define: { CONTRACTEN_MAP: JSON.stringify(`./${CONTRACTEN}/`) },
  }).metafile;

/**
 * Bundles each function by itself, so that no two share a file: ESM for Node 24, minified, with the AWS SDK in it.
 *
 * The SDK comes along so that its version is fixed and a cold start loads only what is used; `mainFields` picks the
 * ESM edition of every module, because only that can be tree-shaken. Beside each bundle stand the licences of what is
 * in it, which MIT and Apache-2.0 ask for.
 */
export const bundelFuncties = (opties: BundelOpties = {}): Bundels => {
  const functionsDir = resolve(opties.functionsDir ?? join(PROJECT, 'functions'));
  const dir = resolve(opties.bundlesDir ?? join(PROJECT, 'dist', 'functions'));
  const ontbrekend = FUNCTIES.filter((naam) => !existsSync(join(functionsDir, naam, 'handler.ts')));
  if (ontbrekend.length > 0) {
    throw new Error(`Geen handler.ts in ${functionsDir} voor: ${ontbrekend.join(', ')}`);
  }
  // Files of an earlier build may bear another name.
  for (const naam of FUNCTIES) rmSync(join(dir, naam), { recursive: true, force: true });
  const perFunction = FUNCTIES.map((naam) => ({ naam, metafile: bouw(naam, functionsDir, dir) }));
  for (const naam of ['openapi.json', 'schemas']) {
    cpSync(join(PROJECT, 'contracts', naam), join(dir, 'api', CONTRACTEN, naam), { recursive: true });
  }
  for (const { naam, metafile } of perFunction) {
    writeFileSync(join(dir, naam, NOTICES_FILE), licenceNotices(metafile, PROJECT));
  }
  const metafile = samen(perFunction.map((one) => one.metafile));
  return { dir, groottes: groottesUit(metafile), metafile };
};

const samen = (metafiles: readonly Metafile[]): Metafile => ({
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
});

/** Where esbuild put the entry point of a function, as its metafile names it. */
export const ingangVan = ({ outputs }: Metafile, naam: FunctieNaam): string => {
  const pad = Object.keys(outputs).find((uitvoer) => uitvoer.endsWith(`/${naam}/index.mjs`));
  if (pad === undefined) throw new Error(`esbuild leverde geen bundel voor ${naam}`);
  return pad;
};

const groottesUit = (metafile: Metafile): Readonly<Record<FunctieNaam, number>> => {
  const bytesVan = (naam: FunctieNaam): number => startBytes(metafile, ingangVan(metafile, naam));
  return {
    api: bytesVan('api'),
    coa: bytesVan('coa'),
    duo: bytesVan('duo'),
    brp: bytesVan('brp'),
    partnerberichten: bytesVan('partnerberichten'),
    webhook: bytesVan('webhook'),
    bewaking: bytesVan('bewaking'),
    herstel: bytesVan('herstel'),
  };
};
