import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
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
  /** Bytes of `index.mjs` per function (without its source map). */
  readonly groottes: Readonly<Record<FunctieNaam, number>>;
  /** The esbuild metafile: which module adds how many bytes. */
  readonly metafile: Metafile;
};

/** The folder with the bundle of one function. */
export const bundelMap = (bundels: Pick<Bundels, 'dir'>, functie: FunctieNaam): string =>
  join(bundels.dir, functie);

/** How everything that runs on Lambda is built: one minified ESM file for Node 24. */
export const BUNDELWIJZE = {
  bundle: true,
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

/**
 * Bundles all functions in one call of esbuild: ESM for Node 24, minified, with the AWS SDK in it.
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
  const { metafile } = buildSync({
    absWorkingDir: PROJECT,
    entryPoints: FUNCTIES.map((naam) => ({
      in: join(functionsDir, naam, 'handler.ts'),
      out: join(naam, 'index'),
    })),
    outdir: dir,
    outExtension: { '.js': '.mjs' },
    ...BUNDELWIJZE,
    alias: {
      '@aws-sdk/credential-provider-node': join(PROJECT, 'adapters', 'inloggegevens.ts'),
      'node:http': join(PROJECT, 'adapters', 'node-http.ts'),
    },
    define: { CONTRACTEN_MAP: JSON.stringify(`./${CONTRACTEN}/`) },
  });
  for (const naam of ['openapi.json', 'schemas']) {
    cpSync(join(PROJECT, 'contracts', naam), join(dir, 'api', CONTRACTEN, naam), { recursive: true });
  }
  for (const naam of FUNCTIES) {
    writeFileSync(join(dir, naam, NOTICES_FILE), licenceNotices(outputOf(metafile, naam), PROJECT));
  }
  return { dir, groottes: groottesUit(metafile), metafile };
};

/** What esbuild says of the bundle of one function. */
const outputOf = (metafile: Metafile, naam: FunctieNaam): Metafile['outputs'][string] => {
  const uitvoer = Object.entries(metafile.outputs).find(([pad]) => pad.endsWith(`/${naam}/index.mjs`));
  if (uitvoer === undefined) throw new Error(`esbuild leverde geen bundel voor ${naam}`);
  return uitvoer[1];
};

const groottesUit = (metafile: Metafile): Readonly<Record<FunctieNaam, number>> => {
  const bytesVan = (naam: FunctieNaam): number => outputOf(metafile, naam).bytes;
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
