import type { Ontvangsten } from '../adapters/table/ontvangsten.ts';
import { ONTVANGST_STATUSES, type OntvangstStatus } from '../contracts/ontvangst-status.ts';

/** The number of ontvangsten of each status, over all pages. */
export const countOntvangsten = async ({
  countPage,
}: Pick<Ontvangsten, 'countPage'>): Promise<Record<OntvangstStatus, number>> => {
  const telling: Record<OntvangstStatus, number> = { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 };
  for (const status of ONTVANGST_STATUSES) {
    let after: string | undefined;
    do {
      // Pages are small, so that there are more than one.
      const page = await countPage(status, 7, after);
      telling[status] += page.aantal;
      after = page.na;
    } while (after !== undefined);
  }
  return telling;
};
