import { describe, expect, it, vi } from 'vitest';
import { atFirstCall } from '../../../../functions/shared/at-first-call.ts';

const adapter = {
  add: async (one: number, other: number) => one + other,
  fail: async () => {
    throw new Error('refused');
  },
};

describe('an adapter that is loaded at the first call', () => {
  it('is not loaded before, and once for all of its methods', async () => {
    const load = vi.fn(async () => adapter);
    const { add, fail } = atFirstCall(['add', 'fail'], load);
    expect(load).not.toHaveBeenCalled();
    expect(await Promise.all([add(1, 2), add(3, 4)])).toEqual([3, 7]);
    await expect(fail()).rejects.toThrow('refused');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('is loaded by the next call when that failed', async () => {
    const load = vi.fn(async () => adapter).mockRejectedValueOnce(new Error('not there'));
    const { add } = atFirstCall(['add'], load);
    await expect(add(1, 2)).rejects.toThrow('not there');
    expect(await add(1, 2)).toBe(3);
  });
});
