import { chunk } from '../../adapters/chunk.ts';
import type { DeliveryQueue } from '../../adapters/queues/delivery-queue.ts';
import type { Kanalen } from '../../adapters/table/kanalen.ts';
import type { Feeds } from '../../adapters/table/postvak/feeds.ts';
import type { Herleveringen } from '../../adapters/table/postvak/herleveringen.ts';
import type { Lanes } from '../../adapters/table/postvak/lanes.ts';
import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import { todayInNederland, type ZaakId } from '../../contracts/base-types.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import type { KanaalSettings } from '../../domain/delivery/abonnement.ts';
import { HEALTHY, hasOutage, isOverdue, type ReceiverHealth } from '../../domain/delivery/circuit.ts';
import { destinationOfItem } from '../../domain/delivery/destination.ts';
import type { ListItem } from '../../domain/delivery/item.ts';
import { LONGEST_SCHEDULE_MS } from '../../domain/delivery/schedule.ts';
import { isAfterContract } from '../../domain/delivery/withdrawn.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { takeAll } from '../shared/steps.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { allItems } from './postvak.ts';

/** Orders to deliver that nobody else offers: of lanes whose time has come, and of messages that were left lying. */

export interface DeliveryDependencies {
  readonly postvak: Pick<Postvak, 'list' | 'read' | 'expire' | 'purge' | 'count'>;
  readonly lanes: Pick<Lanes, 'waiting'>;
  readonly kanalen: Pick<Kanalen, 'settingsOfAll' | 'state'>;
  readonly feeds: Pick<Feeds, 'herzienOp'>;
  readonly herleveringen: Pick<Herleveringen, 'waiting'>;
  readonly deliveryQueue: Pick<DeliveryQueue, 'enqueue'>;
  readonly telemetry: Telemetry<MetricOf<'bewaking'>>;
  readonly now: Date;
  /** Whose messages are looked after. */
  readonly partners: readonly KanaalId[];
}

/**
 * The period of the rule that runs this: a lane due before the next run is offered in this one, and waits on the
 * queue.
 */
const LEAD_MS = 60_000;
/** Within this time a message is delivered or waits in a list; one that still lies ready lost its order. */
const STAYS_MS = 10 * 60_000;
/** Orders that are offered side by side. */
const AT_ONCE = 500;

type LanePlace = { readonly kanaal: KanaalId; readonly zaakId: ZaakId };

/** Offers these lanes. Within five minutes the queue takes an order for a lane once for each `reden`. */
const enqueue = async (
  { deliveryQueue }: DeliveryDependencies,
  lanes: readonly (LanePlace & { readonly reden: string })[],
): Promise<void> => {
  for (const part of chunk(lanes, AT_ONCE)) {
    await deliveryQueue.enqueue(
      part.map(({ kanaal, zaakId, reden }) => ({
        job: { soort: 'baan', kanaal, zaakId },
        deduplication: `${kanaal}#${zaakId}#${reden}`,
      })),
    );
  }
};

/** Offers the lanes that may go on now or within a minute. One that stays is offered again when the queue forgot it. */
export const enqueueLanes = async (dependencies: DeliveryDependencies): Promise<void> => {
  const { lanes, now } = dependencies;
  const soon = new Date(now.getTime() + LEAD_MS).toISOString();
  const due = await lanes.waiting(soon);
  await enqueue(
    dependencies,
    due.map(({ from, ...lane }) => ({ ...lane, reden: from })),
  );
};

/** Offers what partners asked to be sent again and of which more may go now, or of which the order was lost. */
export const enqueueHerleveringen = async ({
  herleveringen,
  deliveryQueue,
  now,
}: DeliveryDependencies): Promise<void> => {
  const due = await herleveringen.waiting(now);
  if (due.length === 0) return;
  await deliveryQueue.enqueue(
    due.map(({ id, kanaal, vanaf }) => ({
      job: { soort: 'herlevering', kanaal, herleveringId: id },
      deduplication: `${id}#${vanaf}`,
    })),
  );
};

