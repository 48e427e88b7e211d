import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import { isInHand, type PostvakItem } from '../../domain/delivery/item.ts';
import { inPlaceOf } from '../../domain/delivery/withdrawn.ts';

/**
 * Of everything of one partner of one zaak: replaces what the partner does not have and may not have any more. Gives these
 * messages as they are then; undefined when one moved or was written anew meanwhile, so that they have to be read again.
 */
export const withdrawPost = async (
  postvak: Pick<Postvak, 'withdraw'>,
  lane: readonly PostvakItem[],
  now: Date,
): Promise<readonly PostvakItem[] | undefined> => {
  const items = await Promise.all(
    lane.map((item) => {
      const content = inPlaceOf(item, lane);
      return content === undefined || isInHand(item, now) ? item : postvak.withdraw(item, content, now);
    }),
  );
  return items.every((item) => item !== undefined) ? items : undefined;
};
