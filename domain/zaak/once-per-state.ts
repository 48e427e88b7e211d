import type { Zaak } from './zaak.ts';

/** What follows from the facts of a zaak, worked out once: a state never changes, so it is kept for as long as the state is. */
export const oncePerState = <Result extends object>(
  derive: (zaak: Zaak) => Result,
): ((zaak: Zaak) => Result) => {
  const known = new WeakMap<Zaak, Result>();
  return (zaak) => {
    const earlier = known.get(zaak);
    if (earlier !== undefined) return earlier;
    const result = derive(zaak);
    known.set(zaak, result);
    return result;
  };
};
