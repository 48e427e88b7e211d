import type { Offer } from '../../../adapters/bezorgwachtrij.ts';
import { createKanalen } from '../../../adapters/kanalen.ts';
import { createPendingAnswers } from '../../../adapters/pending-answers.ts';
import { createLanes } from '../../../adapters/post/banen.ts';
import { createFeeds } from '../../../adapters/post/feeds.ts';
import { createHerleveringen } from '../../../adapters/post/herleveringen.ts';
import { createPostvak } from '../../../adapters/post/postvak.ts';
import type { Table } from '../../../adapters/tabel.ts';
import type { KanaalId } from '../../../domain/partners/projectie.ts';

/** What looks after deliveries and what waits for DUO, on a table in memory; `aanbod` gets what would lie on the delivery queue. */
export const deliveryOf = <T extends Table>(
  table: T,
  { partners = [], offer = [] }: { partners?: readonly KanaalId[]; offer?: Offer[] } = {},
) => ({
  table,
  pendingAnswers: createPendingAnswers(table),
  postvak: createPostvak(table),
  banen: createLanes(table),
  kanalen: createKanalen(table),
  feeds: createFeeds(table),
  herleveringen: createHerleveringen(table),
  deliveryQueue: {
    enqueue: async (jobs: readonly Offer[]): Promise<void> => {
      offer.push(...jobs);
    },
  },
  partners,
});
