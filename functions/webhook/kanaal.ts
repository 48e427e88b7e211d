import { chunk } from '../../adapters/chunk.ts';
import type { WaitingLane } from '../../adapters/table/postvak/lanes.ts';
import { pages } from '../../adapters/table/postvak/pages.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import { hasOutage } from '../../domain/delivery/circuit.ts';
import { type Destination, destinationOfItem } from '../../domain/delivery/destination.ts';
import { HubError } from '../../domain/errors.ts';
import { letTry } from '../shared/receiver-state.ts';
import { DONE, type JobOutcome, type WebhookDependencies } from './dependencies.ts';
import { releasePlaces } from './places.ts';

/**
 * The doors of a partner changed: every lane of it is looked at now, whatever it waited for. Or a receiver of it is back: those for that
 * receiver are, but none before the moment that this receiver asked for. Of a receiver that is out of order only a few are: one
 * of them finds out whether it is back, and then this comes again.
 */
export async function enqueueKanaal(dependencies: Needed, job: KanaalJob): Promise<JobOutcome> {
  const { kanalen, telemetry } = dependencies;
  const { kanaal, hersteld } = job;
  const settings = await kanalen.settings(kanaal);
  const concerned = settings.abonnementen.filter(({ id }) => isAbout(job, id));
  const sick = new Set<string>();
  for (const abonnement of concerned) {
    const health = await letTry(dependencies, abonnement, { byPartner: hersteld !== true });
    if (hasOutage(health)) sick.add(abonnement.id);
  }
  const { goOn, stay } = await wake(dependencies, job);
  for (const abonnement of concerned) await releasePlaces(dependencies, abonnement);
  const offered = new Set<ZaakId>(stay);
  const offer = async (zaken: Iterable<ZaakId>): Promise<void> => {
    const fresh = [...new Set(zaken)].filter((zaakId) => !offered.has(zaakId));
    for (const zaakId of fresh) offered.add(zaakId);
    await dependencies.deliveryQueue.enqueue(
      fresh.map((zaakId) => ({ job: { soort: 'baan', kanaal, zaakId } })),
    );
  };
  // The list of waiting lanes may be old; a lane of which nothing is left finds that out for itself.
  for (const part of chunk(goOn, AT_ONCE)) await offer(part);
  // Parked messages are put back before the lanes with post are looked up, so that those lanes are found.
  const { restored, isComplete } =
    hersteld === true ? NOTHING_PARKED : await putParkedBack(dependencies, kanaal);
  for (const part of chunk(restored, AT_ONCE)) await offer(part);
  const toFindOut = new Map([...sick].map((id) => [id, TO_FIND_OUT]));
  for await (const items of pages(dependencies.postvak, kanaal, {
    places: ['klaargezet', 'bezig'],
    max: AT_ONCE,
  })) {
    const zaken = new Set<ZaakId>();
    for (const item of items) {
      const known = offered.has(item.zaakId) || zaken.has(item.zaakId);
      if (!known && isOffered(job, destinationOfItem(settings, item), toFindOut)) zaken.add(item.zaakId);
    }
    await offer(zaken);
  }
  telemetry.info('banen opnieuw aangeboden', { partner: kanaal, banen: offered.size - stay.length });
  if (!isComplete) throw new HubError('retry', 'een geparkeerd bericht ligt nog niet op zijn plaats');
  return DONE;
}

/** Lanes that are moved or offered side by side. */
const AT_ONCE = 500;
/** Lanes that are offered to find out whether a receiver is back: one does, unless it is in another hand. */
const TO_FIND_OUT = 3;

type Needed = Pick<
  WebhookDependencies,
  'postvak' | 'lanes' | 'kanalen' | 'feeds' | 'deliveryQueue' | 'telemetry' | 'now' | 'chance' | 'sleep'
>;
type KanaalJob = Extract<DeliveryJob, { soort: 'kanaal' }>;

/** Whether the order concerns an abonnement. That of a lane may be unknown. */
const isAbout = ({ abonnementId }: KanaalJob, id: string | undefined): boolean =>
  abonnementId === undefined || id === undefined || id === abonnementId;

/** Lets a lane that waits go on, as soon as it may: whether that is now. */
const wakeLane = async ({ lanes, now }: Needed, job: KanaalJob, lane: WaitingLane): Promise<boolean> => {
  const moment = now();
  if (job.hersteld === true) {
    return (
      isAbout(job, lane.abonnementId) && (await lanes.advanceAsAsked(lane, moment)) <= moment.toISOString()
    );
  }
  await lanes.advance(lane, moment);
  return true;
};

/** The lanes that wait: those that go on now, soonest first, and those that stay for what they wait for. */
const wake = async (
  dependencies: Needed,
  job: KanaalJob,
): Promise<{ readonly goOn: readonly ZaakId[]; readonly stay: readonly ZaakId[] }> => {
  const goOn: ZaakId[] = [];
  const stay: ZaakId[] = [];
  const waiting = (await dependencies.lanes.waiting()).filter((lane) => lane.kanaal === job.kanaal);
  for (const part of chunk(waiting, AT_ONCE)) {
    const goes = await Promise.all(part.map((lane) => wakeLane(dependencies, job, lane)));
    for (const [place, { zaakId }] of part.entries()) (goes[place] ? goOn : stay).push(zaakId);
  }
  return { goOn, stay };
};

/** Whether the lane of a message is looked at; takes it from `toFindOut` when its receiver is out of order. */
const isOffered = (job: KanaalJob, destination: Destination, toFindOut: Map<string, number>): boolean => {
  if (job.abonnementId !== undefined) {
    if (destination.deur !== 'webhook' || destination.abonnement.id !== job.abonnementId) return false;
  }
  const left = destination.deur === 'webhook' ? toFindOut.get(destination.abonnement.id) : undefined;
  if (destination.deur !== 'webhook' || left === undefined) return true;
  toFindOut.set(destination.abonnement.id, left - 1);
  return left > 0;
};

/** `isComplete`: every message that the list shows as parked could be read; one that is moved this moment cannot. */
interface Unparked {
  readonly restored: readonly ZaakId[];
  readonly isComplete: boolean;
}

const NOTHING_PARKED: Unparked = { restored: [], isComplete: true };

/** Puts parked messages back in line: another door may deliver them, and a partner that fetches must see them. */
const putParkedBack = async (
  { postvak, feeds, now }: Needed,
  kanaal: KanaalJob['kanaal'],
): Promise<Unparked> => {
  const zaken: ZaakId[] = [];
  let isComplete = true;
  for await (const items of pages(postvak, kanaal, { places: ['geparkeerd'], max: AT_ONCE })) {
    const restored = await Promise.all(
      items.map(async (place) => {
        const item = await postvak.read(place);
        if (item === undefined) isComplete = false;
        return item !== undefined && (await postvak.unpark(item, now())) !== undefined;
      }),
    );
    zaken.push(...items.filter((_, place) => restored[place]).map(({ zaakId }) => zaakId));
  }
  // Also without a parked message: a run that crashed may have put some back, and cursors may be past them.
  await feeds.revise(kanaal, now());
  return { restored: zaken, isComplete };
};
