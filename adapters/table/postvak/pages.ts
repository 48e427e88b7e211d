import type { ListItem } from '../../../domain/delivery/item.ts';
import { known } from '../../../domain/known.ts';
import type { KanaalId } from '../../../domain/partners/projection.ts';
import type { FeedQuery, Postvak } from './postvak.ts';

/** Everything of a partner that is asked for, oldest first, so many at a time; `from` is a position, or a moment. */
export async function* pages(
  postvak: Pick<Postvak, 'list'>,
  partner: KanaalId,
  query: Omit<FeedQuery, 'na'>,
  from?: string,
): AsyncGenerator<readonly ListItem[]> {
  for (let after = from; ; ) {
    const { items, meer } = await postvak.list(partner, {
      ...query,
      ...known({ na: after }),
    });
    yield items;
    after = items.at(-1)?.positie;
    if (!meer || after === undefined) return;
  }
}
