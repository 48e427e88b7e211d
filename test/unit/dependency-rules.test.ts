import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { temporaryFolder } from '../temporary.ts';

/** The rules about imports in biome.json, run on a small project that breaks them. */

const PROJECT = join(import.meta.dirname, '../..');

/** An importing file and what it imports, as paths from the root. */
type Import = readonly [from: string, to: string];

const functionFolders = readdirSync(join(PROJECT, 'functions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map(({ name }) => name);

const FORBIDDEN: readonly Import[] = [
  ['contracts/public/a.ts', 'domain/zaak/x.ts'],
  ['domain/zaak/a.ts', 'adapters/table/x.ts'],
  ['domain/zaak/b.ts', 'functions/shared/x.ts'],
  ['adapters/table/a.ts', 'functions/shared/x.ts'],
  ['adapters/a.ts', 'infra/x.ts'],
  ['functions/api/a.ts', 'infra/x.ts'],
  ['functions/api/b.ts', 'local/x.ts'],
  ['functions/api/c.ts', 'bin/x.ts'],
  ['functions/loket/e.ts', 'play/x.ts'],
  ['functions/api/http/d.ts', 'cli/x.ts'],
  ...functionFolders
    .flatMap((folder): readonly Import[] => [
      [`functions/${folder === 'api' ? 'ophalen' : 'api'}/to-${folder}.ts`, `functions/${folder}/x.ts`],
      [`functions/loket/views/to-${folder}.ts`, `functions/${folder}/http/x.ts`],
      [`functions/shared/rest/http/to-${folder}.ts`, `functions/${folder}/x.ts`],
    ])
    .filter(([from, to]) => !to.startsWith(from.split('/').slice(0, 2).join('/'))),
  ['infra/constructs/a.ts', 'functions/api/x.ts'],
  ['infra/a.ts', 'adapters/x.ts'],
  ['local/a.ts', 'domain/x.ts'],
  ['local/functions/b.ts', 'functions/api/x.ts'],
  ['local/functions/c.ts', 'domain/zaak/x.ts'],
  ['local/d.ts', 'play/x.ts'],
];

const ALLOWED: readonly Import[] = [
  ['contracts/public/ok.ts', 'contracts/y.ts'],
  ['domain/zaak/ok.ts', 'contracts/y.ts'],
  ['adapters/table/ok.ts', 'domain/y.ts'],
  ['functions/api/ok.ts', 'adapters/duo/y.ts'],
  ['functions/loket/views/ok.ts', 'functions/shared/rest/y.ts'],
  ['infra/ok.ts', 'domain/y.ts'],
  ['local/queues/ok.ts', 'local/functions/y.ts'],
  ['cli/ok.ts', 'domain/y.ts'],
];

const specifier = ([from, to]: Import): string => relative(dirname(from), to).replace(/^([^.])/, './$1');

const Report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/** Paths of the files in which Biome finds a fault of this rule. */
const foundIn = (folder: string): ((rule: string) => readonly string[]) => {
  const { stdout } = spawnSync(
    join(PROJECT, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--max-diagnostics=200', '.'],
    { cwd: folder, encoding: 'utf8' },
  );
  const { diagnostics } = Report.parse(JSON.parse(stdout));
  return (rule) =>
    diagnostics
      .filter(({ category }) => category.endsWith(`/${rule}`))
      .map(({ location }) => location.path.replace(/^\.\//, ''))
      .sort();
};

describe('the rules about imports', () => {
  let found: (rule: string) => readonly string[];

  beforeAll(() => {
    const folder = temporaryFolder();
    const write = (path: string, content: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    copyFileSync(join(PROJECT, 'biome.json'), join(folder, 'biome.json'));
    writeFileSync(join(folder, '.gitignore'), 'node_modules/\n');
    for (const edge of [...FORBIDDEN, ...ALLOWED]) {
      write(edge[1], 'export const x = 1;\n');
      write(edge[0], `export { x } from '${specifier(edge)}';\n`);
    }
    write('domain/one.ts', "import { two } from './two.ts';\nexport const one = (): number => two();\n");
    write('domain/two.ts', "import { one } from './one.ts';\nexport const two = (): number => one();\n");
    found = foundIn(folder);
  });

  it('find every import that a folder may not have, and no other', () => {
    expect(found('noRestrictedImports')).toEqual(FORBIDDEN.map(([from]) => from).sort());
  });

  it('find a cycle', () => {
    expect(found('noImportCycles')).toEqual(['domain/one.ts', 'domain/two.ts']);
  });
});
