import { describe, expect, it } from 'vitest';
import {
  admission,
  afterOutage,
  afterResponse,
  HEALTHY,
  hasOutage,
  isOverdue,
  mayTry,
  OUTAGE_AFTER,
  type ReceiverHealth,
  withCooldown,
  withoutRest,
  withoutTrial,
  withWarning,
} from '../../../../domain/delivery/circuit.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const afterFailures = (count: number, now = 0): ReceiverHealth =>
  Array.from({ length: count }).reduce<ReceiverHealth>(
    (receiverHealth) => afterOutage(receiverHealth, now),
    HEALTHY,
  );

describe('a receiver that fails', () => {
  it('is called until the fifth failure in a row', () => {
    for (let count = 0; count < OUTAGE_AFTER; count++) {
      expect(admission(afterFailures(count), 0)).toEqual({ kind: 'go' });
      expect(hasOutage(afterFailures(count))).toBe(false);
    }
    expect(hasOutage(afterFailures(5))).toBe(true);
    expect(admission(afterFailures(5), 0)).toMatchObject({ kind: 'skip' });
    expect(admission(afterFailures(5), 15 * SECOND - 1)).toMatchObject({ kind: 'skip' });
  });

  it('is then called by one attempt at a time', () => {
    const closed = afterFailures(5);
    const first = admission(closed, 15 * SECOND);
    if (first.kind !== 'trial') throw new Error('no probe');
    expect(admission(first.receiverHealth, 15 * SECOND)).toMatchObject({ kind: 'skip' });
    // The attempt that was to find out never ended.
    expect(admission(first.receiverHealth, 15 * SECOND + MINUTE)).toMatchObject({ kind: 'trial' });
  });

  it('is left alone longer after each failure, up to five minutes', () => {
    let receiverHealth = afterFailures(5);
    const waits: number[] = [];
    let now = 0;
    for (let time = 0; time < 7; time++) {
      const wait = (receiverHealth.dichtTot ?? 0) - now;
      waits.push(wait / SECOND);
      now += wait;
      const trial = admission(receiverHealth, now);
      if (trial.kind !== 'trial') throw new Error('no probe');
      receiverHealth = afterOutage(trial.receiverHealth, now);
      expect(receiverHealth.proefTot).toBeUndefined();
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 300, 300]);
  });

  it('is not left alone longer for attempts that were under way when it failed', () => {
    expect(afterOutage(afterFailures(5), 10)).toEqual(afterFailures(5));
  });

  it('is called by the next attempt when its partner says that it is back, and stays out of order until it answers', () => {
    const closed = afterFailures(8);
    expect(admission(mayTry(closed), 1)).toMatchObject({ kind: 'trial' });
    expect(hasOutage(mayTry(closed))).toBe(true);
    expect(mayTry(HEALTHY)).toBe(HEALTHY);
  });

  it('is found out about by the next one when the first gives that up, also when nobody may be kept away from it any more', () => {
    const trial = admission(mayTry(afterFailures(8)), 1);
    if (trial.kind !== 'trial') throw new Error('nobody finds out');
    expect(admission(trial.receiverHealth, 2)).toMatchObject({ kind: 'skip' });
    expect(admission(withoutTrial(trial.receiverHealth), 2)).toMatchObject({ kind: 'trial' });
    expect(withoutTrial(HEALTHY)).toBe(HEALTHY);
    const closed = afterFailures(8);
    expect(withoutTrial(closed).dichtTot).toBe(closed.dichtTot);
  });

  it('is in order again at its first answer, whatever the status', () => {
    expect(afterResponse(afterFailures(8))).toEqual(HEALTHY);
    expect(admission(afterResponse(afterFailures(8)), 0)).toEqual({ kind: 'go' });
  });
});

