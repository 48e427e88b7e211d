import type { Bus } from '../../adapters/bus/bus.ts';
import type { DuoOrders, Told } from '../../adapters/duo/orders.ts';
import { type DuoClaims, keyOfClaim } from '../../adapters/table/duo-claims.ts';
import { followZaak, type ReadZaak } from '../../adapters/table/follow-zaak.ts';
import type { ZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import { type Attempt, attemptOf } from '../../domain/duomeldingen/attempts.ts';
import {
  isAanbodOrder,
  isContactOrder,
  isUitslagOrder,
  type Over,
  overOf,
} from '../../domain/duomeldingen/orders.ts';
import { owedToDuo } from '../../domain/duomeldingen/owed.ts';
import { type Ending, endOfAttempt, intentionIn } from '../../domain/duomeldingen/steps.ts';
import type { Owed } from '../../domain/duomeldingen/tasks.ts';
import type { Cause, DuoMeldingFeit } from '../../domain/zaak/feiten.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { appendToZaak, type ZaakDependencies } from '../shared/update-zaak.ts';
import { tellAanbodAgain } from './aanbod.ts';
import { type ContactDependencies, tellContact } from './contact.ts';
import { askUitslag } from './uitslag.ts';

/** Tells DUO what the gemeente decided about one zaak, each decision once, whatever falls. */

export interface TellDependencies extends Pick<ZaakDependencies, 'zaken' | 'now'>, ContactDependencies {
  readonly claims: DuoClaims;
  readonly duo: DuoOrders;
  readonly bus: Pick<Bus, 'announceUpdated'>;
  readonly zaakLists: ZaakLists;
  readonly telemetry: Telemetry<MetricOf<'duomeldingen'>>;
}

/** How far a zaak came: nothing is owed to DUO now, or the announcement has to come again. */
export type Progress =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly reden: string; readonly retryAfterMs: number };

const DONE: Progress = { kind: 'done' };
const later = (reden: string, retryAfterMs = 0): Progress => ({ kind: 'later', reden, retryAfterMs });

/** Of each subject a decision, what it replaces, and what was asked after before: more at once is for the next time. */
const MOST_STEPS = 8;

/** Brings DUO up to date with one zaak. */
export const tellDuo = async (deps: TellDependencies, zaakId: ZaakId): Promise<Progress> => {
  const { current } = await followZaak(deps.zaken, zaakId);
  if (nextOwed(deps, current) === undefined) {
    await announce(deps, current);
    return DONE;
  }
  const key = keyOfClaim(current.zaakId);
  const claimed = await deps.claims.claim(key, deps.now());
  if (claimed === undefined) return later('een ander is ermee bezig');
  const { progress, keepsClaim } = await untilNothingIsOwed(deps, current.zaakId);
  await announce(deps, (await followZaak(deps.zaken, current.zaakId)).current);
  // As long as a call can still have its effect, nobody calls again.
  if (!keepsClaim) await deps.claims.release(key, claimed, deps.now());
  return progress;
};

interface Run {
  readonly progress: Progress;
  readonly keepsClaim: boolean;
}

type Next = Extract<Owed, { readonly kind: 'tell' | 'ask' }>;

/** What can be done now, beside what DUO did not take in this run. */
const nextOwed = (
  { now }: Pick<TellDependencies, 'now'>,
  { dossier }: ReadZaak,
  waiting: ReadonlyMap<Over, Run> = new Map(),
): readonly [Over, Next] | undefined => {
  for (const [over, owed] of owedToDuo(dossier.zaak, now())) {
    if (!waiting.has(over) && (owed.kind === 'tell' || owed.kind === 'ask')) return [over, owed];
  }
  return undefined;
};

