import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { FUNCTIES, type FunctieNaam } from './namen.ts';

const PROJECT = resolve(import.meta.dirname, '..');
/** Folder beside the API's bundle with the documents that it publishes; read on request, not at a cold start. */
const CONTRACTEN = 'contracten';

/** Waar de handlers staan en waar hun bundels komen. */
export type BundelOpties = {
  /** Map met per functie `<naam>/handler.ts`; standaard `functions/` van het project. */
  readonly functionsDir?: string;
  /** Uitvoermap met per functie `<naam>/index.mjs`; standaard `dist/functions/`. */
  readonly bundlesDir?: string;
};

/** De bundels van één bouwslag: waar ze staan en hoe groot ze zijn. */
export type Bundels = {
  readonly dir: string;
  /** Bytes van `index.mjs` per functie (zonder bronkaart). */
  readonly groottes: Readonly<Record<FunctieNaam, number>>;
  /** De esbuild-metafile: welke module hoeveel bytes bijdraagt. */
  readonly metafile: Metafile;
};

/** De map met de bundel van één functie. */
export const bundelMap = (bundels: Pick<Bundels, 'dir'>, functie: FunctieNaam): string =>
  join(bundels.dir, functie);

/**
 * Bundelt alle functies in één esbuild-aanroep: ESM voor Node 24, verkleind, met de AWS-SDK erin.
 *
 * De SDK gaat mee zodat de versie vastligt en een koude start alleen laadt wat gebruikt wordt; `mainFields`
 * kiest de ESM-uitgave van elke module, want alleen die is te snoeien.
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
    alias: { '@aws-sdk/credential-provider-node': join(PROJECT, 'adapters', 'inloggegevens.ts') },
    define: { CONTRACTEN_MAP: JSON.stringify(`./${CONTRACTEN}/`) },
    legalComments: 'none',
    logLevel: 'error',
  });
  for (const naam of ['openapi.json', 'schemas']) {
    cpSync(join(PROJECT, 'contracts', naam), join(dir, 'api', CONTRACTEN, naam), { recursive: true });
  }
  return { dir, groottes: groottesUit(metafile), metafile };
};

const groottesUit = (metafile: Metafile): Readonly<Record<FunctieNaam, number>> => {
  const bytesVan = (naam: FunctieNaam): number => {
    const uitvoer = Object.entries(metafile.outputs).find(([pad]) => pad.endsWith(`/${naam}/index.mjs`));
    if (uitvoer === undefined) throw new Error(`esbuild leverde geen bundel voor ${naam}`);
    return uitvoer[1].bytes;
  };
  return {
    api: bytesVan('api'),
    coa: bytesVan('coa'),
    duo: bytesVan('duo'),
    brp: bytesVan('brp'),
    partnerberichten: bytesVan('partnerberichten'),
    bewaking: bytesVan('bewaking'),
  };
};
