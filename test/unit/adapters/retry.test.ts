import { describe, expect, it } from 'vitest';
import { AGAIN, retry, retryOnConflict } from '../../../adapters/retry.ts';
import { HubError } from '../../../domain/errors.ts';

const PAUSES = { times: 3, pauseMs: () => 0 };
const conflict = (text: string) => new HubError('opnieuw', text);

describe('an attempt', () => {
  it('is made again until it gives something, and knows how often it was made', async () => {
    const seen: number[] = [];
    const attempt = async (nth: number) => {
      seen.push(nth);
      return nth === 3 ? 'done' : AGAIN;
    };
    expect(await retry(attempt, { ...PAUSES, exhausted: () => conflict('on') })).toBe('done');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('that gives nothing each time ends in the failure that was agreed, after a pause between tries only', async () => {
    const slept: number[] = [];
    const attempts = retry(async () => AGAIN, {
      times: 3,
      pauseMs: (failed) => failed * 7,
      sleep: async (ms) => slept.push(ms),
      exhausted: () => conflict('te veel anderen'),
    });
    await expect(attempts).rejects.toThrow('te veel anderen');
    expect(slept).toEqual([7, 14]);
  });

  it('may give undefined', async () => {
    expect(
      await retry(async () => undefined, { ...PAUSES, exhausted: () => conflict('op') }),
    ).toBeUndefined();
  });
});

describe('what fails on a conflict', () => {
  const failing = (...failures: readonly unknown[]) => {
    let calls = 0;
    const action = async (): Promise<string> => {
      const failure = failures[calls];
      calls += 1;
      if (failure !== undefined) throw failure;
      return 'done';
    };
    return { action, calls: () => calls };
  };

  it('is done again', async () => {
    const { action, calls } = failing(conflict('een'), conflict('twee'));
    expect(await retryOnConflict(action, PAUSES)).toBe('done');
    expect(calls()).toBe(3);
  });

  it('each time ends in the failure of the last time', async () => {
    const { action } = failing(conflict('een'), conflict('twee'), conflict('drie'));
    await expect(retryOnConflict(action, PAUSES)).rejects.toThrow('drie');
  });

  it.each([
    new HubError('quarantaine', 'nooit'),
    new HubError('later opnieuw', 'straks'),
    new TypeError('raar'),
  ])('in another way is not (%s)', async (failure) => {
    const { action, calls } = failing(failure);
    await expect(retryOnConflict(action, PAUSES)).rejects.toBe(failure);
    expect(calls()).toBe(1);
  });
});
