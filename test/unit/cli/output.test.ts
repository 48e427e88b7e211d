import { EventEmitter } from 'node:events';
import type { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { endWithReader, finishWithoutReader, show, tellStep } from '../../../cli/output.ts';
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
  const GONE = 'nobody reads the output any more; the command goes on to its end';
  const FULL = 'error: the output cannot be written (ENOSPC)';
  const events = () => [new EventEmitter(), new EventEmitter()] as const;
  const fault = (code: string) => Object.assign(new Error('no'), { code });

  it.each([
    ['goes on to its end, and says so, when its reader has gone', 0, 'EPIPE', [GONE], false],
    ['goes on when nobody reads what it says beside its results', 1, 'EPIPE', [], false],
    ['goes on to its end and fails on a disk that is full, which is told once', 0, 'ENOSPC', [FULL], true],
    ['goes on and fails where even that cannot be said', 1, 'ENOSPC', [], true],
  ])('%s', (_, place, code, told, lost) => {
    vi.useFakeTimers();
    const { exitCode } = process;
    try {
      const streams = events();
      const said: string[] = [];
      const { isLost } = finishWithoutReader({ streams, say: (text) => said.push(text) });
      for (const _time of ['first', 'second']) streams[place]?.emit('error', fault(code));
      vi.runAllTimers();
      expect({ said, lost: isLost(), exitCode: process.exitCode }).toEqual({
        said: told,
        lost,
        exitCode: lost ? 1 : exitCode,
      });
    } finally {
      process.exitCode = exitCode;
      vi.useRealTimers();
    }
  });

  it.each([
    ['quietly when its reader has gone', 'EPIPE', 0],
    ['with 1 on a disk that is full', 'ENOSPC', 1],
  ])('ends %s what would go on for as long as it is read', (_, code, exitCode) => {
    const streams = events();
    const codes: number[] = [];
    endWithReader((one) => codes.push(one), { streams });
    streams[0].emit('error', fault(code));
    expect(codes).toEqual([exitCode]);
  });
});

it('every command has --json, or a reason to have none', async () => {
  const leaves = leavesOf(await buildProgram(caught().output, async () => undefined));
  expect(leaves.length).toBeGreaterThan(60);
  const without = leaves.filter(({ options }) => !options.some(({ long }) => long === '--json'));
  expect(without.map((command) => command.name())).toEqual(Object.keys(WITHOUT_JSON));
});
