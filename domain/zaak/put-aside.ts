import type { HerstelFeit } from './feiten.ts';

/** Ids of the facts that are put aside by a correction that itself holds. */
export const idsPutAside = (corrections: readonly HerstelFeit[]): ReadonlySet<string> =>
  new Set(
    corrections
      .filter(({ feitId }) => !isVoid(corrections, feitId, new Set()))
      .flatMap(({ vervalt }) => vervalt),
  );

/**
 * Whether a correction that itself holds puts this fact aside. A circle of corrections, which nobody can make on purpose, puts
 * nothing aside.
 */
const isVoid = (corrections: readonly HerstelFeit[], feitId: string, seen: ReadonlySet<string>): boolean =>
  corrections.some(
    (correction) =>
      correction.vervalt.includes(feitId) &&
      !seen.has(correction.feitId) &&
      !isVoid(corrections, correction.feitId, new Set([...seen, feitId])),
  );
