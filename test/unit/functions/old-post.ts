import type { memoryTable } from '../../../adapters/memory/table.ts';
import type { Item } from '../../../adapters/table/table.ts';

/**
 * What version 0.1.0 stored in place of these items: messages and lanes lie among the commits of their zaak, and what says that it
 * was delivered is in nobody's hand.
 */
const asStoredBefore = (items: readonly Item[]): readonly Item[] =>
  items.map((item) => {
    const place = (key: unknown): string => String(key).replace(/^POSTVAK#/, 'ZAAK#');
    return {
      ...item,
      pk: place(item.pk),
      ...(item['plek'] === 'bezorgd' ? { bezigTot: undefined } : {}),
      ...(item['naarPk'] === undefined ? {} : { naarPk: place(item['naarPk']) }),
    };
  });

/** Makes a table what version 0.1.0 would have made of it. */
export const putBackAsBefore = async (table: ReturnType<typeof memoryTable>): Promise<void> => {
  const items = table.alles();
  await table.remove(items.filter(({ pk }) => pk.startsWith('POSTVAK#')));
  await table.write(asStoredBefore(items));
};
