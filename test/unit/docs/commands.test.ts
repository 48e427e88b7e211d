import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../../cli/program.ts';
import { PROJECT } from '../../exported-names.ts';
import { caught } from '../../hub/test-hub.ts';

const read = (page: string): string => readFileSync(join(PROJECT, page), 'utf8');
const { commands } = buildProgram(caught().output, async () => undefined);
const names = commands.map((command) => command.name());

/** Commands of the hub that a page types, with their options. */
const typedIn = (page: string): readonly (readonly [string, readonly string[]])[] =>
  [...read(page).matchAll(/npm run -s hub -- ([a-z][a-z-]*)([^\n#`)]*)/g)].map(([, name = '', rest = '']) => [
    name,
    [...rest.matchAll(/ (--[a-z-]+)/g)].map(([, option = '']) => option),
  ]);

describe('the page about commands', () => {
  it('names every command', () => {
    const typed = new Set(typedIn('docs/commands.md').map(([name]) => name));
    expect(names.filter((name) => name !== 'start' && !typed.has(name))).toEqual([]);
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
      const command = commands.find((one) => one.name() === name);
      const known = ['--help', ...(command?.options.map(({ long }) => long) ?? [])];
      expect(names).toContain(name);
      expect(known, `hub ${name}`).toEqual(expect.arrayContaining([...options]));
    }
  });
});

describe.each(commands.map((command) => [command.name(), command] as const))(
  'hub %s --help',
  (_, command) => {
    it('describes the command, each argument and each option', () => {
      const described = [command.description(), ...command.registeredArguments.map((one) => one.description)];
      for (const text of [...described, ...command.options.map((one) => one.description)])
        expect(text.length).toBeGreaterThan(5);
    });
  },
);

describe('the README', () => {
  it('is a landing page of at most 120 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(120);
  });
});
