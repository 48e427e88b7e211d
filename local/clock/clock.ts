/**
 * The clock that the app goes by. It was set to some moment and goes on from there as the clock of this machine does, or
 * was never set and is that clock.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** How far it is ahead of the clock of this machine; negative when it is behind. */
  aheadMs(): number;
  set(to: Date): void;
}

/** Makes a clock that stands at `to` now. */
export const createClock = (to?: Date, machine: () => number = Date.now): Clock => {
  let aheadMs = 0;
  const set = (moment: Date): void => {
    aheadMs = moment.getTime() - machine();
  };
  if (to !== undefined) set(to);
  return { now: () => machine() + aheadMs, aheadMs: () => aheadMs, set };
};
