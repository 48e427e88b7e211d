import type { OntvangstId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { contentOf, keyOfOntvangst, listOfStatus } from './ontvangsten.ts';
import type { Table } from './table.ts';

/** Messages that stayed unprocessed are offered again by the watch, a number of times. */

/** A message that is offered again, and how often it was before. */
export interface Offer {
  readonly bericht: InboundBericht;
  readonly earlier: number;
}

/** How often a message that no function got through is offered again by itself. */
const HIGHEST_OFFERS = 3;

/** Which messages are still to be offered again, and how often each was. */
export const createOfferAgain = (table: Pick<Table, 'read' | 'change'>) => ({
  /**
   * A message that stayed unprocessed, to be offered again, and how often it was. Undefined when it was processed meanwhile,
   * or was offered often enough: its alarm stands, and only people can help.
   */
  async toOfferAgain(ontvangstId: OntvangstId): Promise<Offer | 'quarantaine' | undefined> {
    const item = await table.read(keyOfOntvangst(ontvangstId));
    const earlier = Number(item?.['aanbiedingen'] ?? 0);
    if (earlier >= HIGHEST_OFFERS) return undefined;
    const bericht = await contentOf(table, item, ['ontvangen']);
    return bericht === undefined || bericht === 'quarantaine' ? bericht : { bericht, earlier };
  },

  /**
   * Counts an offer that the bus took, and puts the message at the end of its list. After a crash before this it is only offered once
   * more; one that was processed meanwhile, or that a person took up, stays as it is.
   */
  countOffer: ({ bericht: { ontvangstId }, earlier }: Offer, now: Date): Promise<boolean> =>
    table.change(
      keyOfOntvangst(ontvangstId),
      { sinds: now.toISOString(), aanbiedingen: earlier + 1 },
      [listOfStatus('ontvangen')],
      earlier === 0 ? {} : { aanbiedingen: earlier },
    ),
});

export type OfferAgain = ReturnType<typeof createOfferAgain>;
