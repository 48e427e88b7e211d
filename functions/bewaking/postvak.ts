import { pages } from '../../adapters/table/postvak/pages.ts';
import type { FeedQuery, Postvak } from '../../adapters/table/postvak/postvak.ts';
import type { ListItem } from '../../domain/delivery/item.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';

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
