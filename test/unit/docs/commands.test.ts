import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildProgram } from '../../../cli/program.ts';
import { ROUTEMAP_EVENTS } from '../../../contracts/routemap.ts';
import { PROJECT } from '../../exported-names.ts';
import { caught } from '../../hub/test-hub.ts';

const read = (page: string): string => readFileSync(join(PROJECT, page), 'utf8');
const { commands } = await buildProgram(caught().output, async () => undefined);

/** Every command under its full name, such as `meld casus` for one of another. */
const all = commands.flatMap((command) => [
  [command.name(), command] as const,
  ...command.commands.map((part) => [`${command.name()} ${part.name()}`, part] as const),
]);
const byName = new Map([
  ...all,
  ...commands.flatMap((command) => command.aliases().map((alias) => [alias, command] as const)),
]);

/** How a page types a command: in a clone, in the package for partners, or within a sentence. */
const TYPED = /(?:npm run -s hub -- |npx hub |`hub )([a-z][a-z-]*)( [a-z][a-z-]*)?([^\n#`)]*)/g;

/** Commands of the hub that a page types, with their options. */
const typedIn = (page: string): readonly (readonly [string, readonly string[]])[] =>
  [...read(page).matchAll(TYPED)].map(([, name = '', part = '', rest = '']) => [
    byName.has(name + part) ? name + part : name,
    [...rest.matchAll(/ (--[a-z-]+)/g)].map(([, option = '']) => option),
  ]);

/** What npm keeps out of the way, and what tells of the past: a command may be gone that an older version had. */
const PAGES = globSync('**/*.md', {
  cwd: PROJECT,
  exclude: (name) => ['node_modules', 'dist', 'cdk.out', 'CHANGELOG.md'].includes(name),
}).toSorted();

const TYPING = PAGES.filter((page) => typedIn(page).length > 0);

const Scripts = z.object({ scripts: z.record(z.string(), z.string()) });
const SCRIPTS: ReadonlySet<string> = new Set(
  Object.keys(Scripts.parse(JSON.parse(read('package.json'))).scripts),
);

describe('the page about commands', () => {
  it('names every command', () => {
    const typed = new Set(typedIn('docs/commands.md').map(([name]) => name));
    // Those of the routemap stand in the table that docs/routemap.md makes of them.
    const reported = new Set(ROUTEMAP_EVENTS.map((event) => `meld ${event}`));
    const single = all.filter(([, command]) => command.commands.length === 0).map(([name]) => name);
    expect(single.filter((name) => name !== 'start' && !typed.has(name) && !reported.has(name))).toEqual([]);
  });
});

describe('what a page tells its reader to type', () => {
  it('is read of every page, in each way to type it', () => {
    expect(TYPING).toEqual(
      expect.arrayContaining([
        ...['README.md', 'docs/commands.md', 'docs/runbook.md', 'docs/partners/oefenen.md'],
        'infra/bundling/command-line.md',
      ]),
    );
  });

  it.each(TYPING)('%s has only commands and options of the hub that exist', (page) => {
    for (const [name, options] of typedIn(page)) {
      const command = byName.get(name);
      const known = ['--help', ...(command?.options.map(({ long }) => long) ?? [])];
      expect([...byName.keys()]).toContain(name);
      expect(known, `hub ${name}`).toEqual(expect.arrayContaining([...options]));
    }
  });
});

describe('scripts of npm', () => {
  it.each(PAGES)('that %s names are there', (page) => {
    const named = [...read(page).matchAll(/npm (?:run (?:-s )?|(?=test|start))([a-z][a-z:]*)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !SCRIPTS.has(name))).toEqual([]);
  });
});

describe('the questions to the log', () => {
  const sources = globSync('functions/**/*.ts', { cwd: PROJECT }).map(read).join('\n');
  const asked = ['docs/operations.md', 'docs/runbook.md'].flatMap((page) =>
    [...read(page).matchAll(/message (?:=|in) (\[[^\]]+\]|"[^"]+")/g)].flatMap(([, text = '']) =>
      [...text.matchAll(/"([^"]+)"/g)].map(([, message = '']) => message),
    ),
  );

  it('are about lines that a function writes', () => {
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((message) => !sources.includes(`'${message}'`))).toEqual([]);
  });
});

describe('the alarm drill', () => {
  it.each(['docs/commands.md', 'docs/runbook.md', 'docs/operations.md'])(
    'is of a deployed hub wherever %s types it, because a local one has no alarms',
    (page) => {
      const drills = typedIn(page).filter(([name]) => name === 'oefening');
      expect(drills).not.toEqual([]);
      for (const [, options] of drills) expect(options).toContain('--aws');
    },
  );
});

describe.each(all)('hub %s --help', (_, command) => {
  it('describes the command, each argument and each option', () => {
    const described = [command.description(), ...command.registeredArguments.map((one) => one.description)];
    for (const text of [...described, ...command.options.map((one) => one.description)])
      expect(text.length).toBeGreaterThan(5);
  });
});

describe('the README', () => {
  it('is a landing page of at most 120 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(120);
  });
});
