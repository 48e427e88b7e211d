import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../../client/scenario/parse.ts';
import { satisfiesElfproef } from '../../../../contracts/base-types.ts';
import { PROJECT } from '../../../exported-names.ts';

const start = (...args: readonly string[]) =>
  spawn(process.execPath, [join(PROJECT, 'bin/hub.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

/** What a command writes, and how it ends. */
const typed = async (...args: readonly string[]) => {
  const child = start(...args);
  const ended = once(child, 'close');
  const [out, faults] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, out, faults };
};

const GENERATE = ['genereer', '--huishoudens', '20', '--zaad', '7'];

describe('hub nummer and hub genereer', () => {
  it('give numbers that pass every check, the same ones with the same seed', async () => {
    const first = await typed('nummer', 'bsn', '--aantal', '5', '--zaad', '7');
    expect(first).toMatchObject({ code: 0, faults: '' });
    const numbers = first.out.trim().split('\n');
    expect(numbers).toHaveLength(5);
    expect(numbers.every((number) => /^9999\d{5}$/.test(number) && satisfiesElfproef(number))).toBe(true);
    expect(await typed('nummer', 'bsn', '--aantal', '5', '--zaad', '7')).toEqual(first);
    const { out } = await typed('nummer', 'vnummer', '--json');
    expect(JSON.parse(out)).toEqual({ vnummer: expect.stringMatching(/^2\d{9}$/) });
  });

  it('write a file that a replay can read, the same bytes with the same seed', async () => {
    const first = await typed(...GENERATE);
    expect(first).toMatchObject({ code: 0, faults: '' });
    expect(parseScenario(first.out, 'a.jsonl').length).toBeGreaterThan(20);
    expect(await typed(...GENERATE)).toEqual(first);
  });

  it('end quietly when their reader goes away, as head does', async () => {
    // More than fits in a pipe, so that something is still to be written.
    const child = start('genereer', '--huishoudens', '500');
    const ended = once(child, 'exit');
    const faults = text(child.stderr);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await ended).toEqual([0, null]);
    expect(await faults).toBe('');
  });

  it.each([
    [['nummer', 'paspoort'], 'choose bsn or vnummer'],
    [['nummer', 'bsn', '--aantal', '0'], 'give a whole number from 1'],
    [['nummer', 'bsn', '--zaad', '-1'], 'a seed is a whole number'],
    [['genereer', '--huishoudens', '2001'], 'no more than 2000 at once'],
    [['genereer', '--gemeente', '0001'], 'choose 0171'],
    [['genereer', '--tot', '2026-02-30'], 'expected a date such as'],
    [['genereer', '--dubbel', '2'], 'give a part of all messages'],
    [['genereerd'], 'Did you mean genereer?'],
  ])('say in one sentence what to do after %j, and write nothing', async (args, sentence) => {
    const { code, out, faults } = await typed(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(faults).toContain(sentence);
  });
});
