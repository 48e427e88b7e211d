import { pages } from '../../adapters/post/bladzijden.ts';
import type { FeedQuery, Postvak } from '../../adapters/post/postvak.ts';
import type { ListItem } from '../../domain/delivery/item.ts';
import type { KanaalId } from '../../domain/partners/projectie.ts';

/** Messages that are read at a time. */
const PAGE = 500;

/** Everything of a partner that is asked for, oldest first, read page by page. */
export async function* allItems(
  postvak: Pick<Postvak, 'list'>,
  partner: KanaalId,
  query: Omit<FeedQuery, 'na' | 'max'>,
): AsyncGenerator<ListItem> {
  for await (const items of pages(postvak, partner, { ...query, max: PAGE })) yield* items;
}
