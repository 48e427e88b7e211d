import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ASSEMBLY_SOURCES, assemblyKey, createAssemblyCache } from '../../../local/assembly-cache.ts';
import { temporaryFolder } from '../../temporary.ts';

const PROJECT = join(import.meta.dirname, '../../..');

const write = (folder: string, path: string, content: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) write(folder, path, content);
  return folder;
};

describe('the key of an assembly', () => {
  const project = (): string =>
    folderWith({ 'infra/app.ts': 'a', 'infra/stacks/one.ts': 'b', 'package-lock.json': '{}' });
  const keyOf = (folder: string, parts: readonly string[] = ['v24']): string =>
    assemblyKey(folder, parts, ['infra', 'package-lock.json', 'absent']);

  it('is the same for the same sources in another folder and with other times', () => {
    const folder = project();
    utimesSync(join(folder, 'infra/app.ts'), new Date(0), new Date(0));
    expect(keyOf(folder)).toBe(keyOf(project()));
  });

  const CHANGES: Readonly<Record<string, (folder: string) => void>> = {
    'a source is changed': (folder) => write(folder, 'infra/stacks/one.ts', 'c'),
    'a source is added': (folder) => write(folder, 'infra/stacks/two.ts', ''),
    'a source is removed': (folder) => rmSync(join(folder, 'infra/stacks/one.ts')),
    'a source is renamed': (folder) =>
      renameSync(join(folder, 'infra/stacks/one.ts'), join(folder, 'infra/stacks/two.ts')),
    'text moves from one source to the next': (folder) => {
      write(folder, 'infra/app.ts', '');
      write(folder, 'infra/stacks/one.ts', 'ab');
    },
    'a package is changed': (folder) => write(folder, 'package-lock.json', '{"a":1}'),
    'a source appears that was absent': (folder) => write(folder, 'absent', ''),
  };
  it.each(Object.keys(CHANGES))('differs when %s', (change) => {
    const folder = project();
    CHANGES[change]?.(folder);
    expect(keyOf(folder)).not.toBe(keyOf(project()));
  });

  it('differs for another Node or another kind of hub', () => {
    const folder = project();
    const keys = [['v24'], ['v25'], ['v24', 'strict'], ['v24strict']].map((parts) => keyOf(folder, parts));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('covers every file of the project that goes into the templates', () => {
    const { metafile: synthesis } = buildSync({
      absWorkingDir: PROJECT,
      entryPoints: ['local/synth-process.ts', 'local/synth.ts', 'local/functions/worker.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outdir: temporaryFolder(),
      write: false,
      metafile: true,
    });
    const inputs = Object.keys(synthesis.inputs).filter(
      (path) => !path.startsWith('node_modules/') && path !== 'local/assembly-cache.ts',
    );
    expect(inputs).toContain('infra/app.ts');
    expect(inputs).toContain('local/functions/outgoing.ts');
    expect(
      inputs.filter((path) => !ASSEMBLY_SOURCES.some((source) => `${path}/`.startsWith(`${source}/`))),
    ).toEqual([]);
  });
});

describe('the cache of assemblies', () => {
  const assembly = (content: string): string =>
    folderWith({ 'manifest.json': content, 'asset.one/index.mjs': 'code' });

  it('gives a complete assembly that survives the removal of the cache', async () => {
    const folder = join(temporaryFolder(), 'cache');
    const cache = createAssemblyCache(folder);
    await cache.keep('key', assembly('one'));
    const target = join(temporaryFolder(), 'cdk.out');
    expect(await cache.take('key', target)).toBe(true);
    rmSync(folder, { recursive: true });
    expect(readFileSync(join(target, 'manifest.json'), 'utf8')).toBe('one');
    expect(readFileSync(join(target, 'asset.one/index.mjs'), 'utf8')).toBe('code');
  });

  it('copies a file that can get no second name', async () => {
    const cache = createAssemblyCache(join(temporaryFolder(), 'cache'));
    await cache.keep('key', assembly('one'));
    const target = folderWith({ 'manifest.json': 'of an earlier start' });
    expect(await cache.take('key', target)).toBe(true);
    expect(readFileSync(join(target, 'manifest.json'), 'utf8')).toBe('one');
    expect(readFileSync(join(target, 'asset.one/index.mjs'), 'utf8')).toBe('code');
  });

  it('gives nothing under another key', async () => {
    const cache = createAssemblyCache(join(temporaryFolder(), 'cache'));
    const target = join(temporaryFolder(), 'cdk.out');
    expect(await cache.take('key', target)).toBe(false);
    await cache.keep('key', assembly('one'));
    expect(await cache.take('other', target)).toBe(false);
    expect(readdirSync(dirname(target))).toEqual([]);
  });

  it('holds nothing of a copy that failed halfway', async () => {
    const folder = join(temporaryFolder(), 'cache');
    const cache = createAssemblyCache(folder);
    await expect(cache.keep('key', join(folder, 'gone'))).rejects.toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual([]);
    expect(await cache.take('key', join(temporaryFolder(), 'cdk.out'))).toBe(false);
  });

  it('can be written by two processes at once', async () => {
    const folder = join(temporaryFolder(), 'cache');
    await Promise.all(
      ['one', 'one', 'one'].map((content) => createAssemblyCache(folder).keep('key', assembly(content))),
    );
    expect(readdirSync(folder)).toEqual(['key']);
  });

  it('never has half an assembly under a key, also not while it removes one', async () => {
    const names = Array.from({ length: 200 }, (_, number) => `${number}.mjs`);
    const folder = join(temporaryFolder(), 'cache');
    const cache = createAssemblyCache(folder);
    await cache.keep('key', folderWith(Object.fromEntries(names.map((name) => [name, 'code']))));
    utimesSync(join(folder, 'key'), new Date(0), new Date(0));
    for (const other of ['a', 'b', 'c']) await cache.keep(other, assembly(other));
    const seen = new Set<number>();
    let done = false;
    const removing = cache.keep('d', assembly('d')).finally(() => {
      done = true;
    });
    for (; !done; await setImmediate()) {
      const found = await readdir(join(folder, 'key')).catch(() => []);
      // Moved away meanwhile: what was read may lie elsewhere.
      if (existsSync(join(folder, 'key'))) seen.add(found.length);
    }
    await removing;
    expect([...seen]).toEqual([names.length]);
    expect(readdirSync(folder).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('holds the last four that were used, and removes the leftovers of a process that crashed', async () => {
    const folder = join(temporaryFolder(), 'cache');
    const cache = createAssemblyCache(folder);
    const hoursAgo = (name: string, hours: number): void => {
      const moment = new Date(Date.now() - hours * 3_600_000);
      utimesSync(join(folder, name), moment, moment);
    };
    for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) {
      await cache.keep(key, assembly(key));
      hoursAgo(key, 10 - index);
    }
    write(folder, 'unfinished-dead/manifest.json', '');
    hoursAgo('unfinished-dead', 2);
    write(folder, 'unfinished-busy/manifest.json', '');
    await cache.take('a', join(temporaryFolder(), 'cdk.out'));

    await cache.keep('e', assembly('e'));
    expect(readdirSync(folder).sort()).toEqual(['a', 'c', 'd', 'e', 'unfinished-busy']);
  });
});
