import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import type { SentPartnerbericht } from '../../../contracts/partner-gebeurtenis-data.ts';
import { kanaalId } from '../../../domain/partners/address.ts';
import type { Table } from '../table.ts';
import { createLanes } from './lanes.ts';

/** What a partner was told, as it reads it back. */
export const createSentMessages = (table: Table) => ({
  /** Everything this partner was told about one zaak and of which the content is still kept, by volgnummer. */
  async berichtenOver(
    zaakId: ZaakId,
    gemeentecode: Gemeentecode,
    partner: string,
  ): Promise<readonly SentPartnerbericht[]> {
    const { items } = await createLanes(table).read(kanaalId(gemeentecode, partner), zaakId);
    return items.flatMap(({ tekst }) => (tekst === undefined ? [] : [JSON.parse(tekst)]));
  },
});

export type SentMessages = ReturnType<typeof createSentMessages>;
