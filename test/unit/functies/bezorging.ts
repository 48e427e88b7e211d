import type { Aanbod } from '../../../adapters/bezorgwachtrij.ts';
import { maakKanalen } from '../../../adapters/kanalen.ts';
import { createPendingAnswers } from '../../../adapters/pending-answers.ts';
import { maakBanen } from '../../../adapters/post/banen.ts';
import { maakFeeds } from '../../../adapters/post/feeds.ts';
import { maakHerleveringen } from '../../../adapters/post/herleveringen.ts';
import { maakPostvak } from '../../../adapters/post/postvak.ts';
import type { Tabel } from '../../../adapters/tabel.ts';
import type { PartnerAdres } from '../../../domain/partners/projectie.ts';

/** What looks after deliveries and what waits for DUO, on a table in memory; `aanbod` gets what would lie on the delivery queue. */
export const bezorgingVan = <T extends Tabel>(
  tabel: T,
  { partners = [], aanbod = [] }: { partners?: readonly PartnerAdres[]; aanbod?: Aanbod[] } = {},
) => ({
  tabel,
  pendingAnswers: createPendingAnswers(tabel),
  postvak: maakPostvak(tabel),
  banen: maakBanen(tabel),
  kanalen: maakKanalen(tabel),
  feeds: maakFeeds(tabel),
  herleveringen: maakHerleveringen(tabel),
  bezorgwachtrij: {
    bied: async (opdrachten: readonly Aanbod[]): Promise<void> => {
      aanbod.push(...opdrachten);
    },
  },
  partners,
});
