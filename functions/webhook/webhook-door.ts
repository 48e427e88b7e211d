import type { Lane } from '../../adapters/table/postvak/lanes.ts';
import type { Attempt } from '../../contracts/postvak.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import { isOverdue, type ReceiverHealth } from '../../domain/delivery/circuit.ts';
import type { PostvakItem } from '../../domain/delivery/item.ts';
import { LONGEST_SCHEDULE_MS, MAX_ATTEMPTS, waitAfter } from '../../domain/delivery/schedule.ts';
import { type AttemptBegin, begin, deliver } from './attempt.ts';
import type { LaneDependencies } from './batch-memory.ts';
import type { Remaining, WebhookDependencies } from './dependencies.ts';
import { awaitPlace } from './places.ts';
import { giveUpTrial, queryAdmission, recordVerdict } from './receiver.ts';
import { warn } from './warning.ts';

/** One message through the webhook door. */

/** How far the message at the head of its lane is. */
export interface Head extends Pick<Lane, 'pogingen' | 'gereserveerd' | 'geweigerd'> {
  /** When its next try was planned (ms since 1970); one that comes earlier is an extra. */
  readonly gepland: number;
  /** Its receiver asked not to get it before this moment (ms since 1970). */
  readonly nietVoor?: number;
}

/** Tries the message at the head of a lane. */
export async function byWebhook(
  dependencies: LaneDependencies,
  abonnement: Abonnement,
  item: PostvakItem,
  head: Head,
  remaining: Remaining,
): Promise<DoorOutcome> {
  const { postvak, now } = dependencies;
  const entry = await enter(dependencies, abonnement, item, head);
  if (entry.kind !== 'go') return entry;
  const moment = now();
  const busyUntil = new Date(moment.getTime() + remaining() + ROOM_MS);
  const inHand = await postvak.claim(item, 'webhook', busyUntil, moment);
  if (inHand === undefined) {
    if (entry.isTrial) await giveUpTrial(dependencies, abonnement);
    return { kind: 'busy' };
  }

  const { attempt, verdict, backAt } = await deliver(dependencies, abonnement, inHand, entry.begun);
  announceAttempt(dependencies, item, abonnement.id, attempt);
  if (verdict.kind === 'success') {
    await postvak.bezorgd(inHand, now(), attempt);
  } else {
    await postvak.release(inHand, now(), attempt);
  }
  const { receiverHealth, went } = await recordVerdict(dependencies, item.partner, abonnement, verdict);
  switch (verdict.kind) {
    case 'success':
      return { kind: 'delivered' };
    case 'stop':
      await stop(dependencies, item, abonnement);
      return { kind: 'stopped' };
    case 'later': {
      // Once for each try: a receiver that refuses every token must not be called without end.
      if (backAt !== undefined && head.geweigerd !== true) {
        return withNewToken(dependencies, head, backAt, verdict.retryAfterMs);
      }
      if (entry.isLast) return { kind: 'exhausted' };
      const next = afterFailure(dependencies, head, verdict.retryAfterMs);
      return entry.isTrial || went ? asTrial(dependencies, next, receiverHealth, verdict.retryAfterMs) : next;
    }
  }
}

const FRESH: Head = { pogingen: 0, gereserveerd: false, gepland: 0 };

/** A lane that waited for this receiver with this message goes on where it was; with any other it begins anew. */
export const headOf = (lane: Lane | undefined, { id }: Abonnement, { volgnummer }: PostvakItem): Head =>
  lane === undefined || lane.abonnementId !== id || lane.volgnummer !== volgnummer
    ? FRESH
    : {
        pogingen: lane.pogingen,
        gereserveerd: lane.gereserveerd,
        gepland: Date.parse(lane.gepland),
        ...(lane.geweigerd === true ? { geweigerd: true } : {}),
      };

export type DoorOutcome =
  | { readonly kind: 'delivered' }
  /** Another instance has it in hand. */
  | { readonly kind: 'busy' }
  | ({ readonly kind: 'wait'; readonly from: number } & Head)
  /** Its receiver is out of order, and it was never tried: nothing of it is to be kept. */
  | { readonly kind: 'skipped' }
  /** That was the last try. */
  | { readonly kind: 'exhausted' }
  /** The receiver wants no more. */
  | { readonly kind: 'stopped' };

/** A claim ends well after the invocation that made it. */
const ROOM_MS = 30_000;
/** The rest of a receiver ends for all of its lanes at once; chance spreads their return over this time. */
const SPREAD_MS = 5000;

type Later = Extract<DoorOutcome, { kind: 'wait' | 'exhausted' }>;

/**
 * After a failed try: when the next is, or that this was the last. An extra try uses up none of the schedule: a receiver
 * that comes and goes would use up all of it in minutes.
 */
const afterFailure = (
  { now, chance }: WebhookDependencies,
  { pogingen, gepland }: Head,
  retryAfterMs = 0,
): Later => {
  const moment = now().getTime();
  const asked = retryAfterMs > 0 ? { nietVoor: moment + retryAfterMs } : {};
  if (gepland > moment) {
    const from = Math.max(gepland, moment + retryAfterMs);
    return { kind: 'wait', from, gepland, pogingen, gereserveerd: false, ...asked };
  }
  const wait = waitAfter(pogingen + 1, chance(), retryAfterMs);
  if (wait === undefined) return { kind: 'exhausted' };
  const from = moment + wait;
  return { kind: 'wait', from, gepland: from, pogingen: pogingen + 1, gereserveerd: false, ...asked };
};

