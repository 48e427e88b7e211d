import { memoryDeliveryQueue } from '../../../adapters/memory/delivery-queue.ts';
import type { Offer } from '../../../adapters/queues/delivery-queue.ts';
import { createKanalen } from '../../../adapters/table/kanalen.ts';
import { createOfferAgain } from '../../../adapters/table/offer-again.ts';
import { createPendingAnswers } from '../../../adapters/table/pending-answers.ts';
import { createFeeds } from '../../../adapters/table/postvak/feeds.ts';
import { createHerleveringen } from '../../../adapters/table/postvak/herleveringen.ts';
import { createLanes } from '../../../adapters/table/postvak/lanes.ts';
import { createPostvak } from '../../../adapters/table/postvak/postvak.ts';
import type { Table } from '../../../adapters/table/table.ts';
import type { KanaalId } from '../../../domain/partners/projection.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The stores of deliveries, of pending answers and of offers on a table in memory; `offer` gets the jobs for the delivery queue. All queues are empty. */
export const deliveryOf = <T extends Table>(
  table: T,
  { partners = [], offer = [] }: { partners?: readonly KanaalId[]; offer?: Offer[] } = {},
) => ({
  table,
  pendingAnswers: createPendingAnswers(table),
  offers: createOfferAgain(table),
  postvak: createPostvak(table),
  lanes: createLanes(table),
  kanalen: createKanalen(table),
  feeds: createFeeds(table),
  herleveringen: createHerleveringen(table),
  deliveryQueue: memoryDeliveryQueue(offer),
  partners,
  queueCounts: { countOf: async () => 0 },
  places: {},
  receivers: [],
  partnerAlarmAfterMs: DAY_MS,
  silenceAlarmAfterMs: { coa: 14 * DAY_MS, brp: 14 * DAY_MS, duo: 30 * DAY_MS },
});
