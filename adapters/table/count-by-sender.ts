import { known } from '../../domain/known.ts';
import type { Table } from './table.ts';

/** Counting the items of a list that some organisations sent. */

/** How many of a page there are, and where the next one begins. */
export interface CountedPage {
  readonly aantal: number;
  readonly na?: string;
}

/** Items looked at in one request. */
const COUNTED_TOGETHER = 1000;

/** Looks at no more than `max` items of a list, and counts those of these senders. */
export const countPageBySender = async (
  table: Pick<Table, 'perStatus'>,
  list: string,
  senders: ReadonlySet<string>,
  max: number,
  after?: string,
): Promise<CountedPage> => {
  const { items, ...rest } = await table.perStatus(list, {
    max,
    ...known({ na: after }),
  });
  return { aantal: items.filter((item) => senders.has(String(item['organisatie']))).length, ...rest };
};

/** Counts all items of a list that these senders sent. */
export const countBySender = async (
  table: Pick<Table, 'perStatus'>,
  list: string,
  senders: ReadonlySet<string>,
): Promise<number> => {
  let count = 0;
  let after: string | undefined;
  do {
    const page = await countPageBySender(table, list, senders, COUNTED_TOGETHER, after);
    count += page.aantal;
    after = page.na;
  } while (after !== undefined);
  return count;
};