/**
 * The lane that found its receiver out of order also finds out whether it is back, as soon as that may be tried: the lanes
 * that skip leave nothing behind that would.
 */
const asTrial = (
  { now }: WebhookDependencies,
  next: Later,
  { dichtTot = 0 }: ReceiverHealth,
  retryAfterMs: number,
): Later =>
  next.kind === 'exhausted' || dichtTot === 0
    ? next
    : { ...next, from: Math.max(dichtTot, now().getTime() + retryAfterMs) };

/** The message was not tried: it waits, and an extra try stays an extra one meanwhile. */
const stillNot = (
  { now }: Pick<WebhookDependencies, 'now'>,
  head: Head,
  { from, isInLine }: { readonly from: number; readonly isInLine: boolean },
): Extract<Later, { kind: 'wait' }> => ({
  kind: 'wait',
  from,
  gepland: head.gepland > now().getTime() ? head.gepland : from,
  pogingen: head.pogingen,
  gereserveerd: isInLine,
  ...(head.geweigerd === true ? { geweigerd: true } : {}),
});

/**
 * Its token was refused, and its receiver has no room for a call with a new one before `backAt`: the message stands in line
 * until then, and that uses up none of the schedule.
 */
const withNewToken = (
  { now }: Pick<WebhookDependencies, 'now'>,
  head: Head,
  backAt: number,
  retryAfterMs: number,
): Later => {
  const asked = now().getTime() + retryAfterMs;
  return {
    ...stillNot({ now }, { ...head, geweigerd: true }, { from: Math.max(backAt, asked), isInLine: true }),
    ...(retryAfterMs > 0 ? { nietVoor: asked } : {}),
  };
};

/** The hub stops calling a receiver that answered 410; its messages are kept. */
const stop = async (
  dependencies: WebhookDependencies,
  { partner }: PostvakItem,
  { id, sink }: Abonnement,
): Promise<void> => {
  const { kanalen } = dependencies;
  for (;;) {
    const now = await kanalen.abonnement(partner, id);
    // Its partner paused it or gave it another address meanwhile.
    if (now === undefined || now.status !== 'actief' || now.sink !== sink) return;
    if ((await kanalen.change(partner, now, { status: 'gestopt' })) !== undefined) break;
  }
  const reason = 'de ontvanger antwoordde 410; berichten worden bewaard';
  await warn(dependencies, partner, id, 'abonnement-gestopt', reason);
};

const announceAttempt = (
  { telemetry }: WebhookDependencies,
  { partner, zaakId, id, volgnummer }: PostvakItem,
  abonnementId: string,
  attempt: Attempt,
): void => {
  const text = attempt.reden === 'gelukt' ? 'partnerbericht bezorgd' : 'partnerbericht niet bezorgd';
  telemetry.info(text, { partner, zaakId, berichtId: id, volgnummer, abonnementId, ...attempt });
};

/** The message may go now. `isTrial`: it finds out whether its receiver is back; `isLast`: there is no try after this. */
interface Go {
  readonly kind: 'go';
  readonly begun: AttemptBegin;
  readonly isTrial: boolean;
  readonly isLast: boolean;
}

/** Whether the message may go now, or what becomes of it. */
const enter = async (
  dependencies: LaneDependencies,
  abonnement: Abonnement,
  item: PostvakItem,
  head: Head,
): Promise<Go | DoorOutcome> => {
  const { now, chance } = dependencies;
  const admission = await queryAdmission(dependencies, abonnement);
  if (admission.kind === 'wait') {
    const from = admission.until + Math.round(SPREAD_MS * chance());
    return stillNot(dependencies, head, { from, isInLine: false });
  }
  const isTrial = admission.kind === 'trial';
  const isLast =
    admission.kind !== 'go' &&
    isOverdue(admission.receiverHealth, Date.parse(item.sinds), LONGEST_SCHEDULE_MS, now().getTime());
  // The last try really calls the receiver: no message is parked that was never tried.
  if (admission.kind === 'skip' && !isLast && head.pogingen + 1 < MAX_ATTEMPTS) {
    const attempt: Attempt = { tijdstip: now().toISOString(), reden: 'overgeslagen', duurMs: 0 };
    announceAttempt(dependencies, item, abonnement.id, attempt);
    return head.pogingen === 0 ? { kind: 'skipped' } : afterFailure(dependencies, head);
  }
  const begun = await begin(dependencies, abonnement, head.geweigerd === true);
  const go: Go = { kind: 'go', begun, isTrial, isLast };
  // Without a token the receiver is not called, and needs no room.
  if (begun.admission === undefined) return go;
  // The message that finds out, and one that stood in line, go before those that come now.
  const backAt = await awaitPlace(dependencies, abonnement, isTrial || head.gereserveerd);
  if (backAt === undefined) return go;
  if (isTrial) await giveUpTrial(dependencies, abonnement);
  return stillNot(dependencies, head, { from: backAt, isInLine: true });
};
