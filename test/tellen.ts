import type { Ontvangsten } from '../adapters/ontvangsten.ts';
import { ONTVANGST_STATUSSEN, type OntvangstStatus } from '../contracts/api.ts';

/** How many receipts there are of each status, all pages together. */
export const telOntvangsten = async ({
  telBladzij,
}: Pick<Ontvangsten, 'telBladzij'>): Promise<Record<OntvangstStatus, number>> => {
  const telling: Record<OntvangstStatus, number> = { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 };
  for (const status of ONTVANGST_STATUSSEN) {
    let na: string | undefined;
    do {
      // Small pages, so that there is more than one.
      const bladzij = await telBladzij(status, 7, na);
      telling[status] += bladzij.aantal;
      na = bladzij.na;
    } while (na !== undefined);
  }
  return telling;
};
