import type { Bus } from '../../adapters/bus/bus.ts';
import type { DuoPip, Told } from '../../adapters/duo/pip.ts';
import type { DuoClaims } from '../../adapters/table/duo-claims.ts';
import { followZaak, type ReadZaak } from '../../adapters/table/follow-zaak.ts';
import type { ZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import { type Attempt, attemptOf } from '../../domain/pip/attempts.ts';
import { isDoneAt } from '../../domain/pip/order.ts';
import { isOwedToDuo, owedToDuo } from '../../domain/pip/owed.ts';
import { type Ending, endOfAttempt, intentionIn } from '../../domain/pip/steps.ts';
import type { Cause, DuoMeldingFeit } from '../../domain/zaak/feiten.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { appendToZaak, type ZaakDependencies } from '../shared/update-zaak.ts';

/** Tells DUO what the gemeente decided about the PIP of one zaak, once, whatever falls. */

export interface TellDependencies extends Pick<ZaakDependencies, 'zaken' | 'now'> {
  readonly claims: DuoClaims;
  readonly duo: DuoPip;
  readonly bus: Pick<Bus, 'announceUpdated'>;
  readonly zaakLists: ZaakLists;
  readonly telemetry: Telemetry<MetricOf<'duomeldingen'>>;
}

/** How far a zaak came: nothing is owed to DUO now, or the announcement has to come again. */
export type Progress =
  | { readonly soort: 'klaar' }
  | { readonly soort: 'later'; readonly reden: string; readonly retryAfterMs: number };

const DONE: Progress = { soort: 'klaar' };
const later = (reden: string, retryAfterMs = 0): Progress => ({ soort: 'later', reden, retryAfterMs });

/** A decision, what it replaces, and what was asked after before: more at once is for the next time. */
const MOST_STEPS = 4;

/** Brings DUO up to date with one zaak. */
export const tellDuo = async (deps: TellDependencies, zaakId: ZaakId): Promise<Progress> => {
  const { current } = await followZaak(deps.zaken, zaakId);
  if (!isOwedToDuo(current.dossier.zaak)) {
    await announce(deps, current);
    return DONE;
  }
  const claimed = await deps.claims.claim(current.zaakId, deps.now());
  if (claimed === undefined) return later('een ander is ermee bezig');
  const { progress, keepsClaim } = await untilNothingIsOwed(deps, current.zaakId);
  await announce(deps, (await followZaak(deps.zaken, current.zaakId)).current);
  // As long as a call can still have its effect, nobody calls again.
  if (!keepsClaim) await deps.claims.release(current.zaakId, claimed, deps.now());
  return progress;
};

interface Run {
  readonly progress: Progress;
  readonly keepsClaim: boolean;
}

const untilNothingIsOwed = async (deps: TellDependencies, zaakId: ZaakId): Promise<Run> => {
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const { current } = await followZaak(deps.zaken, zaakId);
    if (!isOwedToDuo(current.dossier.zaak)) return { progress: DONE, keepsClaim: false };
    const run = await takeStep(deps, current);
    if (run !== undefined) return run;
  }
  return { progress: later('er is nog meer te melden'), keepsClaim: false };
};

/** One call with its record; undefined when the next step may follow at once. */
const takeStep = async (deps: TellDependencies, { zaakId, dossier }: ReadZaak): Promise<Run | undefined> => {
  const owed = owedToDuo(dossier.zaak);
  if (owed.soort === 'melden') {
    const attempt = await begin(deps, zaakId, owed.task.cause);
    return attempt && callDuo(deps, zaakId, attempt);
  }
  if (owed.soort !== 'navragen') return undefined;
  const { attempt, isStillOwed } = owed;
  const { bsn, gemeentecode } = attempt.intention;
  const seen = await deps.duo.see(bsn, gemeentecode);
  if (seen.soort === 'later') {
    return { progress: later(seen.reden, seen.retryAfterMs), keepsClaim: false };
  }
  if (seen.soort === 'geweigerd')
    return end(deps, zaakId, attempt, { stap: 'geweigerd', redenen: seen.redenen });
  if (isDoneAt(attempt.order, gemeentecode, seen.held)) {
    return end(deps, zaakId, attempt, { stap: 'bevestigd' });
  }
  return isStillOwed ? callDuo(deps, zaakId, attempt) : end(deps, zaakId, attempt, { stap: 'niet gedaan' });
};

/** Writes down what DUO is going to be told; undefined when the zaak changed and nothing of it is to be told now. */
const begin = async (
  deps: TellDependencies,
  zaakId: ZaakId,
  { ontvangstId }: Cause,
): Promise<Attempt | undefined> => {
  const { decision } = await appendToZaak(
    deps,
    zaakId,
    ontvangstId,
    ({ zaak }, id): { readonly feiten: readonly DuoMeldingFeit[] } => {
      const intention = intentionIn(zaak, id, deps.now());
      return { feiten: intention === undefined ? [] : [intention] };
    },
  );
  const [intention] = decision.feiten;
  return intention && attemptOf(intention);
};

const callDuo = async (
  deps: TellDependencies,
  zaakId: ZaakId,
  attempt: Attempt,
): Promise<Run | undefined> => {
  const { bsn, gemeentecode } = attempt.intention;
  const told: Told = await deps.duo.tell(bsn, gemeentecode, attempt.order);
  switch (told.soort) {
    case 'gedaan':
      return end(deps, zaakId, attempt, { stap: 'bevestigd' });
    case 'geweigerd':
      return end(deps, zaakId, attempt, { stap: 'geweigerd', redenen: told.redenen });
    case 'later':
      return { progress: later(told.reden, told.retryAfterMs), keepsClaim: told.isUnanswered };
  }
};

/** Writes down how it ended. */
const end = async (
  deps: TellDependencies,
  zaakId: ZaakId,
  attempt: Attempt,
  ending: Ending,
): Promise<undefined> => {
  const { ontvangstId } = attempt.intention;
  await appendToZaak(deps, zaakId, ontvangstId, () => ({
    feiten: [endOfAttempt(attempt, ending, deps.now())],
  }));
  const { nummer, order } = attempt;
  deps.telemetry.info(`melding aan DUO ${ending.stap}`, { zaakId, nummer, handeling: order.handeling });
  if (ending.stap === 'geweigerd') deps.telemetry.count('DuoWeigert', 1);
};

/**
 * Says that the timeline grew, so that the gemeente hears what is told of it, and places the zaak in its lists. Every run does
 * so, because the one before may have fallen between its record and this.
 */
const announce = async (
  { bus, zaakLists }: TellDependencies,
  { zaakId, dossier }: ReadZaak,
): Promise<void> => {
  if (dossier.zaak.duoMeldingen.length === 0) return;
  await bus.announceUpdated([{ zaakId, versie: dossier.versie, teVersturen: true }]);
  await zaakLists.store([{ zaakId, dossier }]);
};
