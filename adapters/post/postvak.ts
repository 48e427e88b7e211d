import type { Deur, Poging } from '../../contracts/post.ts';
import {
  isOpen,
  type Lijststuk,
  POSTPLEKKEN,
  type Postplaats,
  type Postplek,
  type Poststuk,
} from '../../domain/delivery/item.ts';
import { type Change, type TransitionName, transition } from '../../domain/delivery/transitions.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Item, Tabel } from '../tabel.ts';
import {
  alsLijststuk,
  alsPoststuk,
  changesOf,
  plekStatus,
  poststukItem,
  poststukSleutel,
} from './poststuk.ts';

/**
 * The postvak: every message to a partner, stored before any door delivers it. A message is put once and never
 * overwritten; after that it makes the moves of domain/delivery/transitions.ts, each under the condition of where it came
 * from.
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

const withAttempt = (stuk: Poststuk, poging: Poging | undefined): Change =>
  poging === undefined ? {} : { pogingen: [...stuk.pogingen, poging].slice(-BEWAARDE_POGINGEN) };

export const maakPostvak = (tabel: Tabel) => {
  /** Moves a message; as it is then, or undefined when it cannot make this move, or no longer. */
  const move = async (
    stuk: Poststuk,
    name: TransitionName,
    now: Date,
    change: Change = {},
  ): Promise<Poststuk | undefined> => {
    const allowed = transition(stuk, name, now, change);
    if (allowed === undefined) return undefined;
    const { to, places, claim } = allowed;
    const moved = await tabel.wijzig(
      poststukSleutel(stuk),
      changesOf(allowed),
      places.map((plek) => plekStatus(stuk.partner, plek)),
      claim === undefined ? {} : { bezigTot: claim },
    );
    return moved ? to : undefined;
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
    claim: (stuk: Poststuk, deur: Deur, bezigTot: Date, nu: Date): Promise<Poststuk | undefined> =>
      move(stuk, 'claim', nu, { deur, bezigTot: bezigTot.toISOString() }),

    /** The door that had it in hand delivered it. */
    bezorgd: (stuk: Poststuk, nu: Date, poging?: Poging): Promise<Poststuk | undefined> =>
      move(stuk, 'deliver', nu, withAttempt(stuk, poging)),

    /** A door gives back what it had in hand; it lies ready as before. */
    geefTerug: (stuk: Poststuk, nu: Date, poging?: Poging): Promise<Poststuk | undefined> =>
      move(stuk, 'release', nu, withAttempt(stuk, poging)),

    /** Notes a try that was counted without calling the receiver. */
    noteerPoging: (stuk: Poststuk, nu: Date, poging: Poging): Promise<Poststuk | undefined> =>
      move(stuk, 'note', nu, withAttempt(stuk, poging)),

    /** No door tries it any more until somebody or something puts it back in line. `reden`: its content is why. */
    parkeer: (stuk: Poststuk, nu: Date, reden?: string): Promise<Poststuk | undefined> =>
      move(stuk, 'park', nu, reden === undefined ? {} : { reden }),

    /** Puts a message that was parked back in line. */
    ontparkeer: (stuk: Poststuk, nu: Date): Promise<Poststuk | undefined> => move(stuk, 'unpark', nu),

    /** Puts a message back in line because that was asked for; each request does so once. */
    async herlever(stuk: Poststuk, herleveringId: string, nu: Date): Promise<Poststuk | undefined> {
      if (stuk.herleveringId === herleveringId) return undefined;
      return move(stuk, 'redeliver', nu, { herleveringen: stuk.herleveringen + 1, herleveringId });
    },

    /** The partner has it, and says so; false when it moved meanwhile: read it again. */
    async bevestig(stuk: Poststuk, nu: Date): Promise<boolean> {
      if (stuk.plek === 'bevestigd' || stuk.tekst === undefined) return true;
      return (await move(stuk, 'confirm', nu, { deur: stuk.deur ?? 'ophalen' })) !== undefined;
    },

    /**
     * Gives a message that stood still the content that it can have now. It lies ready from then on, and behind
     * everything of its lane that did before.
     */
    compose: (
      stuk: Poststuk,
      content: Pick<Poststuk, 'type' | 'source' | 'tekst' | 'klaargezetOp' | 'positie' | 'uitVersie'>,
      nu: Date,
    ): Promise<Poststuk | undefined> => move(stuk, 'compose', nu, content),

    /** A message that stood still is not needed (any more). */
    drop: (stuk: Poststuk, nu: Date, reden: string): Promise<Poststuk | undefined> =>
      move(stuk, 'drop', nu, { reden }),

    /** Nobody fetched it in time. */
    vervalt: (stuk: Poststuk, nu: Date): Promise<Poststuk | undefined> => move(stuk, 'expire', nu),

    /** Takes the content out when its retention has ended; what was never delivered is vervallen then. */
    async ruimOp(stuk: Poststuk, nu: Date): Promise<boolean> {
      const name = isOpen(stuk) || stuk.plek === 'geparkeerd' ? 'discard' : 'empty';
      return (await move(stuk, name, nu)) !== undefined;
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
