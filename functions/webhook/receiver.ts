import { AGAIN, retry } from '../../adapters/retry.ts';
import type { StateKind } from '../../adapters/table/kanalen.ts';
import { type Abonnement, tempoOf } from '../../domain/delivery/abonnement.ts';
import {
  type Admission,
  admission,
  afterOutage,
  afterResponse,
  HEALTHY,
  hasOutage,
  mayTry,
  OUTAGE_AFTER,
  type ReceiverHealth,
  restsUntil,
  withCooldown,
  withoutRest,
  withWarning,
} from '../../domain/delivery/circuit.ts';
import { reserve, returned, type Tempo } from '../../domain/delivery/rate.ts';
import type { Verdict } from '../../domain/delivery/verdict.ts';
import { HubError } from '../../domain/errors.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import type { LaneDependencies } from './batch-memory.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { warn } from './warning.ts';

/** What the lanes of one abonnement know together about its receiver. Several invocations may change it at once. */

type Needed = Pick<
  WebhookDependencies,
  'kanalen' | 'deliveryQueue' | 'bus' | 'telemetry' | 'now' | 'chance' | 'sleep'
>;

type StateNeeded = Pick<Needed, 'chance' | 'sleep'> & {
  readonly kanalen: Pick<Needed['kanalen'], 'state' | 'putState'>;
};

/** How often another writer may be first before the order goes back to its queue. */
const ATTEMPTS = 25;

/** Decides on the state as it is and writes what that led to; decides again when another wrote meanwhile. */
const append = async <Value, Outcome>(
  { kanalen, chance, sleep }: StateNeeded,
  abonnementId: string,
  soort: StateKind,
  decide: (value: Value | undefined) => { readonly nieuw: Value | undefined; readonly uitkomst: Outcome },
): Promise<Outcome> => {
  return retry(
    async () => {
      const parsed = await kanalen.state<Value>(abonnementId, soort);
      const { nieuw, uitkomst } = decide(parsed?.waarde);
      if (nieuw === undefined) return uitkomst;
      return (await kanalen.putState(abonnementId, soort, nieuw, parsed)) ? uitkomst : AGAIN;
    },
    {
      times: ATTEMPTS,
      pauseMs: (failed) => 20 * failed * chance(),
      sleep,
      exhausted: () => new HubError('opnieuw', 'de toestand van een ontvanger bleef veranderen'),
    },
  );
};

/** Whether the receiver may be called now. Whoever is to find out whether it is back is noted at once. */
export const queryAdmission = async (
  dependencies: Needed & Pick<LaneDependencies, 'receiverHealth'>,
  { id }: Abonnement,
): Promise<Admission> => {
  const admissionOf = (receiverHealth: ReceiverHealth) =>
    admission(receiverHealth, dependencies.now().getTime());
  const first = admissionOf(await dependencies.receiverHealth(id));
  if (first.soort === 'ga' || first.soort === 'wacht') return first;
  // Only one finds out, and a try is used up only while it is out of order: decided on the state as it is now.
  return append<ReceiverHealth, Admission>(dependencies, id, 'GEZONDHEID', (receiverHealth = HEALTHY) => {
    const outcome = admissionOf(receiverHealth);
    return { nieuw: outcome.soort === 'proef' ? outcome.receiverHealth : undefined, uitkomst: outcome };
  });
};

/**
 * Whether the receiver is back is found out at once. What its partner does (`byPartner`: it verifies, resumes, moves)
 * also ends the rest that the receiver asked for; that another message succeeded does not.
 */
export const letTry = (
  dependencies: StateNeeded,
  { id }: Abonnement,
  { byPartner }: { readonly byPartner: boolean },
): Promise<void> =>
  append<ReceiverHealth, void>(dependencies, id, 'GEZONDHEID', (receiverHealth = HEALTHY) => {
    const after = mayTry(byPartner ? withoutRest(receiverHealth) : receiverHealth);
    return { nieuw: after === receiverHealth ? undefined : after, uitkomst: undefined };
  });

/** The moment at which this receiver has room for one more message; that room is taken then. */
export const reservePlace = async (
  dependencies: Needed,
  abonnement: Abonnement,
): Promise<number | undefined> => {
  const perMinute = tempoOf(abonnement);
  if (perMinute === undefined) return undefined;
  return append<Tempo, number>(dependencies, abonnement.id, 'TEMPO', (tempo) => {
    const place = reserve(tempo, perMinute, dependencies.now().getTime());
    return { nieuw: place.tempo, uitkomst: place.op };
  });
};

