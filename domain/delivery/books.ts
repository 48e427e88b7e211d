import type { Balans, Ontvangstbalans, Postbalans, Verschil } from '../../contracts/balans.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Poststaat } from '../../contracts/post.ts';
import { berichtIdVan } from '../partners/bericht.ts';
import type { PartnerAdres } from '../partners/projectie.ts';

/** The books: the timeline says what had to be told, the postvak what became of it. They are kept apart and compared. */

/** What the timeline and the postvak of one zaak say. */
export interface Zaakboek {
  readonly zaakId: ZaakId;
  /** Commits of which not every message lies in the postvak yet. */
  readonly nogTeVersturen: number;
  readonly meldingen: readonly {
    readonly partner: PartnerAdres;
    readonly volgnummer: number;
    /** Its commit is still to be sent: that it lies nowhere yet is no fault. */
    readonly onderweg: boolean;
  }[];
  readonly post: readonly {
    readonly partner: PartnerAdres;
    readonly volgnummer: number;
    readonly staat: Poststaat;
  }[];
}

export const LEGE_POSTBALANS: Postbalans = {
  geproduceerd: 0,
  klaargezet: 0,
  bezorgd: 0,
  bevestigd: 0,
  geparkeerd: 0,
  vervallen: 0,
};

export const LEGE_ONTVANGSTBALANS: Ontvangstbalans = {
  ontvangen: 0,
  wacht: 0,
  quarantaine: 0,
  verwerkt: 0,
};

export const LEGE_BALANS: Omit<Balans, 'na'> = {
  ontvangsten: LEGE_ONTVANGSTBALANS,
  zaken: 0,
  post: {},
  nogTeVersturen: 0,
  verschillen: [],
};

const som = <Naam extends string>(
  een: Readonly<Record<Naam, number>>,
  ander: Readonly<Record<Naam, number>>,
): Record<Naam, number> => {
  const namen = Object.keys(een) as Naam[];
  return Object.fromEntries(namen.map((naam) => [naam, een[naam] + ander[naam]])) as Record<Naam, number>;
};

/** Two pages of the books, or the books of two zaken, as one. */
export const telOp = (een: Omit<Balans, 'na'>, ander: Omit<Balans, 'na'>): Omit<Balans, 'na'> => ({
  ontvangsten: som(een.ontvangsten, ander.ontvangsten),
  zaken: een.zaken + ander.zaken,
  post: Object.fromEntries(
    [...new Set([...Object.keys(een.post), ...Object.keys(ander.post)])].map((partner) => [
      partner,
      som(een.post[partner] ?? LEGE_POSTBALANS, ander.post[partner] ?? LEGE_POSTBALANS),
    ]),
  ),
  nogTeVersturen: een.nogTeVersturen + ander.nogTeVersturen,
  verschillen: [...een.verschillen, ...ander.verschillen],
});

const plek = ({ partner, volgnummer }: { partner: PartnerAdres; volgnummer: number }): string =>
  `${partner}#${volgnummer}`;

/** The books of one zaak, of the partners that are asked for; every message in exactly one state. */
export const boekVan = (
  { zaakId, meldingen, post }: Zaakboek,
  telt: (partner: PartnerAdres) => boolean,
): Pick<Balans, 'post' | 'verschillen'> => {
  const eigenPost = post.filter(({ partner }) => telt(partner));
  const gelegd = new Set(eigenPost.map(plek));
  const besloten = meldingen.filter(({ partner }) => telt(partner));
  const bekend = new Set(besloten.map(plek));
  const boek = new Map<PartnerAdres, Postbalans>();
  const tel = (partner: PartnerAdres, naam: keyof Postbalans): void => {
    const regel = boek.get(partner) ?? LEGE_POSTBALANS;
    boek.set(partner, { ...regel, [naam]: regel[naam] + 1 });
  };
  for (const melding of besloten) {
    tel(melding.partner, 'geproduceerd');
    if (!gelegd.has(plek(melding)) && melding.onderweg) tel(melding.partner, 'klaargezet');
  }
  for (const { partner, staat } of eigenPost) tel(partner, staat);
  const verschil = (
    soort: Verschil['soort'],
    { partner, volgnummer }: { partner: PartnerAdres; volgnummer: number },
  ): Verschil => ({
    soort,
    zaakId,
    partner,
    volgnummer,
    berichtId: berichtIdVan(zaakId, partner, volgnummer),
  });
  return {
    post: Object.fromEntries(boek),
    verschillen: [
      ...besloten
        .filter((melding) => !melding.onderweg && !gelegd.has(plek(melding)))
        .map((melding) => verschil('bericht-ontbreekt', melding)),
      ...eigenPost
        .filter((stuk) => !bekend.has(plek(stuk)))
        .map((stuk) => verschil('bericht-onverwacht', stuk)),
    ],
  };
};

/** Produced minus everything that became of it: 0 when the books are in order. */
export const restVan = ({ geproduceerd, ...staten }: Postbalans): number =>
  geproduceerd - Object.values(staten).reduce((totaal, aantal) => totaal + aantal, 0);
