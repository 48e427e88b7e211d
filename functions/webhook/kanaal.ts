import { chunk } from '../../adapters/chunk.ts';
import { pages } from '../../adapters/table/postvak/pages.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import { HubError } from '../../domain/errors.ts';
import { DONE, type FollowUp, type WebhookDependencies } from './dependencies.ts';
import { letTry, releasePlaces } from './receiver.ts';

/**
 * The doors of a partner changed, or its receiver is back: every lane of it is looked at now, whatever it waited for.
 */
export async function enqueueKanaal(
  dependencies: Needed,
  { kanaal, hersteld }: KanaalJob,
): Promise<FollowUp> {
  const { postvak, banen, kanalen, deliveryQueue, telemetry, now } = dependencies;
  const { abonnementen } = await kanalen.settings(kanaal);
  for (const abonnement of abonnementen) {
    await letTry(dependencies, abonnement, { byPartner: hersteld !== true });
  }
  const waiting = (await banen.waiting()).filter((lane) => lane.kanaal === kanaal);
  for (const part of chunk(waiting, AT_ONCE)) {
    await Promise.all(part.map((lane) => banen.advance(lane, now())));
  }
  for (const abonnement of abonnementen) await releasePlaces(dependencies, abonnement);
  // Parked messages are put back before the lanes with post are looked up, so that those lanes are found.
  const { restored, isComplete } =
    hersteld === true ? NOTHING_PARKED : await putParkedBack(dependencies, kanaal);
  const withPost = await zakenWithPost(postvak, kanaal);
  // The list of waiting lanes may be old; a lane of which nothing is left finds that out for itself.
  const zaken = new Set([...withPost, ...restored, ...waiting.map(({ zaakId }) => zaakId)]);
  for (const part of chunk([...zaken], AT_ONCE)) {
    await deliveryQueue.enqueue(part.map((zaakId) => ({ job: { soort: 'baan', kanaal, zaakId } })));
  }
  telemetry.info('banen opnieuw aangeboden', { partner: kanaal, banen: zaken.size });
  if (!isComplete) throw new HubError('opnieuw', 'een geparkeerd bericht ligt nog niet op zijn plaats');
  return DONE;
}

/** Lanes that are moved or offered side by side. */
const AT_ONCE = 500;

type Needed = Pick<
  WebhookDependencies,
  'postvak' | 'banen' | 'kanalen' | 'feeds' | 'deliveryQueue' | 'telemetry' | 'now' | 'chance' | 'sleep'
>;
type KanaalJob = Extract<DeliveryJob, { soort: 'kanaal' }>;

/** The zaken of which something lies ready for this partner. */
const zakenWithPost = async (
  postvak: Needed['postvak'],
  kanaal: KanaalJob['kanaal'],
): Promise<ReadonlySet<ZaakId>> => {
  const zaken = new Set<ZaakId>();
  for await (const items of pages(postvak, kanaal, {
    places: ['klaargezet', 'bezig'],
    max: AT_ONCE,
  })) {
    for (const { zaakId } of items) zaken.add(zaakId);
  }
  return zaken;
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
