/**
 * Makes a `Date` that is ahead of the clock of this machine by what `aheadMs` says at that moment. It differs from the real one
 * only where that reads the clock. Timers, and all that Node does itself, stay with the real one.
 */
export const dateAhead = (aheadMs: () => number): DateConstructor => {
  const Real = Date;
  const now = (): number => Real.now() + aheadMs();
  return new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
};
