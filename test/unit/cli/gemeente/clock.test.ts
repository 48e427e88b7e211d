import { v7 } from 'uuid';
import { afterEach, expect, it, vi } from 'vitest';
import { createId } from '../../../../cli/gemeente/clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('an id holds the moment of the clock, also when that went back', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const momentOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  for (const day of ['2026-08-01', '2025-12-20']) {
    vi.setSystemTime(day);
    v7();
    expect(momentOf(createId())).toBe(Date.parse(day));
  }
});
