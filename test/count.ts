import type { Ontvangsten } from '../adapters/table/ontvangsten.ts';
import { ONTVANGST_STATUSES, type OntvangstStatus } from '../contracts/ontvangst-status.ts';

/** How many receipts there are of each status, all pages together. */
export const countOntvangsten = async ({
  countPage,
}: Pick<Ontvangsten, 'countPage'>): Promise<Record<OntvangstStatus, number>> => {
  const telling: Record<OntvangstStatus, number> = { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 };
  for (const status of ONTVANGST_STATUSES) {
    let after: string | undefined;
    do {
      // Small pages, so that there is more than one.
      const page = await countPage(status, 7, after);
      telling[status] += page.aantal;
      after = page.na;
    } while (after !== undefined);
  }
  return telling;
};
