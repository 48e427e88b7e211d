import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { StepContent, UndeliveredState } from '../../contracts/regievoerder.ts';
import type { PostvakItem } from '../delivery/item.ts';
import { kanaalParts } from '../partners/address.ts';
import { dayOf } from '../termijnen/calendar.ts';
import { regievoerderKanaal } from './kanaal.ts';

/** Messages that a partner did not get, fetch or confirm, as its gemeente hears of them. */

/** A message to a partner, and how far it is. */
export type WaitingPost = Pick<PostvakItem, 'partner' | 'volgnummer' | 'plek' | 'klaargezetOp' | 'reden'>;

const KEY = 'onbezorgd:';

/** Whether a step is that a partner did not get a message. */
export const isWaiting = (key: string): boolean => key.startsWith(KEY);

/** How far a message is that its partner does not have; undefined for one that it has, or that it need not have any more. */
const undelivered = ({ plek, reden }: WaitingPost): UndeliveredState | undefined => {
  if (plek === 'klaargezet' || plek === 'bezig') return 'klaargezet';
  if (plek === 'geparkeerd') return 'geparkeerd';
  // What a withdrawal overtook has a reason; what nobody fetched in time has none.
  return plek === 'vervallen' && reden === undefined ? 'vervallen' : undefined;
};

/** Of all messages about a zaak those that no partner of this gemeente has, and that were put before a moment (RFC 3339, UTC). */
export const waitingSince = (
  post: readonly WaitingPost[],
  gemeentecode: Gemeentecode,
  until: string,
): readonly WaitingPost[] =>
  post.filter(
    (item) =>
      undelivered(item) !== undefined &&
      item.klaargezetOp <= until &&
      item.partner !== regievoerderKanaal(gemeentecode) &&
      kanaalParts(item.partner).gemeentecode === gemeentecode,
  );

/** One step for each message that no partner of this gemeente has. */
export const waitingSteps = (
  post: readonly WaitingPost[],
  gemeentecode: Gemeentecode,
): readonly (readonly [string, StepContent])[] =>
  post.flatMap((item) => {
    const staat = undelivered(item);
    const { gemeentecode: code, partner } = kanaalParts(item.partner);
    if (staat === undefined || code !== gemeentecode) return [];
    const datum = dayOf(new Date(item.klaargezetOp));
    return [
      [
        `${KEY}${item.partner}#${item.volgnummer}`,
        {
          gebeurtenis: 'partnerbericht-onbezorgd',
          gegevens: { partner, partnerVolgnummer: item.volgnummer, staat, datum },
        },
      ],
    ];
  });
