import { oncePer } from '../once.ts';
import type { Zaak } from './zaak.ts';

/** What follows from the facts of a zaak, worked out once per state: a state never changes. */
export const oncePerState = <Result extends object>(
  derive: (zaak: Zaak) => Result,
): ((zaak: Zaak) => Result) => oncePer(derive);