describe('a message for a receiver that is out of order', () => {
  const SCHEDULE = 75 * HOUR;
  const sick = afterFailures(5, MINUTE);

  it('is overdue once it, and the outage, lasted as long as its schedule', () => {
    expect(isOverdue(sick, 0, SCHEDULE, SCHEDULE + MINUTE - 1)).toBe(false);
    expect(isOverdue(sick, 0, SCHEDULE, SCHEDULE + MINUTE)).toBe(true);
    expect(isOverdue(sick, 2 * MINUTE, SCHEDULE, SCHEDULE + MINUTE)).toBe(false);
    expect(isOverdue(HEALTHY, 0, SCHEDULE, 2 * SCHEDULE)).toBe(false);
  });

  it('begins anew when its partner does something about its receiver', () => {
    const helped = withoutRest(sick, 10 * HOUR);
    expect(isOverdue(helped, 0, SCHEDULE, SCHEDULE + MINUTE)).toBe(false);
    expect(isOverdue(helped, 0, SCHEDULE, SCHEDULE + 10 * HOUR)).toBe(true);
  });

  it('is not overdue when an earlier version of the hub noted no begin of the outage, until the next failure does', () => {
    const { storingSinds: _, ...noted } = sick;
    expect(isOverdue(noted, 0, SCHEDULE, 1000 * HOUR)).toBe(false);
    expect(afterOutage(noted, HOUR).storingSinds).toBe(HOUR);
    expect(afterOutage(sick, HOUR).storingSinds).toBe(MINUTE);
  });

  it('counts from this outage, also when an earlier version of the hub left the begin of the last one', () => {
    const left: ReceiverHealth = { opRij: 0, storingSinds: MINUTE };
    let again = left;
    for (let count = 0; count < OUTAGE_AFTER; count++) again = afterOutage(again, 5 * HOUR);
    expect(again.storingSinds).toBe(5 * HOUR);
  });
});

describe('a receiver that asks for rest', () => {
  it('gets it, and that counts as no failure', () => {
    const cooldown = withCooldown(HEALTHY, 2 * MINUTE, 0);
    expect(admission(cooldown, 2 * MINUTE - 1)).toEqual({ kind: 'wait', until: 2 * MINUTE });
    expect(admission(cooldown, 2 * MINUTE)).toEqual({ kind: 'go' });
    expect(hasOutage(cooldown)).toBe(false);
  });

  it('keeps the longest rest that it asked for, also when another message succeeded meanwhile', () => {
    const cooldown = withCooldown(withCooldown(HEALTHY, 4 * MINUTE, 0), MINUTE, 0);
    expect(admission(afterResponse(cooldown), MINUTE)).toEqual({ kind: 'wait', until: 4 * MINUTE });
    expect(withCooldown(HEALTHY, 0, 0)).toEqual(HEALTHY);
  });

  it('is called again as soon as its partner says that it is back', () => {
    expect(admission(withoutRest(withCooldown(HEALTHY, MINUTE, 0), 1), 1)).toEqual({ kind: 'go' });
    expect(withoutRest(HEALTHY, 1)).toBe(HEALTHY);
    expect(withoutRest(withCooldown(afterFailures(2), MINUTE, 0), 1)).toEqual(afterFailures(2));
  });

  it('is called in spite of a rest of a day that an earlier version noted, and can ask for a new one', () => {
    const noted: ReceiverHealth = { opRij: 0, rustTot: 18 * HOUR };
    expect(admission(noted, 0)).toEqual({ kind: 'go' });
    expect(admission(withCooldown(noted, MINUTE, 0), 0)).toEqual({ kind: 'wait', until: MINUTE });
  });
});

it('the hub warns a partner of parked messages once an hour', () => {
  const warned = withWarning(HEALTHY, 10 * HOUR);
  if (warned === undefined) throw new Error('no warning');
  expect(withWarning(warned, 11 * HOUR - 1)).toBeUndefined();
  expect(withWarning(afterResponse(warned), 11 * HOUR - 1)).toBeUndefined();
  expect(withWarning(warned, 11 * HOUR)).toMatchObject({ gewaarschuwdOp: 11 * HOUR });
});
