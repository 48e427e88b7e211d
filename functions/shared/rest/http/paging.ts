import type { StilstaandBericht } from '../../../../contracts/berichten.ts';
import type { Poststaat } from '../../../../contracts/postvak.ts';
import type { FeedCursor } from '../../../../domain/delivery/feed.ts';
import { type ListItem, POSTVAK_STATES, placesOf, stateOf } from '../../../../domain/delivery/item.ts';
import { known } from '../../../../domain/known.ts';
import { berichtIdOf } from '../../../../domain/partners/bericht.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import type { PullDependencies } from '../dependencies.ts';

/** A page of messages as they were sent; without a cursor it is the last. */
export interface BerichtenPage {
  readonly texts: readonly string[];
  /** What has no content, because it cannot be made. */
  readonly stilstaand?: readonly StilstaandBericht[];
  readonly cursor?: FeedCursor;
}

const withoutContent = ({
  zaakId,
  partner,
  volgnummer,
  type,
  plek,
  positie,
  reden,
}: ListItem): StilstaandBericht => ({
  id: berichtIdOf(zaakId, partner, volgnummer),
  zaakId,
  volgnummer,
  ...known({ type }),
  staat: stateOf(plek),
  klaargezetOp: positie.split('#')[0] ?? positie,
  ...known({ stilstand: reden }),
});

/** Whose list is read, and how much of it. */
interface ListQuery {
  readonly kanaal: KanaalId;
  /** The partner itself asks, and no longer gets what was withdrawn. */
  readonly byPartner: boolean;
  readonly state: Poststaat | undefined;
  readonly after: FeedCursor | undefined;
}

/** What a partner was sent, in the order in which it was put in its postvak. */
export const readList = async (
  { postvak, readable, clock }: Pick<PullDependencies, 'postvak' | 'readable' | 'clock'>,
  { kanaal, byPartner, state, after }: ListQuery,
): Promise<BerichtenPage> => {
  const { items, meer } = await postvak.list(kanaal, {
    places: state === undefined ? POSTVAK_STATES : placesOf(state),
    ...known({ na: after?.positie }),
  });
  const latest = items.at(-1);
  return {
    texts: (byPartner ? await readable(kanaal, items) : items).flatMap(({ tekst }) => tekst ?? []),
    stilstaand: items.filter(({ tekst }) => tekst === undefined).map(withoutContent),
    ...(meer && latest !== undefined
      ? { cursor: { positie: latest.positie, gegevenOp: clock.now().toISOString() } }
      : {}),
  };
};
