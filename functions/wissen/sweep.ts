import { kept } from '../../adapters/table/erasing/kept.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { type EraseDependencies, erase } from './erase.ts';
import { expireMessages } from './expire.ts';

export type SweepDependencies = EraseDependencies;

/** Persons that are looked at in one list in one run; the next run takes the rest. */
const PER_RUN = 50;

/** Time that erasing one person may take. */
const MARGIN_MS = 30_000;

/**
 * Looks after everything that ends by itself: erasings that are not finished, zaken of which the term is over, and messages
 * that nobody needed. What does not fit in one run is left to the next.
 */
export const sweep = async (deps: SweepDependencies, restMs: () => number): Promise<void> => {
  const { erasings, now } = deps;
  for (const zaakId of await erasings.due(now(), PER_RUN)) {
    if (restMs() < MARGIN_MS) return;
    await erase(deps, zaakId);
  }
  for (const { gemeentecode } of gemeenteProfiles) {
    if (!(await eraseExpired(deps, gemeentecode, restMs))) return;
  }
  await expireMessages(deps, restMs);
};

/** Erases the zaken of a gemeente that were kept long enough; false when time ran out. */
const eraseExpired = async (
  deps: SweepDependencies,
  gemeentecode: Gemeentecode,
  restMs: () => number,
): Promise<boolean> => {
  const { erasings, table, now } = deps;
  for (const zaakId of await kept(table, gemeentecode, dayOf(now()), PER_RUN)) {
    if (restMs() < MARGIN_MS) return false;
    await erasings.decide(zaakId, { gemeentecode, reden: 'bewaartermijn-verstreken', now: now() });
    await erase(deps, zaakId);
  }
  return true;
};
