import type { Lane } from '../../adapters/table/postvak/lanes.ts';
import { todayInNederland } from '../../contracts/base-types.ts';
import type { LaneJob } from '../../contracts/internal/delivery-jobs.ts';
import type { Abonnement, KanaalSettings } from '../../domain/delivery/abonnement.ts';
import { type Destination, destinationOfItem } from '../../domain/delivery/destination.ts';
import { isInHand, isOpen, isStuck, type PostvakItem } from '../../domain/delivery/item.ts';
import { isAfterContract } from '../../domain/delivery/withdrawn.ts';
import { HubError } from '../../domain/errors.ts';
import { sendByQueue } from '../shared/send-by-queue.ts';
import { withdrawPost } from '../shared/withdraw-post.ts';
import type { LaneDependencies } from './batch-memory.ts';
import { DONE, type JobOutcome, type Remaining, type WebhookDependencies } from './dependencies.ts';
import { warnGeparkeerd } from './receiver.ts';
import { byWebhook, headOf } from './webhook-door.ts';

/** A lane: what one partner still gets of one zaak, in order, each message through the door that it has now. */

/** Delivers what lies ready in a lane, until it is empty, must wait, or the time is up. */
export async function deliverLane(
  dependencies: LaneDependencies,
  job: LaneJob,
  remaining: Remaining,
): Promise<JobOutcome> {
  const { postvak, lanes, feeds, now } = dependencies;
  const { items: read, baan: lane } = await lanes.read(job.kanaal, job.zaakId);
  const items = await withdrawPost(postvak, read, now());
  if (items === undefined) return busy(now());
  if (lane !== undefined && holds(lane, items, now())) {
    return { kind: 'wait', until: Date.parse(lane.from), inIndex: true };
  }
  const { row, restored } = await rowOf(dependencies, job.kanaal, items);
  if (restored) {
    // What was parked begins anew, and lies ready for a partner that fetches, although newer ones did already. Noted before it was put
    // back too: after a crash in between nothing is found parked any more.
    await feeds.revise(job.kanaal, now());
    if (lane !== undefined) await lanes.free(lane);
  }
  if (row === undefined) return busy(now());
  return deliverLine(dependencies, job, row, restored ? undefined : lane, remaining);
}

/** A lane waits with the message at its head: once that is confirmed, or nobody needs it any more, what is behind it goes on. */
const holds = ({ volgnummer, from }: Lane, items: readonly PostvakItem[], now: Date): boolean =>
  Date.parse(from) > now.getTime() && items.some((item) => item.volgnummer === volgnummer && isOpen(item));

/** A try can take this long: with less time left, the next invocation goes on. */
const NEEDED_MS = 25_000;
const BUSY_MS = 5000;

const busy = (now: Date): JobOutcome => ({ kind: 'wait', until: now.getTime() + BUSY_MS, inIndex: false });

/** Sends through the queue door. A message that the queue does not take now comes again; what it never takes is done with too. */
const byQueue = async (
  dependencies: WebhookDependencies,
  item: PostvakItem,
  remaining: Remaining,
): Promise<'done' | 'busy'> => {
  const { postvak, telemetry, now } = dependencies;
  const begin = now();
  const inHand = await postvak.claim(item, 'wachtrij', new Date(begin.getTime() + remaining()), begin);
  if (inHand === undefined) return 'busy';
  const { failed, refused } = await sendByQueue(dependencies, [inHand]);
  if (failed.size > 0) throw new HubError('retry', 'de wachtrij van een partner nam een bericht niet aan');
  if (refused.size > 0) return 'done';
  const { partner, zaakId, id: berichtId, volgnummer } = item;
  telemetry.info('partnerbericht verstuurd', { partner, zaakId, berichtId, volgnummer, deur: 'wachtrij' });
  return 'done';
};

/** What tells the targets of a partner apart. */
const targetId = (target: Destination): string =>
  target.deur === 'webhook' ? target.abonnement.id : target.deur;

