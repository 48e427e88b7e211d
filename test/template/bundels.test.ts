import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesise } from '../../infra/app.ts';
import { type Bundels, bundelFuncties, bundelMap } from '../../infra/bundles.ts';
import { licenceNotices, NOTICES_FILE } from '../../infra/licence-notices.ts';
import { FUNCTIES } from '../../infra/namen.ts';
import { tijdelijkeMap } from '../tijdelijk.ts';
import { TWEE_MAAL_TWEE } from './hulp.ts';

const map = tijdelijkeMap();
const functionsDir = join(map, 'functions');
const bundlesDir = join(map, 'dist');

const schrijfHandler = (naam: string) => {
  mkdirSync(join(functionsDir, naam), { recursive: true });
  writeFileSync(
    join(functionsDir, naam, 'handler.ts'),
    `import { gebruikt } from '../gedeeld.ts';
     export const handler = async (invoer: { readonly naam: string }): Promise<string> => gebruikt(invoer.naam, '${naam}');`,
  );
};

it('no function of the hub reads 450 kB or more at a cold start', () => {
  const { groottes } = bundelFuncties({ bundlesDir: join(map, 'hub') });
  expect(Object.keys(groottes)).toHaveLength(FUNCTIES.length);
  expect(Object.entries(groottes).filter(([, bytes]) => bytes >= 450 * 1024)).toEqual([]);
});

it('what is imported on request stands beside the function and does not count for its cold start', async () => {
  const bron = join(map, 'op-verzoek');
  for (const naam of FUNCTIES) {
    mkdirSync(join(bron, naam), { recursive: true });
    writeFileSync(join(bron, naam, 'later.ts'), `export const later = '${'LATER'.repeat(100)}';`);
    writeFileSync(
      join(bron, naam, 'handler.ts'),
      `export const handler = async (): Promise<number> => (await import('./later.ts')).later.length;`,
    );
  }
  const { groottes, dir } = bundelFuncties({ functionsDir: bron, bundlesDir: join(map, 'op-verzoek-dist') });
  const pad = join(dir, 'coa', 'index.mjs');
  const module: { handler: () => Promise<number> } = await import(pathToFileURL(pad).href);
  expect(await module.handler()).toBe(500);
  expect(readFileSync(pad, 'utf8')).not.toContain('LATER');
  expect(groottes.coa).toBe(statSync(pad).size);
});

describe('bundels', () => {
  let bundels: Bundels;

  beforeAll(() => {
    for (const naam of FUNCTIES) schrijfHandler(naam);
    writeFileSync(
      join(functionsDir, 'gedeeld.ts'),
      `export const gebruikt = (a: string, b: string): string => a + '@' + b;
       export const ongebruikt = (): string => 'DIT HOORT NIET IN DE BUNDEL';`,
    );
    bundels = bundelFuncties({ functionsDir, bundlesDir });
  });

  it.each(FUNCTIES)('%s wordt een los uitvoerbare ESM-module met haar bronkaart ernaast', async (naam) => {
    const bestand = join(bundelMap(bundels, naam), 'index.mjs');
    const module: { handler: (invoer: { naam: string }) => Promise<string> } = await import(
      pathToFileURL(bestand).href
    );
    expect(await module.handler({ naam: 'proef' })).toBe(`proef@${naam}`);
    expect(readFileSync(bestand, 'utf8')).toMatch(/sourceMappingURL=index\.mjs\.map\s*$/);
    expect(JSON.parse(readFileSync(`${bestand}.map`, 'utf8'))).toMatchObject({ version: 3 });
  });

  it('laten weg wat geen functie gebruikt', () => {
    expect(readFileSync(join(bundelMap(bundels, 'coa'), 'index.mjs'), 'utf8')).not.toContain('HOORT NIET');
  });

  it('melden per functie hoe groot ze zijn', () => {
    for (const naam of FUNCTIES) {
      expect(bundels.groottes[naam]).toBe(statSync(join(bundelMap(bundels, naam), 'index.mjs')).size);
    }
  });

  it('zeggen welke functie geen handler heeft', () => {
    expect(() => bundelFuncties({ functionsDir: join(map, 'leeg'), bundlesDir })).toThrow(/api, coa, duo/);
  });

  it('komen als bestand in de assembly', () => {
    const assembly = synthesise({
      gemeenten: TWEE_MAAL_TWEE,
      functionsDir,
      bundlesDir,
      outdir: join(map, 'cdk.out'),
    });
    const { files } = JSON.parse(
      readFileSync(join(assembly, 'InburgeringshubVerwerking.assets.json'), 'utf8'),
    ) as { files: Record<string, { source: { path: string } }> };
    const handlers = Object.values(files)
      .map(({ source }) => source.path)
      .filter((pad) => pad.startsWith('asset.'));
    expect(handlers).toHaveLength(FUNCTIES.length);
    for (const pad of handlers) expect(statSync(join(assembly, pad, 'index.mjs')).isFile()).toBe(true);
  });
});

describe('licences of what is in a bundle', () => {
  const notices = (dir: string, functie: (typeof FUNCTIES)[number]) =>
    readFileSync(join(dir, functie, NOTICES_FILE), 'utf8');
  const [eerste, tweede] = [join(map, 'eerste'), join(map, 'tweede')];

  beforeAll(() => {
    for (const dir of [eerste, tweede]) bundelFuncties({ bundlesDir: dir });
  });

  it('stand beside it with the text that each package asks for', () => {
    const tekst = notices(eerste, 'webhook');
    for (const pakket of ['@aws-sdk/client-dynamodb', '@middy/core', 'standardwebhooks', 'zod']) {
      expect(tekst).toMatch(new RegExp(`^${pakket} \\d+\\.\\d+\\.\\d+ \\((MIT|Apache-2\\.0)\\)$`, 'm'));
    }
    expect(tekst).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
    expect(tekst).toContain('Copyright (c) 2023 Svix');
  });

  it('name only what is in it', () => {
    expect(notices(eerste, 'webhook')).toContain('standardwebhooks ');
    expect(notices(eerste, 'brp')).not.toContain('standardwebhooks ');
  });

  it('are the same at every build, so that nothing is deployed anew', () => {
    for (const functie of FUNCTIES) {
      expect(readdirSync(join(eerste, functie))).toEqual(readdirSync(join(tweede, functie)));
      expect(notices(tweede, functie)).toBe(notices(eerste, functie));
      expect(notices(eerste, functie)).not.toContain(map);
    }
  });

  it('keep a bundle from being made when a package has no text to show', () => {
    const folder = join(map, 'node_modules', 'zonder-licentie');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      '{"name":"zonder-licentie","version":"1.0.0","license":"MIT"}',
    );
    const withBytes = (bytesInOutput: number) => ({
      inputs: {},
      outputs: {
        'chunk.mjs': {
          bytes: 1,
          imports: [],
          exports: [],
          inputs: { 'node_modules/zonder-licentie/index.js': { bytesInOutput } },
        },
      },
    });
    expect(() => licenceNotices(withBytes(1), map)).toThrow(
      /zonder-licentie 1\.0\.0 \(MIT\) has no licence text/,
    );
    expect(licenceNotices(withBytes(0), map)).not.toContain('zonder-licentie');
  });
});
