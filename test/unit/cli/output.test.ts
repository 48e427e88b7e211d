import type { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { show, tellStep } from '../../../cli/output.ts';
import { buildProgram } from '../../../cli/program.ts';
import { caught } from '../../hub/test-hub.ts';

/** Commands without `--json`, with the reason. */
const WITHOUT_JSON: Readonly<Record<string, string>> = {
  genereer: 'its file is lines of JSON already',
};

const leavesOf = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);

describe('what a command found', () => {
  it('is lines for a person, and for a program each of it as one line of JSON', () => {
    const { output, written } = caught();
    const found = [{ a: 1 }, { b: 'twee\nregels' }];
    show(output, {}, found, () => ['one', 'two']);
    show(output, { json: true }, found, () => ['one', 'two']);
    expect(written).toEqual(['one', 'two', '{"a":1}', '{"b":"twee\\nregels"}']);
  });

  it('stands alone on stdout for a program: how far the command is goes to stderr', () => {
    const { output, written } = caught();
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      tellStep(output, { json: true })('step one');
      expect(said.mock.calls).toEqual([['step one\n']]);
    } finally {
      said.mockRestore();
    }
    tellStep(output, {})('step two');
    expect(written).toEqual(['step two']);
  });
});

it('every command has --json, or a reason to have none', async () => {
  const leaves = leavesOf(await buildProgram(caught().output, async () => undefined));
  expect(leaves.length).toBeGreaterThan(60);
  const without = leaves.filter(({ options }) => !options.some(({ long }) => long === '--json'));
  expect(without.map((command) => command.name())).toEqual(Object.keys(WITHOUT_JSON));
});
