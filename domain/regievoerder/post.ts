import type { Gemeentecode, HuishoudenId } from '../../contracts/base-types.ts';
import type { StepContent, UndeliveredState } from '../../contracts/regievoerder.ts';
import type { PostvakItem } from '../delivery/item.ts';
import { known } from '../known.ts';
import { kanaalParts } from '../partners/address.ts';
import { beginOf, dayOf } from '../termijnen/calendar.ts';
import { ordinaryDaysBefore } from '../termijnen/feestdagen.ts';
import { regievoerderKanaal } from './kanaal.ts';

/** Messages that a partner did not get, fetch or confirm, as its gemeente hears of them. */

/** A message to a partner, and how far it is. */
type Post = Pick<PostvakItem, 'partner' | 'volgnummer' | 'plek' | 'sinds' | 'reden'>;

/**
 * The messages about a zaak, or about a household that it belongs to, that a gemeente is to hear of, as they were when the hub
 * looked.
 */
export interface PostSeen {
  readonly gemeentecode: Gemeentecode;
  /** Absent when the messages are about the zaak itself. */
  readonly huishoudenId?: HuishoudenId;
  /** Messages that a partner of this gemeente does not have. */
  readonly waiting: readonly Post[];
}

const KEY = 'onbezorgd:';

/** Whether a step says that a partner did not get a message. */
export const isWaiting = (key: string): boolean => key.startsWith(KEY);

const keyOf = ({ huishoudenId }: Pick<PostSeen, 'huishoudenId'>): string =>
  `${KEY}${huishoudenId ?? 'zaak'}:`;

/** Whether a step is about messages that were looked at here. */
export const isSeen = (seen: PostSeen, key: string): boolean => key.startsWith(keyOf(seen));

/** The state of a message that its partner does not have; undefined when the partner has it, or need not have it any more. */
const undelivered = ({ plek, reden }: Post): UndeliveredState | undefined => {
  if (plek === 'klaargezet' || plek === 'bezig') return 'klaargezet';
  if (plek === 'geparkeerd') return 'geparkeerd';
  // A message that a withdrawal overtook has a reason; a message that was not fetched in time has none.
  return plek === 'vervallen' && reden === undefined ? 'vervallen' : undefined;
};

/**
 * The moment (RFC 3339, UTC) before which a message must have come to have waited for so many whole working days on this day
 * (`YYYY-MM-DD`).
 */
export const waitingUntil = (day: string, workingDays: number): string =>
  beginOf(ordinaryDaysBefore(day, workingDays));

/**
 * Of all messages about a zaak or a household, those that a partner of this gemeente does not have: parked, not fetched in time, or
 * lying ready since before a moment (RFC 3339, UTC). A message that was asked for again lies ready since then.
 */
export const waitingIn = <Item extends Post>(
  post: readonly Item[],
  gemeentecode: Gemeentecode,
  until: string,
): readonly Item[] =>
  post.filter((item) => {
    const state = undelivered(item);
    if (state === undefined || (state === 'klaargezet' && item.sinds > until)) return false;
    const isOwn = item.partner === regievoerderKanaal(gemeentecode);
    return !isOwn && kanaalParts(item.partner).gemeentecode === gemeentecode;
  });

/** One step for each message that a partner of this gemeente does not have. */
export const waitingSteps = (seen: PostSeen): readonly (readonly [string, StepContent])[] =>
  seen.waiting.flatMap((item): readonly (readonly [string, StepContent])[] => {
    const staat = undelivered(item);
    if (staat === undefined) return [];
    const gegevens = known({
      partner: kanaalParts(item.partner).partner,
      partnerVolgnummer: item.volgnummer,
      huishoudenId: seen.huishoudenId,
      staat,
      datum: dayOf(new Date(item.sinds)),
    });
    const key = `${keyOf(seen)}${item.partner}#${item.volgnummer}`;
    return [[key, { gebeurtenis: 'partnerbericht-onbezorgd', gegevens }]];
  });

/**
 * The messages that wait, as a text that stays the same for as long as they do. A message that was not fetched in time is told once
 * and left out here, because nothing more follows from it.
 */
export const spellWaiting = (
  items: readonly Pick<PostvakItem, 'partner' | 'volgnummer' | 'plek'>[],
): string =>
  items
    .filter(({ plek }) => plek !== 'vervallen')
    .map(({ partner, volgnummer, plek }) => `${partner}#${volgnummer}${plek === 'geparkeerd' ? '!' : ''}`)
    .toSorted()
    .join(' ');
