import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
const byName = new Map(all);

/** Commands of the hub that a page types, with their options. */
const typedIn = (page: string): readonly (readonly [string, readonly string[]])[] =>
  [...read(page).matchAll(/npm run -s hub -- ([a-z][a-z-]*)( [a-z][a-z-]*)?([^\n#`)]*)/g)].map(
    ([, name = '', part = '', rest = '']) => [
      byName.has(name + part) ? name + part : name,
      [...rest.matchAll(/ (--[a-z-]+)/g)].map(([, option = '']) => option),
    ],
  );

describe('the page about commands', () => {
  it('names every command', () => {
    const typed = new Set(typedIn('docs/commands.md').map(([name]) => name));
    // Those of the routemap stand in the table that docs/routemap.md makes of them.
    const reported = new Set(ROUTEMAP_EVENTS.map((event) => `meld ${event}`));
    const single = all.filter(([, command]) => command.commands.length === 0).map(([name]) => name);
    expect(single.filter((name) => name !== 'start' && !typed.has(name) && !reported.has(name))).toEqual([]);
  });

  it.each([
    'docs/commands.md',
    'examples/README.md',
    'CONTRIBUTING.md',
    'docs/runbook.md',
    'docs/operations.md',
  ])('%s has only commands and options that exist', (page) => {
    const typed = typedIn(page);
    expect(typed).not.toEqual([]);
    for (const [name, options] of typed) {
      const command = byName.get(name);
      const known = ['--help', ...(command?.options.map(({ long }) => long) ?? [])];
      expect([...byName.keys()]).toContain(name);
      expect(known, `hub ${name}`).toEqual(expect.arrayContaining([...options]));
    }
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
