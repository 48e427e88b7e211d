import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesise } from '../../infra/app.ts';
import { type Bundles, bundleFunctions, bundleMap } from '../../infra/bundling/bundles.ts';
import { licenceNotices, NOTICES_FILE } from '../../infra/bundling/licence-notices.ts';
import { FUNCTIONS } from '../../infra/names.ts';
import { temporaryMap } from '../temporary.ts';
import { TWO_TIMES_TWO } from './support.ts';

const map = temporaryMap();
const functionsDir = join(map, 'functions');
const bundlesDir = join(map, 'dist');

const writeHandler = (name: string) => {
  mkdirSync(join(functionsDir, name), { recursive: true });
  writeFileSync(
    join(functionsDir, name, 'handler.ts'),
    `import { gebruikt } from '../gedeeld.ts';
     export const handler = async (invoer: { readonly naam: string }): Promise<string> => gebruikt(invoer.naam, '${name}');`,
  );
};

/** The functions of the hub itself, bundled twice. */
const [first, second] = [join(map, 'eerste'), join(map, 'tweede')];
let sizes: Bundles['sizes'];
beforeAll(() => {
  ({ sizes } = bundleFunctions({ bundlesDir: first }));
  bundleFunctions({ bundlesDir: second });
});

it('no function of the hub reads 450 kB or more at a cold start', () => {
  expect(Object.keys(sizes)).toHaveLength(FUNCTIONS.length);
  expect(Object.entries(sizes).filter(([, bytes]) => bytes >= 450 * 1024)).toEqual([]);
});

it('what is imported on request stands beside the function and does not count for its cold start', async () => {
  const source = join(map, 'op-verzoek');
  for (const name of FUNCTIONS) {
    mkdirSync(join(source, name), { recursive: true });
    writeFileSync(join(source, name, 'later.ts'), `export const later = '${'LATER'.repeat(100)}';`);
    writeFileSync(
      join(source, name, 'handler.ts'),
      `export const handler = async (): Promise<number> => (await import('./later.ts')).later.length;`,
    );
  }
  const { sizes: onRequest, dir } = bundleFunctions({
    functionsDir: source,
    bundlesDir: join(map, 'op-verzoek-dist'),
  });
  const pad = join(dir, 'coa', 'index.mjs');
  const module: { handler: () => Promise<number> } = await import(pathToFileURL(pad).href);
  expect(await module.handler()).toBe(500);
  expect(readFileSync(pad, 'utf8')).not.toContain('LATER');
  expect(onRequest.coa).toBe(statSync(pad).size);
});

describe('bundels', () => {
  let bundles: Bundles;

  beforeAll(() => {
    for (const name of FUNCTIONS) writeHandler(name);
    writeFileSync(
      join(functionsDir, 'gedeeld.ts'),
      `export const gebruikt = (a: string, b: string): string => a + '@' + b;
       export const ongebruikt = (): string => 'DIT HOORT NIET IN DE BUNDEL';`,
    );
    bundles = bundleFunctions({ functionsDir, bundlesDir });
  });

  it.each(FUNCTIONS)('%s wordt een los uitvoerbare ESM-module met haar bronkaart ernaast', async (name) => {
    const file = join(bundleMap(bundles, name), 'index.mjs');
    const module: { handler: (input: { naam: string }) => Promise<string> } = await import(
      pathToFileURL(file).href
    );
    expect(await module.handler({ naam: 'proef' })).toBe(`proef@${name}`);
    expect(readFileSync(file, 'utf8')).toMatch(/sourceMappingURL=index\.mjs\.map\s*$/);
    expect(JSON.parse(readFileSync(`${file}.map`, 'utf8'))).toMatchObject({ version: 3 });
  });

  it('laten weg wat geen functie gebruikt', () => {
    expect(readFileSync(join(bundleMap(bundles, 'coa'), 'index.mjs'), 'utf8')).not.toContain('HOORT NIET');
  });

  it('melden per functie hoe groot ze zijn', () => {
    for (const name of FUNCTIONS) {
      expect(bundles.sizes[name]).toBe(statSync(join(bundleMap(bundles, name), 'index.mjs')).size);
    }
  });

  it('zeggen welke functie geen handler heeft', () => {
    expect(() => bundleFunctions({ functionsDir: join(map, 'leeg'), bundlesDir })).toThrow(/api, coa, duo/);
  });

  it('komen als bestand in de assembly', () => {
    const assembly = synthesise({
      gemeenten: TWO_TIMES_TWO,
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
    expect(handlers).toHaveLength(FUNCTIONS.length);
    for (const pad of handlers) expect(statSync(join(assembly, pad, 'index.mjs')).isFile()).toBe(true);
  });
});

describe('licences of what is in a bundle', () => {
  const notices = (dir: string, fn: (typeof FUNCTIONS)[number]) =>
    readFileSync(join(dir, fn, NOTICES_FILE), 'utf8');

  it('stand beside it with the text that each package asks for', () => {
    const text = notices(first, 'webhook');
    for (const pkg of ['@aws-sdk/client-dynamodb', '@middy/core', 'standardwebhooks', 'zod']) {
      expect(text).toMatch(new RegExp(`^${pkg} \\d+\\.\\d+\\.\\d+ \\((MIT|Apache-2\\.0)\\)$`, 'm'));
    }
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
    expect(text).toContain('Copyright (c) 2023 Svix');
  });

  it('name only what is in it', () => {
    expect(notices(first, 'webhook')).toContain('standardwebhooks ');
    expect(notices(first, 'brp')).not.toContain('standardwebhooks ');
  });

  it('are the same at every build, so that nothing is deployed anew', () => {
    for (const fn of FUNCTIONS) {
      expect(readdirSync(join(first, fn))).toEqual(readdirSync(join(second, fn)));
      expect(notices(second, fn)).toBe(notices(first, fn));
      expect(notices(first, fn)).not.toContain(map);
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
