import { describe, expect, it } from 'vitest';
import { createClock } from '../../../../local/clock/clock.ts';

const MACHINE = Date.parse('2026-01-31T22:00:00Z');
const AUGUST = new Date('2026-08-01T10:00:00Z');

describe('a clock', () => {
  it('is that of the machine until it is set', () => {
    const clock = createClock(undefined, () => MACHINE);
    expect([clock.now(), clock.aheadMs()]).toEqual([MACHINE, 0]);
  });

  it('stands at the moment that it is set to, and goes on from there as the machine does', () => {
    let machine = MACHINE;
    const clock = createClock(AUGUST, () => machine);
    expect(clock.now()).toBe(AUGUST.getTime());
    machine += 90_000;
    expect(new Date(clock.now()).toISOString()).toBe('2026-08-01T10:01:30.000Z');
    expect(clock.aheadMs()).toBe(AUGUST.getTime() - MACHINE);
  });

  it('can be set back to before the clock of the machine', () => {
    const clock = createClock(AUGUST, () => MACHINE);
    clock.set(new Date('2025-08-01T10:00:00Z'));
    expect(new Date(clock.now()).toISOString()).toBe('2025-08-01T10:00:00.000Z');
    expect(clock.aheadMs()).toBeLessThan(0);
  });
});
