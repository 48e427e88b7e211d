import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import {
  type Admission,
  admission,
  afterOutage,
  afterResponse,
  HEALTHY,
  hasOutage,
  OUTAGE_AFTER,
  type ReceiverHealth,
  restsUntil,
  withCooldown,
  withoutTrial,
  withWarning,
} from '../../domain/delivery/circuit.ts';
import type { Verdict } from '../../domain/delivery/verdict.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { appendState } from '../shared/receiver-state.ts';
import type { LaneDependencies } from './batch-memory.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { releasePlaces } from './places.ts';
import { warn } from './warning.ts';

/** What the lanes of one abonnement know together about its receiver. Several invocations may change it at once. */

type Needed = Pick<
  WebhookDependencies,
  'kanalen' | 'deliveryQueue' | 'bus' | 'telemetry' | 'now' | 'chance' | 'sleep'
>;

/**
 * Whether the receiver may be called now. That a lane is to find out whether it is back is noted at once; no other lane of the batch
 * asks for that meanwhile.
 */
export const queryAdmission = async (
  dependencies: Needed & Pick<LaneDependencies, 'receiverHealth' | 'onTrial'>,
  { id }: Abonnement,
): Promise<Admission> => {
  const { onTrial } = dependencies;
  const admissionOf = (receiverHealth: ReceiverHealth) =>
    admission(receiverHealth, dependencies.now().getTime());
  const first = admissionOf(await dependencies.receiverHealth(id));
  if (first.kind !== 'trial') return first;
  if (onTrial.has(id)) return { kind: 'skip', receiverHealth: first.receiverHealth };
  onTrial.add(id);
  try {
    // Only one finds out: decided on the state as it is now.
    return await appendState<ReceiverHealth, Admission>(
      dependencies,
      id,
      'GEZONDHEID',
      (receiverHealth = HEALTHY) => {
        const outcome = admissionOf(receiverHealth);
        return { next: outcome.kind === 'trial' ? outcome.receiverHealth : undefined, outcome };
      },
    );
  } finally {
    onTrial.delete(id);
  }
};

/** The lane that was to find out whether the receiver is back does not do so now: the next one may. */
export const giveUpTrial = (dependencies: Needed, { id }: Abonnement): Promise<void> =>
  appendState<ReceiverHealth, void>(dependencies, id, 'GEZONDHEID', (receiverHealth = HEALTHY) => {
    const after = withoutTrial(receiverHealth);
    return { next: after === receiverHealth ? undefined : after, outcome: undefined };
  });

/** A rest shorter than this is not worth a line on a timeline: busy receivers ask for seconds all the time. */
const NOTED_REST_MS = 60_000;

/** Says on the timeline of the abonnement that its receiver asked for rest, and until when what waits. */
const noteRest = async (
  { kanalen, now }: Pick<Needed, 'kanalen' | 'now'>,
  abonnementId: string,
  { retryAfterMs, cooldownMs }: Extract<Verdict, { kind: 'later' }>,
): Promise<void> => {
  const moment = now().getTime();
  const cooldownUntil = new Date(moment + cooldownMs).toISOString();
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

const reasonOf = (verdict: Verdict): string => (verdict.kind === 'success' ? 'gelukt' : verdict.reden);

/** What a try made of its receiver: its state, and whether it went out of order by this very try. */
interface Consequence {
  readonly receiverHealth: ReceiverHealth;
  readonly went: boolean;
}

/** Notes what an answer, or its absence, says about the receiver as a whole. */
export const recordVerdict = async (
  dependencies: Needed & Pick<LaneDependencies, 'receiverHealth'>,
  kanaal: KanaalId,
  abonnement: Abonnement,
  verdict: Verdict,
): Promise<Consequence> => {
  const { id } = abonnement;
  // The common case: the receiver was in order a moment ago, and still is, so there is nothing to write.
  if (verdict.kind === 'success') {
    const receiverHealth = await dependencies.receiverHealth(id);
    if (afterResponse(receiverHealth) === receiverHealth) return { receiverHealth, went: false };
  }
  const isOutage = verdict.kind === 'later' && verdict.outage;
  const cooldownMs = verdict.kind === 'later' ? verdict.cooldownMs : 0;
  const { receiverHealth, went, came, rests } = await appendState<
    ReceiverHealth,
    Consequence & { readonly came: boolean; readonly rests: boolean }
  >(dependencies, id, 'GEZONDHEID', (receiverHealth = HEALTHY) => {
    const now = dependencies.now().getTime();
    const after = withCooldown(
      isOutage ? afterOutage(receiverHealth, now) : afterResponse(receiverHealth),
      cooldownMs,
      now,
    );
    const [was, is] = [hasOutage(receiverHealth), hasOutage(after)];
    return {
      next: after === receiverHealth ? undefined : after,
      outcome: {
        receiverHealth: after,
        went: !was && is,
        came: was && !is,
        rests: restsUntil(receiverHealth, now) === undefined && restsUntil(after, now) !== undefined,
      },
    };
  });
  if (rests && verdict.kind === 'later' && verdict.retryAfterMs >= NOTED_REST_MS) {
    await noteRest(dependencies, id, verdict);
  }
  if (went) {
    // Each message that stands in line skips.
    await releasePlaces(dependencies, abonnement);
    const reason = `${OUTAGE_AFTER} keer achter elkaar mislukt (${reasonOf(verdict)}); de hub probeert af en toe of het weer gaat`;
    await warn(dependencies, kanaal, id, 'ontvanger-in-storing', reason);
  }
  if (came) {
    // Lanes that skipped wrote nothing: this order finds them, or the watch when it is lost.
    await dependencies.deliveryQueue.enqueue([
      { job: { soort: 'kanaal', kanaal, hersteld: true, abonnementId: id } },
    ]);
    await dependencies.kanalen.record(id, {
      tijdstip: dependencies.now().toISOString(),
      naam: 'ontvanger-hersteld',
      door: 'hub',
      gegevens: {},
    });
  }
  return { receiverHealth, went };
};

/** Warns that messages were parked, at most once an hour: a whole day's work can end there at once. */
export const warnGeparkeerd = async (
  dependencies: Needed,
  kanaal: KanaalId,
  { id }: Abonnement,
): Promise<void> => {
  const isNew = await appendState<ReceiverHealth, boolean>(
    dependencies,
    id,
    'GEZONDHEID',
    (receiverHealth = HEALTHY) => {
      const fresh = withWarning(receiverHealth, dependencies.now().getTime());
      return { next: fresh, outcome: fresh !== undefined };
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
