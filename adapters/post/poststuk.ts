import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Deur } from '../../contracts/post.ts';
import type { Lijststuk, Postplaats, Postplek, Poststuk } from '../../domain/delivery/item.ts';
import type { Move } from '../../domain/delivery/transitions.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Item, Sleutel } from '../tabel.ts';

/** How a message lies in the table: its key, its item, and what a move changes of it. */

/** How the keys of messages and lanes among the items of a zaak begin. */
export const POST = 'POST#';

/** The last part of the key of a lane's waiting state, which lies among the messages of its partner and zaak. */
export const BAAN = 'BAAN';

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

/** Everything of a message except its key. One without content stands in no list, unless its content is still to be made. */
const kenmerkenVan = (stuk: Poststuk): Omit<Item, keyof Sleutel> => {
  const isListed = stuk.tekst !== undefined || stuk.reden !== undefined;
  return {
    status: isListed ? plekStatus(stuk.partner, stuk.plek) : undefined,
    sinds: isListed ? stuk.positie : undefined,
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
    type: stuk.type,
    source: stuk.source,
    bericht: stuk.tekst,
    reden: stuk.reden,
    uitVersie: stuk.uitVersie,
  };
};

export const poststukItem = (stuk: Poststuk): Item => ({ ...poststukSleutel(stuk), ...kenmerkenVan(stuk) });

/** What a move writes: only what differs, so that the content is not written again. */
export const changesOf = ({ from, to }: Pick<Move, 'from' | 'to'>): Omit<Item, keyof Sleutel> => {
  const oud = kenmerkenVan(from);
  return Object.fromEntries(
    Object.entries(kenmerkenVan(to)).filter(([naam, waarde]) => oud[naam] !== waarde),
  );
};

const indien = <Naam extends string>(naam: Naam, waarde: unknown) =>
  (waarde === undefined ? {} : { [naam]: String(waarde) }) as { [N in Naam]?: string };

/** Type and source of a message. An item of before it carried them has them in its text only. */
const eventOf = ({ type, source, bericht }: Item): Pick<Poststuk, 'type' | 'source'> => {
  const gelezen =
    type === undefined && bericht !== undefined ? JSON.parse(String(bericht)) : { type, source };
  return { ...indien('type', gelezen.type), ...indien('source', gelezen.source) };
};

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
  ...eventOf(item),
  ...indien('tekst', item['bericht']),
  ...indien('reden', item['reden']),
  ...(item['uitVersie'] === undefined ? {} : { uitVersie: Number(item['uitVersie']) }),
});

/** Of the index, which shows no more than this. */
export const alsLijststuk = (item: Item): Lijststuk => {
  const { type } = eventOf(item);
  return {
    ...plaatsVan(item),
    plek: String(item['status']).split('#').at(-1) as Postplek,
    positie: String(item['sinds']),
    ...(type === undefined ? {} : { type }),
    ...indien('tekst', item['bericht']),
    ...indien('reden', item['reden']),
  };
};

/** The messages among the items of a zaak, in order of partner and volgnummer. */
export const postVan = (items: readonly Item[]): readonly Poststuk[] =>
  items.filter(({ sk }) => sk.startsWith(POST) && !sk.endsWith(`#${BAAN}`)).map(alsPoststuk);
