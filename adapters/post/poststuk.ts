import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Partnerbericht } from '../../contracts/partnerberichten.ts';
import type { Deur, Poging, Poststaat } from '../../contracts/post.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Item, Sleutel } from '../tabel.ts';

/** Where a message stands in the index. `bezig`: a door has it in hand; to the outside that is still klaargezet. */
export const POSTPLEKKEN = [
  'klaargezet',
  'bezig',
  'bezorgd',
  'bevestigd',
  'geparkeerd',
  'vervallen',
] as const;
export type Postplek = (typeof POSTPLEKKEN)[number];

/** How far a message is, as the outside sees it. */
export const staatVan = (plek: Postplek): Poststaat => (plek === 'bezig' ? 'klaargezet' : plek);

/** The places of a state. */
export const plekkenVan = (staat: Poststaat): readonly Postplek[] =>
  POSTPLEKKEN.filter((plek) => staatVan(plek) === staat);

/** One message to one partner. */
export interface Poststuk {
  readonly id: string;
  readonly partner: PartnerAdres;
  readonly zaakId: ZaakId;
  /** 1, 2, 3 … per zaak and partner. */
  readonly volgnummer: number;
  readonly plek: Postplek;
  /** Place in the feed of its partner; the same for ever. */
  readonly positie: string;
  readonly klaargezetOp: string;
  /** Since when it is in this state. */
  readonly sinds: string;
  /** The door that has it in hand, or that delivered it. */
  readonly deur?: Deur;
  /** Until when that door may have it in hand: longer than its function can run. */
  readonly bezigTot?: string;
  readonly pogingen: readonly Poging[];
  /** How often it was put back in line at somebody's request. */
  readonly herleveringen: number;
  /** The last request that did so. */
  readonly herleveringId?: string;
  /** The exact text that every door sends; gone once its retention has ended. */
  readonly tekst?: string;
}

/** A message as a list shows it: from the index, so perhaps a moment old. */
export type Lijststuk = Pick<Poststuk, 'partner' | 'zaakId' | 'volgnummer' | 'plek' | 'positie'> & {
  readonly tekst: string;
};

/** What says where a message lies. */
export type Postplaats = Pick<Poststuk, 'zaakId' | 'partner' | 'volgnummer'>;

/** How the keys of messages and lanes among the items of a zaak begin. */
export const POST = 'POST#';

/** The last part of the key of a lane's waiting state, which lies among the messages of its partner and zaak. */
export const BAAN = 'BAAN';

/** Not delivered, and meant to be. */
export const isOpen = ({ plek }: Pick<Poststuk, 'plek'>): boolean =>
  plek === 'klaargezet' || plek === 'bezig';

/** Another has it in hand, for as long as it may. */
export const isInHand = ({ plek, bezigTot = '' }: Pick<Poststuk, 'plek' | 'bezigTot'>, nu: Date): boolean =>
  plek === 'bezig' && bezigTot >= nu.toISOString();

/** The list in the index for one place of one partner. */
export const plekStatus = (partner: PartnerAdres, plek: Postplek): string => `${POST}${partner}#${plek}`;

/** `POST#0907/taalschool#000001` under the zaak. */
export const poststukSleutel = ({ zaakId, partner, volgnummer }: Postplaats): Sleutel => ({
  pk: `ZAAK#${zaakId}`,
  sk: `${POST}${partner}#${String(volgnummer).padStart(6, '0')}`,
});

/** The partner and the place that an item's key names. */
export const plaatsVan = ({ pk, sk }: Sleutel): Postplaats => {
  const [, partner = '', volgnummer = ''] = sk.split('#');
  return {
    partner: partner as PartnerAdres,
    zaakId: pk.slice('ZAAK#'.length) as ZaakId,
    volgnummer: Number(volgnummer),
  };
};

/**
 * A message as it is put for the first time. Its position comes after every earlier one of its lane, whatever the
 * clocks of two machines say.
 */
export const nieuwPoststuk = (
  partner: PartnerAdres,
  bericht: Partnerbericht,
  nu: Date,
  eerdere: readonly Pick<Poststuk, 'klaargezetOp'>[],
): Poststuk => {
  const moment = nu.toISOString();
  const klaargezetOp = eerdere.reduce(
    (laatste, stuk) => (stuk.klaargezetOp > laatste ? stuk.klaargezetOp : laatste),
    moment,
  );
  const { zaakId, volgnummer } = bericht.data;
  return {
    id: bericht.id,
    partner,
    zaakId,
    volgnummer,
    plek: 'klaargezet',
    klaargezetOp,
    positie: `${klaargezetOp}#${zaakId}#${String(volgnummer).padStart(6, '0')}`,
    sinds: moment,
    pogingen: [],
    herleveringen: 0,
    tekst: JSON.stringify(bericht),
  };
};

/** Everything of a message except its key. One without content stands in no list. */
export const kenmerkenVan = (stuk: Poststuk): Omit<Item, keyof Sleutel> => ({
  status: stuk.tekst === undefined ? undefined : plekStatus(stuk.partner, stuk.plek),
  sinds: stuk.tekst === undefined ? undefined : stuk.positie,
  berichtId: stuk.id,
  plek: stuk.plek,
  positie: stuk.positie,
  klaargezetOp: stuk.klaargezetOp,
  staatSinds: stuk.sinds,
  deur: stuk.deur,
  bezigTot: stuk.bezigTot,
  pogingen: stuk.pogingen.length === 0 ? undefined : JSON.stringify(stuk.pogingen),
  herleveringen: stuk.herleveringen === 0 ? undefined : stuk.herleveringen,
  herleveringId: stuk.herleveringId,
  bericht: stuk.tekst,
});

export const poststukItem = (stuk: Poststuk): Item => ({ ...poststukSleutel(stuk), ...kenmerkenVan(stuk) });

const indien = <Naam extends string>(naam: Naam, waarde: unknown) =>
  (waarde === undefined ? {} : { [naam]: String(waarde) }) as { [N in Naam]?: string };

export const alsPoststuk = (item: Item): Poststuk => ({
  ...plaatsVan(item),
  id: String(item['berichtId']),
  plek: String(item['plek']) as Postplek,
  positie: String(item['positie']),
  klaargezetOp: String(item['klaargezetOp']),
  sinds: String(item['staatSinds']),
  ...(indien('deur', item['deur']) as { deur?: Deur }),
  ...indien('bezigTot', item['bezigTot']),
  pogingen: JSON.parse(String(item['pogingen'] ?? '[]')),
  herleveringen: Number(item['herleveringen'] ?? 0),
  ...indien('herleveringId', item['herleveringId']),
  ...indien('tekst', item['bericht']),
});

export const alsLijststuk = (item: Item): Lijststuk => ({
  ...plaatsVan(item),
  plek: String(item['status']).split('#').at(-1) as Postplek,
  positie: String(item['sinds']),
  tekst: String(item['bericht']),
});

/** The messages among the items of a zaak, in order of partner and volgnummer. */
export const postVan = (items: readonly Item[]): readonly Poststuk[] =>
  items.filter(({ sk }) => sk.startsWith(POST) && !sk.endsWith(`#${BAAN}`)).map(alsPoststuk);
