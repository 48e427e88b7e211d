import { kept } from '../../adapters/table/erasing/kept.ts';
import { noteRun } from '../../adapters/table/task-runs.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { keptBy } from '../../domain/bewaren/keep-until.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';
import { takeAll } from '../shared/steps.ts';
import { type EraseDependencies, erase } from './erase.ts';

export type SweepDependencies = EraseDependencies;

/** Persons that are looked at in one list in one run; the next run takes the rest. */
const PER_RUN = 50;

/** Time that erasing one person may take. */
const MARGIN_MS = 30_000;

/**
 * Looks after everything that ends by itself: erasings that are not finished, zaken whose term is over, and messages that nobody
 * needed. A person who cannot be erased holds up no other, and makes the run fail in the end. What does not fit in one run is left
 * to the next. The watch finds it when no run came to its end for three hours, because then nothing would be erased unseen.
 */
export const sweep = async (deps: SweepDependencies, remainingMs: () => number): Promise<void> => {
  const { erasings, now } = deps;
  const inTime = (step: () => Promise<void>) => async (): Promise<void> => {
    if (remainingMs() >= MARGIN_MS) await step();
  };
  await takeAll([
    async () => {
      const due = await erasings.due(now(), PER_RUN);
      await takeAll(due.map((zaakId) => inTime(() => erase(deps, zaakId))));
    },
    ...gemeenteProfiles.map(({ gemeentecode }) => async () => {
      const ended = await kept(deps.table, gemeentecode, dayOf(now()), PER_RUN);
      await takeAll(ended.map((zaakId) => inTime(() => eraseExpired(deps, gemeentecode, zaakId))));
    }),
    // This runs hourly only, so that the start of an erasing does not read the code for it.
    async () => (await import('./expire.ts')).expireMessages(deps, remainingMs),
    () => noteRun(deps.table, 'opruimen', now()),
  ]);
};

/**
 * Erases a zaak that was kept long enough. Its timeline decides that, because the list may be behind it, or behind what its
 * gemeente set since. An entry that is not right any more is made again.
 */
const eraseExpired = async (
  deps: SweepDependencies,
  gemeentecode: Gemeentecode,
  zaakId: ZaakId,
): Promise<void> => {
  const { erasings, now, table, zaken } = deps;
  const dossier = dossierOf(await zaken.read(zaakId));
  const term = keptBy(dossier.zaak);
  if (term?.gemeentecode !== gemeentecode || term.until > dayOf(now())) {
    return createZaakLists(table).store([{ zaakId, dossier }]);
  }
  await erasings.decide(zaakId, { gemeentecode, reden: 'bewaartermijn-verstreken', now: now() });
  await erase(deps, zaakId);
};
