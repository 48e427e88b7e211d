import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesise } from '../../infra/app.ts';
import { type Bundles, bundleFunctions, bundlePath } from '../../infra/bundling/bundles.ts';
import { licenceNotices, NOTICES_FILE } from '../../infra/bundling/licence-notices.ts';
import { FUNCTIONS } from '../../infra/names.ts';
import { ASSEMBLY_SOURCES } from '../../local/assembly-cache.ts';
import { temporaryFolder } from '../temporary.ts';
import { TWO_TIMES_TWO } from './support.ts';

const folder = temporaryFolder();
const functionsDir = join(folder, 'functions');
const bundlesDir = join(folder, 'dist');

const writeHandler = (name: string) => {
  mkdirSync(join(functionsDir, name), { recursive: true });
  writeFileSync(
    join(functionsDir, name, 'handler.ts'),
    `import { used } from '../shared.ts';
     export const handler = async (input: { readonly name: string }): Promise<string> => used(input.name, '${name}');`,
  );
};

/** The functions of the hub itself, bundled twice. */
const [first, second] = [join(folder, 'first'), join(folder, 'second')];
let sizes: Bundles['sizes'];
let metafile: Bundles['metafile'];
beforeAll(() => {
  ({ sizes, metafile } = bundleFunctions({ bundlesDir: first }));
  bundleFunctions({ bundlesDir: second });
});

it('every file of the project that goes into a bundle counts for the key of a kept assembly', () => {
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith('node_modules/'));
  expect(inputs).toContain('functions/api/handler.ts');
  expect(inputs).toContain('infra/bundling/shims/node-http.ts');
  expect(inputs).toContain('infra/bundling/shims/retry-pace.ts');
  expect(
    inputs.filter((path) => !ASSEMBLY_SOURCES.some((source) => `${path}/`.startsWith(`${source}/`))),
  ).toEqual([]);
});

/** The profiles of the gemeenten are part of the bundle, and grow with every gemeente. */
const LIMIT_BYTES = 450 * 1024;

/** Every file below a folder, by its path there. */
const filesIn = (dir: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [relative(dir, path), readFileSync(path, 'utf8')]),
  );

it('the same sources give the same code, byte for byte, so that nothing is deployed anew', () => {
  const [once, twice] = [filesIn(first), filesIn(second)];
  expect([...once.keys()]).toContain(join('api', 'index.mjs'));
  expect([...twice.keys()]).toEqual([...once.keys()]);
  expect([...once].filter(([path, text]) => twice.get(path) !== text).map(([path]) => path)).toEqual([]);
});

it('no function of the hub reads 450 kB or more at a cold start', () => {
  expect(Object.keys(sizes)).toHaveLength(FUNCTIONS.length);
  expect(Object.entries(sizes).filter(([, bytes]) => bytes >= LIMIT_BYTES)).toEqual([]);
});

it('no function looks for settings of AWS in a home folder, or for its region in a machine', () => {
  const code = [...filesIn(first)].filter(([path]) => path.endsWith('.mjs'));
  expect(code.length).toBeGreaterThanOrEqual(FUNCTIONS.length);
  expect(code.filter(([, text]) => /169\.254\.169\.254|"\.aws"/.test(text)).map(([path]) => path)).toEqual(
    [],
  );
});

it('a module that is imported on request is a file beside the function, and does not count for its cold start', async () => {
  const source = join(folder, 'on-request');
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
    bundlesDir: join(folder, 'on-request-dist'),
  });
  const path = join(dir, 'coa', 'index.mjs');
  const module: { handler: () => Promise<number> } = await import(pathToFileURL(path).href);
  expect(await module.handler()).toBe(500);
  expect(readFileSync(path, 'utf8')).not.toContain('LATER');
  expect(onRequest.coa).toBe(statSync(path).size);
});

