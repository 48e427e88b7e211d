import { isInHand, isLeaving, isStuck, type PostvakItem, type PostvakState, stateOf } from './item.ts';

/**
 * Every move that a message can make once it was put. The postvak changes its items in no other way. A message that goes to its
 * partner's queue at once begins as `bezorgd` and leaving, where `claim` and `deliver` would bring it. `old-place.ts` of the
 * postvak marks a message that it moved to the new place as `verhuisd`, and no reader takes that for a message.
 */

interface Transition {
  readonly from: readonly PostvakState[];
  /** Absent when the message stays where it is. */
  readonly to?: PostvakState;
  readonly by: string;
  /** Only a message that has its content can make this move. */
  readonly needsText?: true;
  /** Only a message whose content stands still can make this move. */
  readonly onlyStuck?: true;
  /** Not a message that another instance has in hand. */
  readonly notInHand?: true;
  /** Only with the content that the caller read, so that the message still holds what is delivered or replaced. */
  readonly sameText?: true;
  /** From any of these places, and not only from the place where the caller read it. */
  readonly anyOf?: true;
  /** The move takes the content out. */
  readonly empties?: true;
  /** Also a message that is put as delivered and that its instance may not have sent, and only by its claim. */
  readonly ifLeaving?: true;
}

export const TRANSITIONS = {
  claim: {
    from: ['klaargezet', 'bezig'],
    to: 'bezig',
    by: 'a door that delivers it now, also after the door that had it died',
    needsText: true,
    notInHand: true,
    sameText: true,
    ifLeaving: true,
  },
  // A message that a door delivered is delivered, also when another instance took it over meanwhile.
  deliver: { from: ['bezig'], to: 'bezorgd', by: 'the door that has it in hand', anyOf: true },
  release: {
    from: ['bezig'],
    to: 'klaargezet',
    by: 'the door that has it in hand and could not deliver it',
    ifLeaving: true,
  },
  park: {
    from: ['klaargezet', 'bezig'],
    to: 'geparkeerd',
    by: 'a door after its last try, or one that refuses the content for good',
    anyOf: true,
    ifLeaving: true,
  },
  unpark: {
    from: ['geparkeerd'],
    to: 'klaargezet',
    by: 'a newer message for the same door, or a change of doors',
    needsText: true,
  },
  redeliver: {
    from: ['bezorgd', 'bevestigd', 'geparkeerd', 'vervallen'],
    to: 'klaargezet',
    by: 'a request to send it again',
    needsText: true,
  },
  confirm: {
    from: ['klaargezet', 'bezig', 'bezorgd', 'geparkeerd', 'vervallen'],
    to: 'bevestigd',
    by: 'its partner',
    needsText: true,
  },
  expire: {
    from: ['klaargezet', 'geparkeerd'],
    to: 'vervallen',
    by: 'the watch, when nobody fetched it in time',
  },
  compose: {
    from: ['geparkeerd', 'vervallen'],
    to: 'klaargezet',
    by: 'a later state of its zaak, from which it can be made',
    onlyStuck: true,
  },
  // A message in hand is being handed over. When its door gives it back, the next run replaces it.
  withdraw: {
    from: ['klaargezet', 'bezig', 'geparkeerd', 'vervallen'],
    by: 'a later message to its partner, after which it says that it is over, or less, or what holds in its place',
    needsText: true,
    notInHand: true,
    sameText: true,
  },
  drop: {
    from: ['geparkeerd'],
    to: 'vervallen',
    by: 'a withdrawal of what its partner was never told',
    onlyStuck: true,
  },
  discard: {
    from: ['klaargezet', 'bezig', 'geparkeerd'],
    to: 'vervallen',
    by: 'the watch, when its retention has ended',
    empties: true,
  },
  empty: {
    from: ['bezorgd', 'bevestigd', 'vervallen'],
    by: 'the watch, when its retention has ended',
    empties: true,
  },
} as const satisfies Readonly<Record<string, Transition>>;

export type TransitionName = keyof typeof TRANSITIONS;

/** What a move may write beside the place. */
export type Change = Partial<
  Pick<
    PostvakItem,
    | 'deur'
    | 'bezigTot'
    | 'pogingen'
    | 'herleveringen'
    | 'herleveringId'
    | 'klaargezetOp'
    | 'positie'
    | 'type'
    | 'source'
    | 'tekst'
    | 'reden'
    | 'uitVersie'
    | 'bevestigdDoor'
  >
>;

/** A move that may be made. It holds only when the stored item is still as `places`, `claim` and `tekst` say. */
export interface Move {
  readonly from: PostvakItem;
  readonly to: PostvakItem;
  /** The places where the stored item may be. */
  readonly places: readonly PostvakState[];
  /** The claim that the stored item must have, for a move that only its holder makes. */
  readonly claim?: string;
  /** The content that the stored item must have, for a move that delivers or replaces it. */
  readonly tekst?: string;
}

/**
 * The fields of an item that stay in its next place. A claim ends with its door, a reason ends with the standstill, and the person
 * who confirmed it goes when the message goes out again.
 */
const keptOf = (
  { bezigTot, reden, bevestigdDoor, ...rest }: PostvakItem,
  place: PostvakState,
): PostvakItem => ({
  ...rest,
  ...(bezigTot !== undefined && place === 'bezig' ? { bezigTot } : {}),
  ...(reden !== undefined && (place === 'geparkeerd' || place === 'vervallen') ? { reden } : {}),
  ...(bevestigdDoor !== undefined && place === 'bevestigd' ? { bevestigdDoor } : {}),
});

const withoutContent = ({
  tekst: _,
  type: __,
  source: ___,
  reden: ____,
  ...rest
}: PostvakItem): PostvakItem => rest;

/** Whether the item is as the row asks, in whatever place it is. */
const isAllowed = (row: Transition, item: PostvakItem, now: Date): boolean =>
  (row.needsText !== true || item.tekst !== undefined) &&
  (row.onlyStuck !== true || isStuck(item)) &&
  (row.notInHand !== true || !isInHand(item, now));

/** The item in the place to which the row brings it, with the fields that are written beside that. */
const movedTo = (row: Transition, item: PostvakItem, now: Date, change: Change): PostvakItem => {
  const place = row.to ?? item.plek;
  const moved: PostvakItem = {
    ...keptOf(item, place),
    ...change,
    plek: place,
    ...(stateOf(place) === stateOf(item.plek) ? {} : { sinds: now.toISOString() }),
  };
  return row.empties === true ? withoutContent(moved) : moved;
};

/** The move with this name as it would go now; undefined when the table does not have it for this item. */
export const transition = (
  item: PostvakItem,
  name: TransitionName,
  now: Date,
  change: Change = {},
): Move | undefined => {
  const row: Transition = TRANSITIONS[name];
  const leaves = row.ifLeaving === true && isLeaving(item);
  if (!leaves && !row.from.includes(item.plek)) return undefined;
  if (!isAllowed(row, item, now)) return undefined;
  const fromAnywhere = row.anyOf === true && !leaves;
  const byItsHolder = leaves || (!fromAnywhere && item.plek === 'bezig');
  return {
    from: item,
    to: movedTo(row, item, now, change),
    places: fromAnywhere ? row.from : [item.plek],
    ...(item.bezigTot !== undefined && byItsHolder ? { claim: item.bezigTot } : {}),
    ...(row.sameText === true && item.tekst !== undefined ? { tekst: item.tekst } : {}),
  };
};