/** Every lane of this receiver lost the moment that it had: room is given out anew, from now on. */
export const releasePlaces = async (
  dependencies: StateNeeded & Pick<Needed, 'now'>,
  abonnement: Abonnement,
): Promise<void> => {
  const perMinute = tempoOf(abonnement);
  if (perMinute === undefined) return;
  await append<Tempo, void>(dependencies, abonnement.id, 'TEMPO', (tempo) => ({
    nieuw: tempo && returned(tempo, perMinute, dependencies.now().getTime()),
    uitkomst: undefined,
  }));
};

/** A rest shorter than this is not worth a line on a timeline: busy receivers ask for seconds all the time. */
const NOTED_REST_MS = 60_000;

/** Says on the timeline of the abonnement that its receiver asked for rest, and until when what waits. */
const noteRest = async (
  { kanalen, now }: Pick<Needed, 'kanalen' | 'now'>,
  abonnementId: string,
  { retryAfterMs, rustMs }: Extract<Verdict, { soort: 'later' }>,
): Promise<void> => {
  const moment = now().getTime();
  const cooldownUntil = new Date(moment + rustMs).toISOString();
  const waitUntil = new Date(moment + retryAfterMs).toISOString();
  await kanalen.record(abonnementId, {
    tijdstip: now().toISOString(),
    naam: 'ontvanger-vraagt-rust',
    door: 'hub',
    gegevens: {
      reden:
        `de ontvanger vroeg met Retry-After om te wachten; de hub stuurt hem niets tot ${cooldownUntil} en het bericht ` +
        `waarop hij dat antwoordde niet voor ${waitUntil}; _verifieer of _hervat maakt daar een einde aan`,
      rustTot: cooldownUntil,
      wachtTot: waitUntil,
    },
  });
};

const reasonOf = (verdict: Verdict): string => (verdict.soort === 'gelukt' ? 'gelukt' : verdict.reden);

/** Notes what an answer, or its absence, says about the receiver as a whole. */
export const recordVerdict = async (
  dependencies: Needed & Pick<LaneDependencies, 'receiverHealth'>,
  kanaal: KanaalId,
  { id }: Abonnement,
  verdict: Verdict,
): Promise<void> => {
  // The common case: the receiver was in order a moment ago, and still is, so there is nothing to write.
  if (verdict.soort === 'gelukt') {
    const receiverHealth = await dependencies.receiverHealth(id);
    if (afterResponse(receiverHealth) === receiverHealth) return;
  }
  const isOutage = verdict.soort === 'later' && verdict.outage;
  const cooldownMs = verdict.soort === 'later' ? verdict.rustMs : 0;
  const { went, came, rests } = await append<
    ReceiverHealth,
    { went: boolean; came: boolean; rests: boolean }
  >(dependencies, id, 'GEZONDHEID', (receiverHealth = HEALTHY) => {
    const now = dependencies.now().getTime();
    const after = withCooldown(
      isOutage ? afterOutage(receiverHealth, now) : afterResponse(receiverHealth),
      cooldownMs,
      now,
    );
    const [was, is] = [hasOutage(receiverHealth), hasOutage(after)];
    return {
      nieuw: after === receiverHealth ? undefined : after,
      uitkomst: {
        went: !was && is,
        came: was && !is,
        rests: restsUntil(receiverHealth, now) === undefined && restsUntil(after, now) !== undefined,
      },
    };
  });
  if (rests && verdict.soort === 'later' && verdict.retryAfterMs >= NOTED_REST_MS) {
    await noteRest(dependencies, id, verdict);
  }
  if (went) {
    const reason = `${OUTAGE_AFTER} keer achter elkaar mislukt (${reasonOf(verdict)}); de hub probeert af en toe of het weer gaat`;
    await warn(dependencies, kanaal, id, 'ontvanger-in-storing', reason);
  }
  if (!came) return;
  await dependencies.kanalen.record(id, {
    tijdstip: dependencies.now().toISOString(),
    naam: 'ontvanger-hersteld',
    door: 'hub',
    gegevens: {},
  });
  // Lanes that wait because of the failure need not wait any longer.
  await dependencies.deliveryQueue.enqueue([{ job: { soort: 'kanaal', kanaal, hersteld: true } }]);
};

/** Warns that messages were parked, at most once an hour: a whole day's work can end there at once. */
export const warnGeparkeerd = async (
  dependencies: Needed,
  kanaal: KanaalId,
  { id }: Abonnement,
): Promise<void> => {
  const isNew = await append<ReceiverHealth, boolean>(
    dependencies,
    id,
    'GEZONDHEID',
    (receiverHealth = HEALTHY) => {
      const fresh = withWarning(receiverHealth, dependencies.now().getTime());
      return { nieuw: fresh, uitkomst: fresh !== undefined };
    },
  );
  if (!isNew) return;
  await warn(
    dependencies,
    kanaal,
    id,
    'bericht-geparkeerd',
    'na de laatste poging zijn berichten geparkeerd; vraag ze opnieuw als de ontvanger werkt',
  );
};
