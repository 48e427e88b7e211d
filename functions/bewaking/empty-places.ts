import type { FeedQuery, Postvak } from '../../adapters/table/postvak/postvak.ts';
import { POSTVAK_STATES, type PostvakState } from '../../domain/delivery/item.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';

/**
 * Most partners have nothing in most places, and several steps of a run look there. `askOnce` has a run find out once for each
 * place whether it is empty, and ask no more of one that is. What comes there meanwhile is for the next run.
 */
export const askOnce = <Given extends Pick<Postvak, 'list' | 'count'>>(postvak: Given): Given => {
  const found = new Map<string, Promise<boolean>>();

  const isEmpty = (partner: KanaalId, place: PostvakState): Promise<boolean> => {
    const key = `${partner}#${place}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const asked = postvak
      .list(partner, { places: [place], max: 1 })
      .then(({ items }) => items.length === 0)
      .catch((error: unknown) => {
        found.delete(key);
        throw error;
      });
    found.set(key, asked);
    return asked;
  };

  const withItems = async (
    partner: KanaalId,
    places: readonly PostvakState[],
  ): Promise<readonly PostvakState[]> => {
    const empty = await Promise.all(places.map((place) => isEmpty(partner, place)));
    return places.filter((_, number) => !empty[number]);
  };

  return {
    ...postvak,
    list: async (partner: KanaalId, query: FeedQuery = {}) => {
      const places = await withItems(partner, query.places ?? POSTVAK_STATES);
      return places.length === 0 ? { items: [], meer: false } : postvak.list(partner, { ...query, places });
    },
    count: async (partner: KanaalId, asked: readonly PostvakState[]) => {
      const places = await withItems(partner, asked);
      return places.length === 0 ? 0 : postvak.count(partner, places);
    },
  };
};