/**
 * What lies ready, with what was parked before it for the same door: order holds, also after the hub gave up on one. For
 * another door it stays parked, or it would hold that one up for days again. What is parked because of its content waits
 * for a later state of the zaak, and nothing waits for it. No `row` when another moved one of them meanwhile: without it a later
 * message would go first, so the lane has to be read again.
 */
const rowOf = async (
  { postvak, kanalen, feeds, now }: WebhookDependencies,
  kanaal: LaneJob['kanaal'],
  items: readonly PostvakItem[],
): Promise<{ readonly row?: readonly PostvakItem[]; readonly restored: boolean }> => {
  const open = items.filter(isOpen);
  if (open.length === 0 || !items.some(({ plek }) => plek === 'geparkeerd')) {
    return { row: open, restored: false };
  }
  const settings = await kanalen.settings(kanaal);
  const targetOf = (item: PostvakItem): string => targetId(destinationOfItem(settings, item));
  const latest = new Map(open.map((item) => [targetOf(item), item.volgnummer]));
  const mustBack = (item: PostvakItem): boolean =>
    item.plek === 'geparkeerd' && !isStuck(item) && item.volgnummer < (latest.get(targetOf(item)) ?? 0);
  const restored = items.some(mustBack);
  if (restored) await feeds.revise(kanaal, now());
  const row = await Promise.all(
    items
      .filter((item) => isOpen(item) || mustBack(item))
      .map(async (item) => (isOpen(item) ? item : await postvak.unpark(item, now()))),
  );
  return row.every((item) => item !== undefined) ? { row, restored } : { restored };
};

/** Whether the partner changed something about the door of this message while it was tried. */
const isChanged = async (
  { kanalen }: WebhookDependencies,
  item: PostvakItem,
  { id, versie }: Abonnement,
): Promise<boolean> => {
  const target = destinationOfItem((await kanalen.settingsOfAll([item.partner]))(item.partner), item);
  return target.deur !== 'webhook' || target.abonnement.id !== id || target.abonnement.versie !== versie;
};

/** Gives up on this message, and on what waits behind it for the same receiver. */
const park = async (
  dependencies: WebhookDependencies,
  settings: KanaalSettings,
  abonnement: Abonnement,
  row: readonly PostvakItem[],
): Promise<void> => {
  const { postvak, now } = dependencies;
  const same = row.filter((item) => {
    const target = destinationOfItem(settings, item);
    return target.deur === 'webhook' && target.abonnement.id === abonnement.id;
  });
  // From the back: when this is cut off halfway, no message stays in line behind a parked one.
  for (const item of same.toReversed()) await postvak.park(item, now());
  const [first] = same;
  if (first !== undefined) await warnGeparkeerd(dependencies, first.partner, abonnement);
};

/** Releases what a door that died had in hand, so that a partner that fetches can see it. */
const releaseInHand = async ({ postvak, now }: WebhookDependencies, item: PostvakItem): Promise<void> => {
  if (item.plek === 'bezig') await postvak.release(item, now());
};

/** No door takes it from here: its partner fetches it, or it is kept for a receiver that takes nothing now. */
const takesNothing = (target: Destination, closed: ReadonlySet<string>): boolean =>
  target.deur === 'ophalen' ||
  (target.deur === 'webhook' && (target.abonnement.status !== 'actief' || closed.has(target.abonnement.id)));

/** One message after another, each through the door that it has at that moment. */
const deliverLine = async (
  dependencies: LaneDependencies,
  job: LaneJob,
  row: readonly PostvakItem[],
  waited: Lane | undefined,
  remaining: Remaining,
): Promise<JobOutcome> => {
  const closed = new Set<string>();
  let head = waited;
  for (const [place, item] of row.entries()) {
    const turn = await deliverOne(
      dependencies,
      job,
      { item, head, behind: row.slice(place), closed },
      remaining,
    );
    if (turn.kind === 'over') return turn.outcome;
    if (turn.kind === 'skipped') break;
    if (turn.kind === 'done') head = undefined;
    if (turn.closes !== undefined) closed.add(turn.closes);
  }
  if (waited !== undefined) await dependencies.lanes.free(job);
  return DONE;
};

