import type { Gemeentecode, ZaakId } from '../../contracts/basistypen.ts';
import type { Partnerbericht } from '../../contracts/partnerberichten.ts';
import { gemeenteProfielen } from '../../domain/gemeenten/index.ts';
import { partnerAdres } from '../../domain/partners/projectie.ts';
import type { Tabel } from '../tabel.ts';
import { maakBanen } from './banen.ts';
import { POSTPLEKKEN } from './poststuk.ts';
import { maakPostvak } from './postvak.ts';

/** What a partner was told, as it reads it back. */
export const maakVerzonden = (tabel: Tabel) => {
  const postvak = maakPostvak(tabel);
  return {
    /** Everything this partner was told about one zaak and of which the content is still kept, by volgnummer. */
    async berichtenOver(
      zaakId: ZaakId,
      gemeentecode: Gemeentecode,
      partner: string,
    ): Promise<readonly Partnerbericht[]> {
      const { stukken } = await maakBanen(tabel).lees(partnerAdres(gemeentecode, partner), zaakId);
      return stukken.flatMap(({ tekst }) => (tekst === undefined ? [] : [JSON.parse(tekst)]));
    },

    /** Number of messages per `<gemeentecode>/<partner>`, of one gemeente or of all. */
    async aantalPerPartner(gemeentecode?: Gemeentecode): Promise<Readonly<Record<string, number>>> {
      const adressen = gemeenteProfielen
        .filter((profiel) => gemeentecode === undefined || profiel.gemeentecode === gemeentecode)
        .flatMap((profiel) =>
          profiel.partners.map((partner) => partnerAdres(profiel.gemeentecode, partner.sleutel)),
        );
      return Object.fromEntries(
        await Promise.all(
          adressen.map(async (adres) => [adres, await postvak.tel(adres, POSTPLEKKEN)] as const),
        ),
      );
    },
  };
};

export type Verzonden = ReturnType<typeof maakVerzonden>;
