import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { regievoerderType } from '../../contracts/hub-type.ts';
import { BERICHTTYPEN } from '../../contracts/partnerrollen.ts';
import type { WisReden, WisStand, Wissing } from '../../contracts/wissen.ts';
import { isOpen, type PostvakItem, stateOf } from '../delivery/item.ts';
import { known } from '../known.ts';

/** An erasing that was decided, and how far it is. It holds ids that the hub made, and nothing else about the person. */
export interface Erasing {
  readonly zaakId: ZaakId;
  readonly gemeentecode: Gemeentecode;
  readonly reden: WisReden;
  readonly stand: WisStand;
  readonly gevraagdOp: string;
  /** The seed of the ids of the logs that begin anew, so that every try gives them the same ids. */
  readonly opvolger: string;
  readonly komtNietAan: Wissing['komtNietAan'];
  readonly wachtUit: Wissing['wachtUit'];
  /** The logs with the messages that tell partners of the erasing. */
  readonly logs: readonly ZaakId[];
  /** Keys of what was erased. They stay until everything was looked through once more. */
  readonly keys: readonly string[];
}

/** How long a queue keeps a message that nobody takes (infra/constructs/queue.ts). */
const QUEUE_KEEPS_MS = 14 * 24 * 3600 * 1000;

const FAREWELLS: ReadonlySet<string> = new Set([BERICHTTYPEN.gewist, regievoerderType('zaak-gewist')]);

/** Whether a message says that the person was erased. */
export const isFarewell = ({ type }: Pick<PostvakItem, 'type'>): boolean =>
  type !== undefined && FAREWELLS.has(type);

/** What is on its way about a person: messages that will not arrive but may have been read, and queues that are out of reach. */
export const underway = (
  post: readonly PostvakItem[],
  now: Date,
): Pick<Erasing, 'komtNietAan' | 'wachtUit'> => {
  const own = post.filter((item) => !isFarewell(item));
  const perQueue = Map.groupBy(
    own.filter((item) => item.plek === 'bezorgd' && item.deur === 'wachtrij'),
    ({ partner }) => partner,
  );
  return {
    komtNietAan: own
      .filter((item) => isOpen(item) || item.plek === 'geparkeerd')
      .map(({ partner, id }) => ({ partner, berichtId: id })),
    wachtUit: [...perQueue].flatMap(([partner, items]) => {
      const latest = Math.max(...items.map(({ sinds }) => Date.parse(sinds)));
      const gone = new Date(latest + QUEUE_KEEPS_MS);
      return gone > now ? [{ partner, uiterlijk: gone.toISOString() }] : [];
    }),
  };
};

const byPlace = <Place extends { readonly partner: string }>(
  places: readonly Place[],
  keyOf: (place: Place) => string,
): Place[] => [...new Map(places.map((place) => [keyOf(place), place])).values()];

/** What two looks found together: what the first look saw stays, also when the second look does not see it. */
export const withUnderway = (
  one: Pick<Erasing, 'komtNietAan' | 'wachtUit'>,
  other: Pick<Erasing, 'komtNietAan' | 'wachtUit'>,
): Pick<Erasing, 'komtNietAan' | 'wachtUit'> => ({
  komtNietAan: byPlace([...one.komtNietAan, ...other.komtNietAan], ({ berichtId }) => berichtId),
  wachtUit: byPlace([...one.wachtUit, ...other.wachtUit], ({ partner }) => partner),
});

/** An erasing as its gemeente sees it, with these messages of it in the postvak. */
export const wissingOf = (
  { zaakId, reden, stand, gevraagdOp, ...erasing }: Erasing,
  post: readonly PostvakItem[],
  now: Date,
): Wissing => ({
  zaakId,
  reden,
  stand,
  gevraagdOp,
  ...withUnderway(erasing, underway(post, now)),
  ontvangers: post.filter(isFarewell).map((item) => ({
    partner: item.partner,
    berichtId: item.id,
    staat: stateOf(item.plek),
    ...known({ deur: item.deur }),
    sinds: item.sinds,
  })),
});
