import type { Gemeentecode, ZaakId } from '../contracts/basistypen.ts';
import type { Partnerbericht } from '../contracts/partnerberichten.ts';
import { gemeenteProfielen } from '../domain/gemeenten/index.ts';
import { type PartnerAdres, partnerAdres } from '../domain/partners/projectie.ts';
import { POST, postSleutel } from './logboeken.ts';
import type { Item, Tabel } from './tabel.ts';

/** Messages as they were sent to partners, kept so that they can be read again; the oldest expire. */

/** How long the content of a sent message can be read again. */
const BEWAARTERMIJN_SECONDEN = 90 * 24 * 3600;

const status = (partner: PartnerAdres): string => `${POST}${partner}`;

const alsBericht = (item: Item): Partnerbericht => JSON.parse(String(item['bericht']));

export const maakPost = (tabel: Tabel) => ({
  /** Keeps messages that their queues have accepted. */
  async bewaar(berichten: readonly { partner: PartnerAdres; bericht: Partnerbericht }[]): Promise<void> {
    const verlooptOp = Math.floor(Date.now() / 1000) + BEWAARTERMIJN_SECONDEN;
    await tabel.schrijf(
      berichten.map(({ partner, bericht }) => {
        const { zaakId, volgnummer } = bericht.data;
        return {
          pk: `ZAAK#${zaakId}`,
          sk: postSleutel(partner, volgnummer),
          status: status(partner),
          sinds: `${bericht.time}#${zaakId}#${volgnummer}`,
          bericht: JSON.stringify(bericht),
          verlooptOp,
        };
      }),
    );
  },

  /** Everything this partner was told about one zaak, in order of volgnummer. */
  async berichtenOver(
    zaakId: ZaakId,
    gemeentecode: Gemeentecode,
    partner: string,
  ): Promise<readonly Partnerbericht[]> {
    const items = await tabel.partitie(`ZAAK#${zaakId}`, `${POST}${partnerAdres(gemeentecode, partner)}#`);
    return items.map(alsBericht);
  },

  /** Everything this partner was told, in the order in which the hub recorded it, page by page. */
  async berichtenVan(
    gemeentecode: Gemeentecode,
    partner: string,
    na?: string,
  ): Promise<{ berichten: readonly Partnerbericht[]; na?: string }> {
    const bladzij = await tabel.perStatus(
      status(partnerAdres(gemeentecode, partner)),
      na === undefined ? {} : { na },
    );
    return {
      berichten: bladzij.items.map(alsBericht),
      ...(bladzij.na === undefined ? {} : { na: bladzij.na }),
    };
  },

  /** Number of messages per `<gemeentecode>/<partner>`, of one gemeente or of all. */
  async aantalPerPartner(gemeentecode?: Gemeentecode): Promise<Readonly<Record<string, number>>> {
    const adressen = gemeenteProfielen
      .filter((profiel) => gemeentecode === undefined || profiel.gemeentecode === gemeentecode)
      .flatMap((profiel) =>
        profiel.partners.map((partner) => partnerAdres(profiel.gemeentecode, partner.sleutel)),
      );
    return Object.fromEntries(
      await Promise.all(adressen.map(async (adres) => [adres, await tabel.tel(status(adres))] as const)),
    );
  },
});

export type Post = ReturnType<typeof maakPost>;