describe('a module that both the start and something on request import', () => {
  const source = join(folder, 'shared-with-start');
  let dir: string;
  beforeAll(() => {
    const files = {
      'counter.ts': `let count = 0;
        export const next = (): number => { count += 1; return count; };
        export const fail = (): never => { throw new Error('on purpose'); };`,
      'later.ts': `import { fail, next } from './counter.ts';
        export const later = (fails: boolean): number => (fails ? fail() : next());`,
      'handler.ts': `import { next } from './counter.ts';
        export const handler = async (fails: boolean): Promise<readonly number[]> => {
          const own = next();
          const { later } = await import('./later.ts');
          return [own, later(fails), (await import('./counter.ts')).next()];
        };`,
    };
    for (const name of FUNCTIONS) {
      mkdirSync(join(source, name), { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(join(source, name, file), text);
    }
    const bundles = bundleFunctions({
      functionsDir: source,
      bundlesDir: join(folder, 'shared-with-start-dist'),
    });
    dir = bundlePath(bundles, 'coa');
  });
  const start = () => join(dir, 'index.mjs');

  it('is part of the one file of the start, and is there once', async () => {
    expect(readFileSync(start(), 'utf8')).not.toMatch(/\bfrom\s*"\.|import\s*"\./);
    const module: { handler: (fails: boolean) => Promise<readonly number[]> } = await import(
      pathToFileURL(start()).href
    );
    expect(await module.handler(false)).toEqual([1, 2, 3]);
  });

  it('is named in a stack by its source', () => {
    const program = `import(${JSON.stringify(pathToFileURL(start()).href)}).then(({ handler }) => handler(true))`;
    const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', '--eval', program], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/on purpose[\s\S]*coa\/counter\.ts:3[\s\S]*coa\/later\.ts:2/);
  });
});

it('no function of the hub imports a file beside it at its start', () => {
  const startOf = (name: string) => readFileSync(join(first, name, 'index.mjs'), 'utf8');
  expect(FUNCTIONS.filter((name) => /(?:from|import)\s*"\.\//.test(startOf(name)))).toEqual([]);
});

describe('the bundles', () => {
  let bundles: Bundles;

  beforeAll(() => {
    for (const name of FUNCTIONS) writeHandler(name);
    writeFileSync(
      join(functionsDir, 'shared.ts'),
      `export const used = (a: string, b: string): string => a + '@' + b;
       export const unused = (): string => 'THIS DOES NOT BELONG IN THE BUNDLE';`,
    );
    bundles = bundleFunctions({ functionsDir, bundlesDir });
  });

  it.each(FUNCTIONS)(
    '%s becomes an ESM module that runs by itself, with its source map beside it',
    async (name) => {
      const file = join(bundlePath(bundles, name), 'index.mjs');
      const module: { handler: (input: { name: string }) => Promise<string> } = await import(
        pathToFileURL(file).href
      );
      expect(await module.handler({ name: 'trial' })).toBe(`trial@${name}`);
      expect(readFileSync(file, 'utf8')).toMatch(/sourceMappingURL=index\.mjs\.map\s*$/);
      expect(JSON.parse(readFileSync(`${file}.map`, 'utf8'))).toMatchObject({ version: 3 });
    },
  );

  it('leave out what no function uses', () => {
    expect(readFileSync(join(bundlePath(bundles, 'coa'), 'index.mjs'), 'utf8')).not.toContain(
      'DOES NOT BELONG',
    );
  });

  it('report the size of each function', () => {
    for (const name of FUNCTIONS) {
      expect(bundles.sizes[name]).toBe(statSync(join(bundlePath(bundles, name), 'index.mjs')).size);
    }
  });

  it('fail with the names of functions without a handler', () => {
    expect(() => bundleFunctions({ functionsDir: join(folder, 'empty'), bundlesDir })).toThrow(
      /api, ophalen, loket, coa/,
    );
  });

  it('become files of the assembly', () => {
    const assembly = synthesise({
      gemeenten: TWO_TIMES_TWO,
      functionsDir,
      bundlesDir,
      outdir: join(folder, 'cdk.out'),
    });
    const { files } = JSON.parse(
      readFileSync(join(assembly, 'InburgeringshubVerwerking.assets.json'), 'utf8'),
    ) as { files: Record<string, { source: { path: string } }> };
    const handlers = Object.values(files)
      .map(({ source }) => source.path)
      .filter((path) => path.startsWith('asset.'));
    expect(handlers).toHaveLength(FUNCTIONS.length);
    for (const path of handlers) expect(statSync(join(assembly, path, 'index.mjs')).isFile()).toBe(true);
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

  it('name no folder of the machine that bundled', () => {
    for (const fn of FUNCTIONS) expect(notices(first, fn)).not.toContain(folder);
  });

  it('make the bundling fail when a package has no licence text', () => {
    const packageFolder = join(folder, 'node_modules', 'without-licence');
    mkdirSync(packageFolder, { recursive: true });
    writeFileSync(
      join(packageFolder, 'package.json'),
      '{"name":"without-licence","version":"1.0.0","license":"MIT"}',
    );
    const withBytes = (bytesInOutput: number) => ({
      inputs: {},
      outputs: {
        'chunk.mjs': {
          bytes: 1,
          imports: [],
          exports: [],
          inputs: { 'node_modules/without-licence/index.js': { bytesInOutput } },
        },
      },
    });
    expect(() => licenceNotices(withBytes(1), folder)).toThrow(
      /without-licence 1\.0\.0 \(MIT\) has no licence text/,
    );
    expect(licenceNotices(withBytes(0), folder)).not.toContain('without-licence');
  });
});
