import { EventEmitter } from 'node:events';
import type { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { endWithReader, show, tellStep } from '../../../cli/output.ts';
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

describe('output that cannot be written', () => {
  it.each([
    ['ends the command quietly when its reader has gone', 0, 'EPIPE', [], 0],
    [
      'ends it with 1 on a disk that is full, and says so',
      0,
      'ENOSPC',
      ['error: the output cannot be written (ENOSPC)'],
      1,
    ],
    ['ends it with 1 where even that cannot be said', 1, 'ENOSPC', [], 1],
  ])('%s', (_, place, code, said, exitCode) => {
    const streams = [new EventEmitter(), new EventEmitter()];
    const told: string[] = [];
    const codes: number[] = [];
    endWithReader({ streams, say: (text) => told.push(text), exit: (one) => codes.push(one) });
    streams[place]?.emit('error', Object.assign(new Error('no'), { code }));
    expect({ told, codes }).toEqual({ told: said, codes: [exitCode] });
  });
});

it('every command has --json, or a reason to have none', async () => {
  const leaves = leavesOf(await buildProgram(caught().output, async () => undefined));
  expect(leaves.length).toBeGreaterThan(60);
  const without = leaves.filter(({ options }) => !options.some(({ long }) => long === '--json'));
  expect(without.map((command) => command.name())).toEqual(Object.keys(WITHOUT_JSON));
});
