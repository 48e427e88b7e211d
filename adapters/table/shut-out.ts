import type { ShutOut } from '../../contracts/shut-out.ts';
import { type KanaalId, kanaalParts } from '../../domain/partners/address.ts';
import type { Item, Key } from './table.ts';

/**
 * A partner that its gemeente shut out. This lies among the doors of the partner, which every function reads that sends it
 * something; what an operator shut out lies apart, where no gemeente can undo it (`admissions.ts`).
 */

const MARK = 'UITGESLOTEN';

export const shutOutKey = (kanaal: KanaalId): Key => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return { pk: `KANAAL#${gemeentecode}`, sk: `${partner}#${MARK}` };
};

/** The shutting out that holds now; undefined when this item is another, or the partner was let in again. */
export const toShutOut = ({ sk, sinds, door, reden, opgeheven }: Item): ShutOut | undefined =>
  sk.split('#')[1] !== MARK || opgeheven !== undefined
    ? undefined
    : {
        sinds: String(sinds),
        door: String(door),
        ...(reden === undefined ? {} : { reden: reden as NonNullable<ShutOut['reden']> }),
      };
