import type { ZaakId } from '../../contracts/base-types.ts';
import type { Attempt, Door, Poststaat } from '../../contracts/postvak.ts';
import type { KanaalId } from '../partners/projection.ts';

/** One message to one partner, from the moment that the hub decided on it: where it stands and what became of it. */

/**
 * The states of a message. `bezig`: a door has it in hand, which the outside sees as klaargezet. A message that goes to the queue
 * of its partner at once is put as `bezorgd` before it is sent (`isLeaving`).
 */
export const POSTVAK_STATES = [
  'klaargezet',
  'bezig',
  'bezorgd',
  'bevestigd',
  'geparkeerd',
  'vervallen',
] as const;
export type PostvakState = (typeof POSTVAK_STATES)[number];

/** How far a message is, as the outside sees it. */
export const stateOf = (place: PostvakState): Poststaat => (place === 'bezig' ? 'klaargezet' : place);

/** The places of a state. */
export const placesOf = (state: Poststaat): readonly PostvakState[] =>
  POSTVAK_STATES.filter((place) => stateOf(place) === state);

export interface PostvakItem {
  readonly id: string;
  readonly partner: KanaalId;
  readonly zaakId: ZaakId;
  /** 1, 2, 3 … per zaak and partner. */
  readonly volgnummer: number;
  readonly plek: PostvakState;
  /**
   * The place of the message in the feed of its partner. It changes only when the message gets its content later, or lies ready
   * after it was put as delivered and was not sent for certain.
   */
  readonly positie: string;
  readonly klaargezetOp: string;
  /** The moment since which it is in this state. */
  readonly sinds: string;
  /** The door that has it in hand, or that delivered it. */
  readonly deur?: Door;
  /** The moment until which that door may have it in hand, which is longer than its function can run. */
  readonly bezigTot?: string;
  readonly pogingen: readonly Attempt[];
  /** How often it was put back in line because somebody asked for it. */
  readonly herleveringen: number;
  /** The id of the last request that put it back. */
  readonly herleveringId?: string;
  /** Event type and source; gone with the content. */
  readonly type?: string;
  readonly source?: string;
  /** The exact text that every door sends; gone once its retention has ended, absent while it cannot be made. */
  readonly tekst?: string;
  /** Why its content stands still, in a few words without personal data. Absent when only its tries failed. */
  readonly reden?: string;
  /** The version of the zaak from which the text was made, when that is later than the commit that decided on the message. */
  readonly uitVersie?: number;
  /** The id of the person at the partner who confirmed it; absent when a programme did, and once it lies ready again. */
  readonly bevestigdDoor?: string;
}

/** A message as a list shows it. It comes from the index, so it may be a moment old. */
export type ListItem = Pick<
  PostvakItem,
  'partner' | 'zaakId' | 'volgnummer' | 'plek' | 'positie' | 'type' | 'tekst' | 'reden'
>;

/** The fields that say where a message lies. */
export type ItemPlace = Pick<PostvakItem, 'zaakId' | 'partner' | 'volgnummer'>;

/** A message without its content: which message it is, and its state. */
export type Standing = ItemPlace & Pick<PostvakItem, 'plek' | 'bezigTot'>;

/** The key of a message among all messages about its zaak. */
export const placeKey = ({ partner, volgnummer }: Pick<ItemPlace, 'partner' | 'volgnummer'>): string =>
  `${partner}#${volgnummer}`;

/** Whether the message is still to be delivered. */
export const isOpen = ({ plek }: Pick<PostvakItem, 'plek'>): boolean =>
  plek === 'klaargezet' || plek === 'bezig';

/**
 * Whether the message was put as delivered by an instance that sends it to its queue right after that, until `bezigTot`. As long as
 * its commit is still to be sent it is not certain that it was sent, because that instance may have died in between. Once the
 * commit is struck off it is.
 */
export const isLeaving = ({ plek, bezigTot }: Pick<PostvakItem, 'plek' | 'bezigTot'>): boolean =>
  plek === 'bezorgd' && bezigTot !== undefined;

/** Whether another instance has it in hand now. */
export const isInHand = (
  { plek, bezigTot = '' }: Pick<PostvakItem, 'plek' | 'bezigTot'>,
  now: Date,
): boolean => (plek === 'bezig' || plek === 'bezorgd') && bezigTot >= now.toISOString();

/** A message that left for certain. Only the instance that sent it knows that, and it writes nothing more of it. */
export const asSent = ({ bezigTot: _, ...item }: PostvakItem): PostvakItem => item;

/** A message of a commit that is still to be sent, as everybody except its sender sees it: not delivered before that is certain. */
export const untilSent = <Message extends Standing>(item: Message): Message =>
  isLeaving(item) ? { ...item, plek: 'bezig' } : item;

/**
 * Whether the message stands still because of its content, which could not be made or was refused. A later state of the zaak can
 * free it.
 */
export const isStuck = ({ plek, reden }: Pick<PostvakItem, 'plek' | 'reden'>): boolean =>
  reden !== undefined && (plek === 'geparkeerd' || plek === 'vervallen');

type Moments = Pick<PostvakItem, 'klaargezetOp' | 'positie'>;

/** The place of a message in the feed: after every earlier message of its lane, whatever the clocks of two machines say. */
export const momentsOf = (
  { zaakId, volgnummer }: Pick<PostvakItem, 'zaakId' | 'volgnummer'>,
  now: Date,
  earlier: readonly Pick<PostvakItem, 'klaargezetOp'>[],
): Moments => {
  const klaargezetAt = earlier.reduce(
    (latest, item) => (item.klaargezetOp > latest ? item.klaargezetOp : latest),
    now.toISOString(),
  );
  return {
    klaargezetOp: klaargezetAt,
    positie: `${klaargezetAt}#${zaakId}#${String(volgnummer).padStart(6, '0')}`,
  };
};

/** A message that doors can deliver, with the fields that they look at. */
export interface OutgoingBericht {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: ZaakId;
  readonly data: { readonly volgnummer: number };
}

/** The parts of an item that follow from its message. */
export const contentOf = (
  bericht: Pick<OutgoingBericht, 'type' | 'source'>,
): Required<Pick<PostvakItem, 'type' | 'source' | 'tekst'>> => ({
  type: bericht.type,
  source: bericht.source,
  tekst: JSON.stringify(bericht),
});

/** A message as it is put for the first time. */
export const newPostvakItem = (
  partner: KanaalId,
  bericht: OutgoingBericht,
  now: Date,
  earlier: readonly Pick<PostvakItem, 'klaargezetOp'>[],
): PostvakItem => {
  const {
    subject: zaakId,
    data: { volgnummer },
  } = bericht;
  return {
    id: bericht.id,
    partner,
    zaakId,
    volgnummer,
    plek: 'klaargezet',
    ...momentsOf({ zaakId, volgnummer }, now, earlier),
    sinds: now.toISOString(),
    pogingen: [],
    herleveringen: 0,
    ...contentOf(bericht),
  };
};

/** A message without content, as it is put for the first time: `geparkeerd` until it can be made, `vervallen` when nobody needs it. */
export const unmadeItem = (
  what: ItemPlace &
    Required<Pick<PostvakItem, 'id' | 'type' | 'reden'>> & { readonly plek: 'geparkeerd' | 'vervallen' },
  now: Date,
  earlier: readonly Pick<PostvakItem, 'klaargezetOp'>[],
): PostvakItem => ({
  ...what,
  ...momentsOf(what, now, earlier),
  sinds: now.toISOString(),
  pogingen: [],
  herleveringen: 0,
});
