import { describe, expect, it } from 'vitest';
import { AGAIN, retry, retryOnConflict } from '../../../adapters/retry.ts';
import { HubError } from '../../../domain/errors.ts';

const PAUSES = { times: 3, pauseMs: () => 0 };
const conflict = (text: string) => new HubError('retry', text);

describe('a function that is tried again', () => {
  it('is called until it gives a value, with the number of the call', async () => {
    const seen: number[] = [];
    const attempt = async (nth: number) => {
      seen.push(nth);
      return nth === 3 ? 'done' : AGAIN;
    };
    expect(await retry(attempt, { ...PAUSES, exhausted: () => conflict('on') })).toBe('done');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('fails with the given error when it gives no value at any call, with a pause between the calls only', async () => {
    const slept: number[] = [];
    const attempts = retry(async () => AGAIN, {
      times: 3,
      pauseMs: (failed) => failed * 7,
      sleep: async (ms) => slept.push(ms),
      exhausted: () => conflict('too many others'),
    });
    await expect(attempts).rejects.toThrow('too many others');
    expect(slept).toEqual([7, 14]);
  });

  it('may give undefined as its value', async () => {
    expect(
      await retry(async () => undefined, { ...PAUSES, exhausted: () => conflict('op') }),
    ).toBeUndefined();
  });
});

describe('a function that fails on a conflict', () => {
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

  it('is called again', async () => {
    const { action, calls } = failing(conflict('een'), conflict('twee'));
    expect(await retryOnConflict(action, PAUSES)).toBe('done');
    expect(calls()).toBe(3);
  });

  it('fails with the last conflict when it fails at every call', async () => {
    const { action } = failing(conflict('een'), conflict('twee'), conflict('drie'));
    await expect(retryOnConflict(action, PAUSES)).rejects.toThrow('drie');
  });

  it.each([new HubError('quarantaine', 'nooit'), new HubError('postpone', 'straks'), new TypeError('raar')])(
    'is not called again when it fails with another error (%s)',
    async (failure) => {
      const { action, calls } = failing(failure);
      await expect(retryOnConflict(action, PAUSES)).rejects.toBe(failure);
      expect(calls()).toBe(1);
    },
  );
});
