import { todayInNederland } from '../../../contracts/base-types.ts';
import type { ListItem } from '../../../domain/delivery/item.ts';
import { asReadable } from '../../../domain/delivery/withdrawn.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import type { Table } from '../table.ts';
import { createLanes } from './lanes.ts';

/**
 * Of these messages to a partner those of which it may still have the content, each with the content that it may have. Reads what
 * else it was told of each zaak.
 */
export const createReadable = (table: Table) => {
  const lanesOf = createLanes(table);
  return async <Item extends ListItem>(
    kanaal: KanaalId,
    items: readonly Item[],
  ): Promise<readonly Item[]> => {
    const today = todayInNederland();
    const zaakIds = [
      ...new Set(items.filter(({ tekst }) => tekst !== undefined).map(({ zaakId }) => zaakId)),
    ];
    const lanes = new Map(
      await Promise.all(
        zaakIds.map(async (zaakId) => [zaakId, (await lanesOf.read(kanaal, zaakId)).items] as const),
      ),
    );
    return items.flatMap((item) =>
      item.tekst === undefined
        ? [item]
        : (asReadable(kanaal, item, lanes.get(item.zaakId) ?? [], today) ?? []),
    );
  };
};

export type Readable = ReturnType<typeof createReadable>;
