import type { DeliveryQueue } from '../../adapters/queues/delivery-queue.ts';
import { AGAIN, retry } from '../../adapters/retry.ts';
import type { Kanalen } from '../../adapters/table/kanalen.ts';
import type { Feeds } from '../../adapters/table/postvak/feeds.ts';
import {
  type Herlevering,
  type Herleveringen,
  progressOf,
} from '../../adapters/table/postvak/herleveringen.ts';
import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { KanaalSettings } from '../../domain/delivery/abonnement.ts';
import { destinationOfItem } from '../../domain/delivery/destination.ts';
import { isOpen, type ListItem, type PostvakItem } from '../../domain/delivery/item.ts';
import { HubError } from '../../domain/errors.ts';
import { known } from '../../domain/known.ts';
import type { Remaining } from './dependencies.ts';

/** Puts messages back in line that a partner asked for again: each one once per request, wherever it falls. */

export interface HerleveringNeeded {
  readonly herleveringen: Pick<Herleveringen, 'read' | 'choose' | 'recordProgress'>;
  readonly postvak: Pick<Postvak, 'read' | 'redeliver'>;
  readonly kanalen: Pick<Kanalen, 'settings'>;
  readonly feeds: Pick<Feeds, 'revise'>;
  readonly deliveryQueue: Pick<DeliveryQueue, 'enqueue'>;
  readonly now: () => Date;
}

/**
 * Carries a request on: as far as its rate allows, or as the time of this function reaches. What is left is offered
 * again, at once or by the watch when its moment has come.
 */
export async function processHerlevering(
  needed: HerleveringNeeded,
  herleveringId: string,
  remaining: Remaining,
): Promise<void> {
  const { herleveringen, kanalen, deliveryQueue, now } = needed;
  let entry = await herleveringen.read(herleveringId);
  // The request has ended or is not due yet: this order came twice.
  if (entry?.vanaf === undefined || entry.vanaf > now().toISOString()) return;
  const settings = await kanalen.settings(entry.kanaal);
  let room = entry.tempo ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const { gedaan, na } = await step(needed, entry, settings, room);
    room -= gedaan;
    const wait = room <= 0 ? MINUTE_MS : 0;
    entry = await herleveringen.recordProgress(entry, {
      gedaan: entry.gedaan + gedaan,
      ...(na === undefined ? {} : { na, vanaf: new Date(now().getTime() + wait).toISOString() }),
    });
    // Another instance carries it on, it has ended, or its rate allows no more for now.
    if (entry?.vanaf === undefined || wait > 0) return;
    if (remaining() < MARGIN_MS) return deliveryQueue.enqueue([jobFor(entry)]);
  }
}

const MINUTE_MS = 60_000;
/** Time that one page and writing down how far the request is may take. */
const MARGIN_MS = 20_000;
/** A message can move while it is looked at. */
const ATTEMPTS = 5;

/** The queue of a partner that fetches by now has it in hand: it will be delivered where nobody may ever look for it. */
const isOnItsWayAside = (settings: KanaalSettings, item: PostvakItem): boolean =>
  item.plek === 'bezig' && item.deur === 'wachtrij' && destinationOfItem(settings, item).deur === 'ophalen';

/** What became of one message: put back by this request (now, or by a run that fell), or not its to put back. */
const putBack = async (
  { postvak, now }: HerleveringNeeded,
  place: ListItem,
  { id: herleveringId, keuze }: Herlevering,
  settings: KanaalSettings,
): Promise<PostvakItem | undefined> => {
  return retry(
    async () => {
      const item = await postvak.read(place);
      if (item?.herleveringId === herleveringId) return item;
      // The list shows it: it is moved or erased this moment, or still lies in its old place.
      if (item === undefined || isOnItsWayAside(settings, item)) return AGAIN;
      if (item.tekst === undefined || isOpen(item)) return undefined;
      // The list may be a moment old.
      if (keuze.onbevestigd === true && item.plek === 'bevestigd') return undefined;
      return (await postvak.redeliver(item, herleveringId, now())) ?? AGAIN;
    },
    {
      times: ATTEMPTS,
      pauseMs: () => 0,
      exhausted: () => new HubError('retry', 'een bericht bleef bewegen terwijl het teruggezet werd'),
    },
  );
};

const isToDeliver = (settings: KanaalSettings, item: PostvakItem): boolean =>
  item.plek === 'klaargezet' && destinationOfItem(settings, item).deur !== 'ophalen';

/** Offers the lanes of what lies ready again, and lets a partner that fetches see it. */
const publish = async (
  { deliveryQueue, feeds, now }: HerleveringNeeded,
  { kanaal }: Herlevering,
  settings: KanaalSettings,
  items: readonly PostvakItem[],
): Promise<void> => {
  const zaken = new Set<ZaakId>(
    items.filter((item) => isToDeliver(settings, item)).map(({ zaakId }) => zaakId),
  );
  await deliveryQueue.enqueue([...zaken].map((zaakId) => ({ job: { soort: 'baan', kanaal, zaakId } })));
  // Whatever its door is: the partner may have chosen to fetch since the doors were read.
  if (items.length > 0) await feeds.revise(kanaal, now());
};

/**
 * Puts these back: side by side per zaak, and within one by volgnummer, so that a lane does not run ahead of itself. Of one zaak that
 * holds over all steps of a request. Of a time it holds within a step: a message that got its content late may come in a later one.
 */
const putAllBack = async (
  needed: HerleveringNeeded,
  places: readonly ListItem[],
  entry: Herlevering,
  settings: KanaalSettings,
): Promise<readonly PostvakItem[]> => {
  const perZaak = await Promise.all(
    [...Map.groupBy(places, ({ zaakId }) => zaakId).values()].map(async (fromZaak) => {
      const restored: PostvakItem[] = [];
      for (const place of fromZaak.toSorted((one, other) => one.volgnummer - other.volgnummer)) {
        const item = await putBack(needed, place, entry, settings);
        if (item !== undefined) restored.push(item);
      }
      return restored;
    }),
  );
  return perZaak.flat();
};

/** The next messages of a request, at most `room`: put back, offered, and only then written down. */
const step = async (
  needed: HerleveringNeeded,
  entry: Herlevering,
  settings: KanaalSettings,
  room: number,
): Promise<{ readonly gedaan: number; readonly na?: string }> => {
  const { items, na } = await needed.herleveringen.choose(entry.kanaal, entry.keuze, settings, entry.na);
  const itsTurn = items.slice(0, room);
  const restored = await putAllBack(needed, itsTurn, entry, settings);
  await publish(needed, entry, settings, restored);
  const latest = itsTurn.at(-1);
  const next = itsTurn.length < items.length && latest !== undefined ? progressOf(entry.keuze, latest) : na;
  return { gedaan: restored.length, ...known({ na: next }) };
};

const jobFor = ({ id, kanaal }: Herlevering) => ({
  job: { soort: 'herlevering' as const, kanaal, herleveringId: id },
});