const untilNothingIsOwed = async (deps: TellDependencies, zaakId: ZaakId): Promise<Run> => {
  // One subject that DUO does not take now holds up no other.
  const waiting = new Map<Over, Run>();
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const { current } = await followZaak(deps.zaken, zaakId);
    const [over, owed] = nextOwed(deps, current, waiting) ?? [];
    if (over === undefined || owed === undefined) {
      const [first] = waiting.values();
      const keepsClaim = [...waiting.values()].some((run) => run.keepsClaim);
      return { progress: first?.progress ?? DONE, keepsClaim };
    }
    const run = await takeStep(deps, current.zaakId, over, owed);
    if (run !== undefined) waiting.set(over, run);
  }
  const keepsClaim = [...waiting.values()].some((run) => run.keepsClaim);
  return { progress: later('er is nog meer te melden'), keepsClaim };
};

/** One call with its record; undefined when the next step may follow at once. */
const takeStep = async (
  deps: TellDependencies,
  zaakId: ZaakId,
  over: Over,
  owed: Next,
): Promise<Run | undefined> => {
  if (owed.kind === 'ask') return askAfter(deps, zaakId, owed);
  if (isUitslagOrder(owed.task.order)) {
    const pending = await askUitslag(deps, zaakId, owed);
    return pending && { progress: later(pending.reden, pending.retryAfterMs), keepsClaim: false };
  }
  const attempt = await begin(deps, zaakId, over, owed.task.cause);
  if (attempt === undefined) return undefined;
  return owed.task.seesFirst === true
    ? askAfter(deps, zaakId, { attempt, isStillOwed: true })
    : callDuo(deps, zaakId, attempt);
};

/** Tells DUO only what it does not have: it may have done it already, or somebody told it in its portal. */
const askAfter = async (
  deps: TellDependencies,
  zaakId: ZaakId,
  { attempt, isStillOwed }: { readonly attempt: Attempt; readonly isStillOwed: boolean },
): Promise<Run | undefined> => {
  const { bsn, gemeentecode } = attempt.intention;
  const { order } = attempt;
  if (isStillOwed && isAanbodOrder(order) && order.handeling === 'registreren') {
    return conclude(deps, zaakId, attempt, await tellAanbodAgain(deps.duo, bsn, gemeentecode, order));
  }
  const seen = await deps.duo.see(bsn, gemeentecode, attempt.order);
  if (seen.kind === 'later') {
    return { progress: later(seen.reden, seen.retryAfterMs), keepsClaim: false };
  }
  if (seen.kind === 'refused')
    return end(deps, zaakId, attempt, { stap: 'geweigerd', redenen: seen.redenen });
  if (seen.isDone) return end(deps, zaakId, attempt, { stap: 'bevestigd' });
  return isStillOwed ? callDuo(deps, zaakId, attempt) : end(deps, zaakId, attempt, { stap: 'niet gedaan' });
};

/** Writes down what DUO is going to be told; undefined when the zaak changed and nothing of it is to be told now. */
const begin = async (
  deps: TellDependencies,
  zaakId: ZaakId,
  over: Over,
  { ontvangstId }: Cause,
): Promise<Attempt | undefined> => {
  const { decision } = await appendToZaak(
    deps,
    zaakId,
    ontvangstId,
    ({ zaak }, id): { readonly feiten: readonly DuoMeldingFeit[] } => {
      const now = deps.now();
      const intention = intentionIn(owedToDuo(zaak, now).get(over), id, now);
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
  const { order, intention } = attempt;
  const { bsn, gemeentecode } = intention;
  // A question is asked before anything of it is recorded: there is no call of it to make again.
  if (isUitslagOrder(order)) return end(deps, zaakId, attempt, { stap: 'niet gedaan' });
  const told: Told = isContactOrder(order)
    ? await tellContact(deps, bsn, gemeentecode, order)
    : await deps.duo.tell(bsn, gemeentecode, order);
  return conclude(deps, zaakId, attempt, told);
};

/** What follows from the answer of DUO, or from its silence. */
const conclude = async (
  deps: TellDependencies,
  zaakId: ZaakId,
  attempt: Attempt,
  told: Told,
): Promise<Run | undefined> => {
  switch (told.kind) {
    case 'done':
      return end(deps, zaakId, attempt, { stap: 'bevestigd' });
    case 'refused':
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
  const { handeling } = order;
  deps.telemetry.info(`melding aan DUO ${ending.stap}`, { zaakId, nummer, over: overOf(order), handeling });
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