/** Of a receiver that is out of order, so many lanes: one of them finds out whether it is back, and offers the others. */
const TO_FIND_OUT = 3;

/** Reads how a receiver does, once for all of its messages. */
const healthReader = (kanalen: DeliveryDependencies['kanalen']) => {
  const known = new Map<string, Promise<ReceiverHealth>>();
  return (id: string): Promise<ReceiverHealth> => {
    const read =
      known.get(id) ??
      kanalen.state<ReceiverHealth>(id, 'GEZONDHEID').then((state) => state?.waarde ?? HEALTHY);
    known.set(id, read);
    return read;
  };
};

/** Since when a message lies in its list. */
const listedSince = ({ positie }: ListItem): number => Date.parse(positie.split('#')[0] ?? '');

/**
 * Whether a lane has work with a message. One that a door died with is released, also for a partner that fetches. Of a
 * receiver that is out of order a few have, and those that were left out for as long as their schedule lasts. What was not delivered
 * when the contract of its partner ended waits for what says so.
 */
const createGoesByItself = (
  { kanalen, now }: Pick<DeliveryDependencies, 'kanalen' | 'now'>,
  settings: KanaalSettings,
) => {
  const healthOf = healthReader(kanalen);
  const toFindOut = new Map<string, number>();
  return async (item: ListItem): Promise<boolean> => {
    if (item.plek === 'bezig') return true;
    if (isAfterContract(item, todayInNederland(now))) return false;
    const destination = destinationOfItem(settings, item);
    if (destination.deur !== 'webhook') return destination.deur === 'wachtrij';
    const { id, status } = destination.abonnement;
    if (status !== 'actief') return false;
    const health = await healthOf(id);
    if (!hasOutage(health)) return true;
    if (isOverdue(health, listedSince(item), LONGEST_SCHEDULE_MS, now.getTime())) return true;
    const left = toFindOut.get(id) ?? TO_FIND_OUT;
    toFindOut.set(id, left - 1);
    return left > 0;
  };
};

const delivers = ({ basisdeur, abonnementen, uitgesloten }: KanaalSettings): boolean =>
  uitgesloten === undefined &&
  (basisdeur === 'wachtrij' || abonnementen.some(({ status }) => status === 'actief'));

const key = ({ kanaal, zaakId }: LanePlace): string => `${kanaal}#${zaakId}`;

/** Offers the lanes in which something lies that nothing will come for: the order for it was lost, or died halfway. */
export const publishLasting = async (dependencies: DeliveryDependencies): Promise<void> => {
  const { postvak, lanes, kanalen, telemetry, partners, now } = dependencies;
  const waiting = new Set((await lanes.waiting()).map(key));
  const settingsOf = await kanalen.settingsOfAll(partners);
  const until = new Date(now.getTime() - STAYS_MS).toISOString();
  await takeAll(
    partners.map((kanaal) => async () => {
      const settings = settingsOf(kanaal);
      const zaken = new Set<ZaakId>();
      const goesByItself = createGoesByItself(dependencies, settings);
      const places = delivers(settings) ? (['klaargezet', 'bezig'] as const) : (['bezig'] as const);
      for await (const item of allItems(postvak, kanaal, { places, until })) {
        const { zaakId } = item;
        if (zaken.has(zaakId) || waiting.has(key({ kanaal, zaakId }))) continue;
        if (await goesByItself(item)) zaken.add(zaakId);
      }
      if (zaken.size === 0) return;
      await enqueue(
        dependencies,
        [...zaken].map((zaakId) => ({ kanaal, zaakId, reden: now.toISOString() })),
      );
      telemetry.info('partnerberichten opnieuw aangeboden', { partner: kanaal, zaken: [...zaken] });
    }),
  );
};
