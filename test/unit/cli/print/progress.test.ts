import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showProgress } from '../../../../cli/print/progress.ts';

/** What goes to either stream while seven steps are taken, with somebody at a terminal on stderr or not. */
const drawn = (isTTY: boolean): Readonly<Record<'out' | 'faults', string>> => {
  const written = { out: '', faults: '' };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.out += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.faults += String(text);
      return true;
    }),
  ];
  const before = process.stderr.isTTY;
  process.stderr.isTTY = isTTY;
  try {
    const progress = showProgress(7);
    for (let step = 1; step <= 7; step++) progress.step(step);
    progress.waiting();
    progress.done();
  } finally {
    process.stderr.isTTY = before;
    for (const spy of spies) spy.mockRestore();
  }
  return written;
};

beforeEach(() => {
  vi.stubEnv('TERM', 'xterm');
});
afterEach(() => vi.unstubAllEnvs());

it('how far long work is, is drawn on stderr and never among the results', () => {
  const { out, faults } = drawn(true);
  expect(out).toBe('');
  expect(faults).toContain('Replay [');
});

it('nothing is drawn where nobody looks at a terminal, or at one that cannot', () => {
  expect(drawn(false)).toEqual({ out: '', faults: '' });
  vi.stubEnv('TERM', 'dumb');
  expect(drawn(true)).toEqual({ out: '', faults: '' });
});