/** A message whose turn it is. */
interface InTurn {
  readonly item: PostvakItem;
  /** What the lane waited with, for the first message that is tried. */
  readonly head: Lane | undefined;
  /** The message and those behind it. */
  readonly behind: readonly PostvakItem[];
  /** Webhooks that take nothing now. */
  readonly closed: ReadonlySet<string>;
}

/**
 * What came of one message: the next one may go, after this one was tried or stays where it lies; this one is left out, and nothing
 * goes behind it; or the lane is over for now.
 */
type Turn =
  | { readonly kind: 'done' | 'stays'; readonly closes?: string }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'over'; readonly outcome: JobOutcome };

const over = (outcome: JobOutcome): Turn => ({ kind: 'over', outcome });

const deliverOne = async (
  dependencies: LaneDependencies,
  job: LaneJob,
  turn: InTurn,
  remaining: Remaining,
): Promise<Turn> => {
  const { kanalen, deliveryQueue, now } = dependencies;
  const { item, closed } = turn;
  if (isInHand(item, now())) {
    return over({ kind: 'wait', until: Date.parse(item.bezigTot ?? '') + 1000, inIndex: false });
  }
  const settings = await kanalen.settings(job.kanaal);
  const target = destinationOfItem(settings, item);
  if (takesNothing(target, closed) || isAfterContract(item, todayInNederland(now()))) {
    await releaseInHand(dependencies, item);
    return { kind: 'stays' };
  }
  if (remaining() < NEEDED_MS) {
    await deliveryQueue.enqueue([{ job }]);
    return over(DONE);
  }
  if (target.deur === 'webhook') {
    return deliverByWebhook(
      dependencies,
      job,
      { ...turn, settings, abonnement: target.abonnement },
      remaining,
    );
  }
  return (await byQueue(dependencies, item, remaining)) === 'busy' ? over(busy(now())) : { kind: 'done' };
};

const deliverByWebhook = async (
  dependencies: LaneDependencies,
  job: LaneJob,
  {
    item,
    head,
    behind,
    settings,
    abonnement,
  }: InTurn & { readonly settings: KanaalSettings; readonly abonnement: Abonnement },
  remaining: Remaining,
): Promise<Turn> => {
  const { lanes, deliveryQueue, now } = dependencies;
  const { kanaal, zaakId } = job;
  const { id: abonnementId } = abonnement;
  const outcome = await byWebhook(dependencies, abonnement, item, headOf(head, abonnement, item), remaining);
  // A message that stands in line was not tried, unless its token was refused.
  const goesNotNext =
    outcome.kind === 'exhausted' ||
    (outcome.kind === 'wait' && !(outcome.gereserveerd && !outcome.geweigerd));
  if (goesNotNext && (await isChanged(dependencies, item, abonnement))) {
    // The order for that change may have been carried out already, so a lane that waited now would wait for the old door.
    await lanes.free({ kanaal, zaakId });
    await deliveryQueue.enqueue([{ job }]);
    return over(DONE);
  }
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'done' };
    case 'busy':
      return over(busy(now()));
    case 'wait': {
      const { pogingen, gereserveerd, geweigerd, from, gepland, nietVoor } = outcome;
      await lanes.wait({
        kanaal,
        zaakId,
        abonnementId,
        volgnummer: item.volgnummer,
        pogingen,
        gereserveerd,
        ...(geweigerd === true ? { geweigerd } : {}),
        from: new Date(from).toISOString(),
        gepland: new Date(gepland).toISOString(),
        ...(nietVoor === undefined ? {} : { nietVoor: new Date(nietVoor).toISOString() }),
      });
      return over({ kind: 'wait', until: from, inIndex: true });
    }
    case 'skipped':
      return { kind: 'skipped' };
    case 'exhausted':
      await park(dependencies, settings, abonnement, behind);
      return { kind: 'done', closes: abonnementId };
    case 'stopped':
      return { kind: 'done', closes: abonnementId };
  }
};
