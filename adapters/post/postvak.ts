import type { Deur, Poging } from '../../contracts/post.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Item, Tabel } from '../tabel.ts';
import {
  alsLijststuk,
  alsPoststuk,
  isInHand,
  isOpen,
  kenmerkenVan,
  type Lijststuk,
  POSTPLEKKEN,
  type Postplaats,
  type Postplek,
  type Poststuk,
  plekStatus,
  poststukItem,
  poststukSleutel,
} from './poststuk.ts';

/**
 * The postvak: every message to a partner, stored before any door delivers it. A message is put once and never
 * overwritten; after that it only moves from one place to another, each move under the condition of where it came from.
 */

/** As many tries as are kept with a message. */
const BEWAARDE_POGINGEN = 25;
/** An alias outlives the content of its message, so that a late confirmation still finds it. */
const ALIAS_SECONDEN = 180 * 24 * 3600;

const aliasSleutel = (id: string) => ({ pk: `BERICHT#${id}`, sk: 'POST' });

const alsAlias = (stuk: Poststuk): Item => {
  const { pk, sk } = poststukSleutel(stuk);
  return {
    ...aliasSleutel(stuk.id),
    partner: stuk.partner,
    naarPk: pk,
    naarSk: sk,
    verlooptOp: Math.floor(Date.parse(stuk.klaargezetOp) / 1000) + ALIAS_SECONDEN,
  };
};

/** Which part of a partner's messages is asked for: after `na`, up to and including `totEnMet` (positions, or moments). */
export interface Feedvraag {
  readonly na?: string;
  readonly totEnMet?: string;
  readonly plekken?: readonly Postplek[];
  readonly max?: number;
}

/** Later than every position. */
const EINDE = '~';

const zonderClaim = ({ bezigTot: _, ...stuk }: Poststuk): Poststuk => stuk;

const metPoging = (stuk: Poststuk, poging: Poging | undefined): Poststuk =>
  poging === undefined ? stuk : { ...stuk, pogingen: [...stuk.pogingen, poging].slice(-BEWAARDE_POGINGEN) };

/** Only what differs, so that a move does not write the content again. */
const verschil = (van: Poststuk, naar: Poststuk): Omit<Item, 'pk' | 'sk'> => {
  const oud = kenmerkenVan(van);
  return Object.fromEntries(
    Object.entries(kenmerkenVan(naar)).filter(([naam, waarde]) => oud[naam] !== waarde),
  );
};

