import type { memoryTable } from '../../../adapters/memory/table.ts';
import type { Item } from '../../../adapters/table/table.ts';

/**
 * The items as version 0.1.0 stored them: messages and lanes lie among the commits of their zaak, and a delivered message has no
 * `bezigTot`.
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

/** Changes the items of a table into those that version 0.1.0 would have stored. */
export const putBackAsBefore = async (table: ReturnType<typeof memoryTable>): Promise<void> => {
  const items = table.alles();
  await table.remove(items.filter(({ pk }) => pk.startsWith('POSTVAK#')));
  await table.write(asStoredBefore(items));
};
