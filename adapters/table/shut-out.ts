import type { ShutOut } from '../../contracts/shut-out.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import { type KanaalId, kanaalParts } from '../../domain/partners/address.ts';
import type { Item, Key } from './table.ts';

/**
 * A partner that its gemeente shut out. This lies among the doors of the partner, which every function reads that sends it
 * something; what an operator shut out lies apart, where no gemeente can undo it (`admissions.ts`).
 */

const MARK = 'UITGESLOTEN';

/** No issuer may give a token for longer than a day, so after two it is refused by itself. */
export const TOKEN_SECONDS = 2 * DAY_SECONDS;

/** Where it stands that a partner is shut out, or one token of it. */
export const shutOutKey = (kanaal: KanaalId, tokenId?: string): Key => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return {
    pk: `KANAAL#${gemeentecode}`,
    sk: `${partner}#${MARK}${tokenId === undefined ? '' : `#${tokenId}`}`,
  };
};

/** The token that an item of `shutOutKey` shuts out; undefined when that is the whole partner. */
export const tokenIn = ({ sk }: Key): string | undefined => sk.split('#')[2];

/** What holds now, for a partner or one token of it; undefined when this item is another, or the partner was let in again. */
export const toShutOut = ({ sk, sinds, door, reden, opgeheven }: Item): ShutOut | undefined =>
  sk.split('#')[1] !== MARK || opgeheven !== undefined
    ? undefined
    : {
        sinds: String(sinds),
        door: String(door),
        ...(reden === undefined ? {} : { reden: reden as NonNullable<ShutOut['reden']> }),
      };
