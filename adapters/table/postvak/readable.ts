import { todayInNederland } from '../../../contracts/base-types.ts';
import type { ListItem, PostvakItem } from '../../../domain/delivery/item.ts';
import { asReadable } from '../../../domain/delivery/withdrawn.ts';
import { HubError } from '../../../domain/errors.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import type { Table } from '../table.ts';
import { createLanes } from './lanes.ts';

/**
 * What a partner was told later of the same zaak decides, so a message counts with its lane alone. One that lies ready was put right
 * when that was told. Any other that the list shows and the lane does not have is moved or erased this moment, or still lies in
 * its old place (old-place.ts): whoever asks again sees it as it is then.
 */
const refuseUnplaced = ({ plek, volgnummer }: ListItem, lane: readonly PostvakItem[]): void => {
  if (plek === 'klaargezet' || lane.some((item) => item.volgnummer === volgnummer)) return;
  throw new HubError('retry', 'een bericht in de lijst ligt nog niet, of niet meer, op zijn plaats');
};

/**
 * Of these messages to a partner those of which it may still have the content, each with the content that it may have. Reads what
 * else it was told of each zaak. Throws a `HubError` ('retry') when what it was told cannot be told now.
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
    return items.flatMap((item) => {
      if (item.tekst === undefined) return [item];
      const lane = lanes.get(item.zaakId) ?? [];
      refuseUnplaced(item, lane);
      return asReadable(kanaal, item, lane, today) ?? [];
    });
  };
};

export type Readable = ReturnType<typeof createReadable>;
