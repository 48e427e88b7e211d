import type { Gemeentecode, ZaakId } from '../../contracts/basistypen.ts';
import type { Partnerbericht } from '../../contracts/partnerberichten.ts';
import { partnerAdres } from '../../domain/partners/address.ts';
import type { Tabel } from '../tabel.ts';
import { maakBanen } from './banen.ts';

/** What a partner was told, as it reads it back. */
export const maakVerzonden = (tabel: Tabel) => ({
  /** Everything this partner was told about one zaak and of which the content is still kept, by volgnummer. */
  async berichtenOver(
    zaakId: ZaakId,
    gemeentecode: Gemeentecode,
    partner: string,
  ): Promise<readonly Partnerbericht[]> {
    const { stukken } = await maakBanen(tabel).lees(partnerAdres(gemeentecode, partner), zaakId);
    return stukken.flatMap(({ tekst }) => (tekst === undefined ? [] : [JSON.parse(tekst)]));
  },
});