export const maakPostvak = (tabel: Tabel) => {
  /** Moves a message; as it is then, or undefined when it was no longer where it should come from. */
  const verplaats = async (
    stuk: Poststuk,
    naar: Poststuk,
    van: readonly Postplek[],
  ): Promise<Poststuk | undefined> => {
    if (van.length === 0) return undefined;
    const gelukt = await tabel.wijzig(
      poststukSleutel(stuk),
      verschil(stuk, naar),
      van.map((plek) => plekStatus(stuk.partner, plek)),
    );
    return gelukt ? naar : undefined;
  };

  return {
    /**
     * Puts new messages; gives those that were not there yet. One that a door takes in hand at once is the caller's to
     * deliver, and nobody else's.
     */
    async leg(stukken: readonly Poststuk[]): Promise<readonly Poststuk[]> {
      // First the aliases: a message that can be seen can be confirmed.
      await tabel.schrijf(stukken.map(alsAlias));
      const gelegd = await Promise.all(stukken.map((stuk) => tabel.voegToe(poststukItem(stuk))));
      return stukken.filter((_, nummer) => gelegd[nummer]);
    },

    /** The message with this id, when it is this partner's. Strongly consistent. */
    async vind(partner: PartnerAdres, id: string): Promise<Poststuk | undefined> {
      const alias = await tabel.lees(aliasSleutel(id));
      if (alias === undefined || alias['partner'] !== partner) return undefined;
      const item = await tabel.lees({ pk: String(alias['naarPk']), sk: String(alias['naarSk']) });
      return item === undefined ? undefined : alsPoststuk(item);
    },

    /** The message as it is now. Strongly consistent. */
    async lees(plaats: Postplaats): Promise<Poststuk | undefined> {
      const item = await tabel.lees(poststukSleutel(plaats));
      return item === undefined ? undefined : alsPoststuk(item);
    },

    /**
     * Takes a message in hand for one door; undefined when another has it. One that was in hand for too long may be
     * taken over: its door died.
     */
    async claim(stuk: Poststuk, deur: Deur, bezigTot: Date, nu: Date): Promise<Poststuk | undefined> {
      if (!isOpen(stuk) || isInHand(stuk, nu)) return undefined;
      return verplaats(stuk, { ...stuk, plek: 'bezig', deur, bezigTot: bezigTot.toISOString() }, [stuk.plek]);
    },

    /** The door that had it in hand delivered it. */
    bezorgd: (stuk: Poststuk, nu: Date, poging?: Poging): Promise<Poststuk | undefined> =>
      verplaats(stuk, { ...metPoging(zonderClaim(stuk), poging), plek: 'bezorgd', sinds: nu.toISOString() }, [
        'bezig',
      ]),

    /** The same for messages that the caller has in hand, all at once and without a condition. */
    allenBezorgd: (stukken: readonly Poststuk[], nu: Date): Promise<void> =>
      tabel.schrijf(
        stukken.map((stuk) =>
          poststukItem({ ...zonderClaim(stuk), plek: 'bezorgd', sinds: nu.toISOString() }),
        ),
      ),

    /** A door gives back what it had in hand; it lies ready as before. */
    geefTerug: (stuk: Poststuk, poging?: Poging): Promise<Poststuk | undefined> =>
      verplaats(stuk, { ...metPoging(zonderClaim(stuk), poging), plek: 'klaargezet' }, ['bezig']),

    /** Notes a try that was counted without calling the receiver. */
    noteerPoging: (stuk: Poststuk, poging: Poging): Promise<Poststuk | undefined> =>
      verplaats(stuk, metPoging(stuk, poging), [stuk.plek]),

    /** No door tries it any more until somebody or something puts it back in line. */
    parkeer: (stuk: Poststuk, nu: Date): Promise<Poststuk | undefined> =>
      verplaats(stuk, { ...zonderClaim(stuk), plek: 'geparkeerd', sinds: nu.toISOString() }, [
        'klaargezet',
        'bezig',
      ]),

    /** Puts a message that was parked back in line. */
    ontparkeer: (stuk: Poststuk, nu: Date): Promise<Poststuk | undefined> =>
      verplaats(stuk, { ...stuk, plek: 'klaargezet', sinds: nu.toISOString() }, ['geparkeerd']),

    /** Puts a message back in line because that was asked for; each request does so once. */
    async herlever(stuk: Poststuk, herleveringId: string, nu: Date): Promise<Poststuk | undefined> {
      if (stuk.herleveringId === herleveringId || stuk.tekst === undefined || isOpen(stuk)) return undefined;
      return verplaats(
        stuk,
        {
          ...stuk,
          plek: 'klaargezet',
          sinds: nu.toISOString(),
          herleveringen: stuk.herleveringen + 1,
          herleveringId,
        },
        [stuk.plek],
      );
    },

    /** The partner has it, and says so; false when it moved meanwhile, or is about to: read it again. */
    async bevestig(stuk: Poststuk, nu: Date): Promise<boolean> {
      if (stuk.plek === 'bevestigd' || stuk.tekst === undefined) return true;
      // What was sent to queues is written down without a condition, which would undo this.
      if (stuk.deur === 'wachtrij' && isInHand(stuk, nu)) return false;
      const { deur = 'ophalen' } = stuk;
      const naar: Poststuk = { ...zonderClaim(stuk), plek: 'bevestigd', deur, sinds: nu.toISOString() };
      return (await verplaats(stuk, naar, [stuk.plek])) !== undefined;
    },

    /** Nobody fetched it in time. */
    vervalt: (stuk: Poststuk, nu: Date): Promise<Poststuk | undefined> =>
      verplaats(stuk, { ...stuk, plek: 'vervallen', sinds: nu.toISOString() }, ['klaargezet', 'geparkeerd']),

    /** Takes the content out when its retention has ended; what was never delivered is vervallen then. */
    async ruimOp(stuk: Poststuk, nu: Date): Promise<boolean> {
      const { tekst: _, ...rest } = zonderClaim(stuk);
      const leeg: Poststuk =
        isOpen(stuk) || stuk.plek === 'geparkeerd'
          ? { ...rest, plek: 'vervallen', sinds: nu.toISOString() }
          : rest;
      return (await verplaats(stuk, leeg, [stuk.plek])) !== undefined;
    },

    /** One page of a partner's messages in the order in which they were put. Eventually consistent. */
    async lijst(
      partner: PartnerAdres,
      { na = '', totEnMet = EINDE, plekken = POSTPLEKKEN, max = 100 }: Feedvraag = {},
    ): Promise<{ readonly stukken: readonly Lijststuk[]; readonly meer: boolean }> {
      const perPlek = await Promise.all(
        plekken.map((plek) =>
          // No position goes on after its end: `#` comes right behind it, and before every later one.
          tabel.perStatus(plekStatus(partner, plek), { vanaf: `${na}#`, totEnMet, max }),
        ),
      );
      const stukken = perPlek
        .flatMap(({ items }) => items.map(alsLijststuk))
        .toSorted((een, ander) => (een.positie < ander.positie ? -1 : 1));
      return {
        stukken: stukken.slice(0, max),
        meer: stukken.length > max || perPlek.some((bladzij) => bladzij.na !== undefined),
      };
    },

    /** How many messages of a partner stand in these places; for places that stay small. */
    async tel(partner: PartnerAdres, plekken: readonly Postplek[]): Promise<number> {
      const aantallen = await Promise.all(plekken.map((plek) => tabel.tel(plekStatus(partner, plek))));
      return aantallen.reduce((totaal, aantal) => totaal + aantal, 0);
    },
  };
};

export type Postvak = ReturnType<typeof maakPostvak>;
