import type { ZaakId } from '../../contracts/base-types.ts';
import type { Attempt, Door, Poststaat } from '../../contracts/postvak.ts';
import type { KanaalId } from '../partners/projection.ts';

/** One message to one partner, from the moment that the hub decided on it: where it stands and what became of it. */

/**
 * Where a message stands. `bezig`: a door has it in hand; to the outside that is still klaargezet. What goes to the queue of its
 * partner at once is put as `bezorgd` before it is sent (`isLeaving`).
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
   * Place in the feed of its partner; changes only when it gets its content later, or lies ready after it was put as delivered and
   * never sent for certain.
   */
  readonly positie: string;
  readonly klaargezetOp: string;
  /** Since when it is in this state. */
  readonly sinds: string;
  /** The door that has it in hand, or that delivered it. */
  readonly deur?: Door;
  /** Until when that door may have it in hand: longer than its function can run. */
  readonly bezigTot?: string;
  readonly pogingen: readonly Attempt[];
  /** How often it was put back in line at somebody's request. */
  readonly herleveringen: number;
  /** The last request that did so. */
  readonly herleveringId?: string;
  /** Event type and source; gone with the content. */
  readonly type?: string;
  readonly source?: string;
  /** The exact text that every door sends; gone once its retention has ended, absent while it cannot be made. */
  readonly tekst?: string;
  /** Why its content stands still, in a few words without personal data. Absent when only its tries failed. */
  readonly reden?: string;
  /** The commit of the zaak from whose state the text was made, when that is a later one than decided on it. */
  readonly uitVersie?: number;
  /** Which person of the partner confirmed it, by an id; none of a programme. Absent once it lies ready again. */
  readonly bevestigdDoor?: string;
}

/** A message as a list shows it: from the index, so perhaps a moment old. */
export type ListItem = Pick<
  PostvakItem,
  'partner' | 'zaakId' | 'volgnummer' | 'plek' | 'positie' | 'type' | 'tekst' | 'reden'
>;

/** What says where a message lies. */
export type ItemPlace = Pick<PostvakItem, 'zaakId' | 'partner' | 'volgnummer'>;

/** A message without what it says: which one it is, and how far. */
export type Standing = ItemPlace & Pick<PostvakItem, 'plek' | 'bezigTot'>;

/** By which a message is known among all that were told of its zaak. */
export const placeKey = ({ partner, volgnummer }: Pick<ItemPlace, 'partner' | 'volgnummer'>): string =>
  `${partner}#${volgnummer}`;

/** Not delivered, and meant to be. */
export const isOpen = ({ plek }: Pick<PostvakItem, 'plek'>): boolean =>
  plek === 'klaargezet' || plek === 'bezig';

/**
 * It was put as delivered, by the instance that was to send it to its queue right after, until `bezigTot`. As long as its commit is
 * still to be sent it is not certain that this was done: that instance may have died in between. Once the commit is struck off it was.
 */
export const isLeaving = ({ plek, bezigTot }: Pick<PostvakItem, 'plek' | 'bezigTot'>): boolean =>
  plek === 'bezorgd' && bezigTot !== undefined;

/** Another has it in hand, for as long as it may. */
export const isInHand = (
  { plek, bezigTot = '' }: Pick<PostvakItem, 'plek' | 'bezigTot'>,
  now: Date,
): boolean => (plek === 'bezig' || plek === 'bezorgd') && bezigTot >= now.toISOString();

/** A message that left for certain: only the instance that sent it knows, and it writes no more of it. */
export const asSent = ({ bezigTot: _, ...item }: PostvakItem): PostvakItem => item;

/** As everybody but its sender sees a message of a commit that is still to be sent: not delivered before that is certain. */
export const untilSent = <Message extends Standing>(item: Message): Message =>
  isLeaving(item) ? { ...item, plek: 'bezig' } : item;

/** Its content is why it stands still: it could not be made, or was refused. A later state of the zaak can free it. */
export const isStuck = ({ plek, reden }: Pick<PostvakItem, 'plek' | 'reden'>): boolean =>
  reden !== undefined && (plek === 'geparkeerd' || plek === 'vervallen');

type Moments = Pick<PostvakItem, 'klaargezetOp' | 'positie'>;

/** Its place in the feed: after every earlier message of its lane, whatever the clocks of two machines say. */
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

/** A message that doors can deliver, as far as they look into it. */
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
