import { PULL_PAGE_SIZE } from '../../../../contracts/lists.ts';
import type { KanaalSettings } from '../../../../domain/delivery/abonnement.ts';
import { accepts, destinationOfItem } from '../../../../domain/delivery/destination.ts';
import { type FeedCursor, isOutdated, nextCursor } from '../../../../domain/delivery/feed.ts';
import { known } from '../../../../domain/known.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import type { PullDependencies } from '../dependencies.ts';
import { invalidToken } from '../http/authentication.ts';
import type { BerichtenPage } from '../http/paging.ts';
import { problem } from '../http/problems.ts';

/** The pull door: what lies ready for a partner that fetches its messages itself. */

type Needed = Pick<PullDependencies, 'postvak' | 'readable' | 'kanalen' | 'feeds' | 'clock' | 'pageSize'>;

/** Who asks: the partner itself gets nothing while it is shut out, nor what was withdrawn. */
interface Asking {
  readonly kanaal: KanaalId;
  readonly byPartner: boolean;
}

/** How long one may wait: what the caller asked for, and what the function still has. */
export interface Patience {
  readonly waitMs: number;
  readonly remainingMs: () => number;
}

const LOOK_EVERY_MS = 1000;
/** Time that is kept for the answer itself. */
const MARGIN_MS = 3000;

const onPullDoor = async ({ kanalen }: Needed, { kanaal, byPartner }: Asking): Promise<KanaalSettings> => {
  const settings = await kanalen.settings(kanaal);
  if (byPartner && settings.uitgesloten !== undefined) throw invalidToken();
  if (settings.basisdeur === 'ophalen') return settings;
  const webhook = settings.abonnementen.some(accepts) ? 'naar een webhook, en anders ' : '';
  throw problem(
    'andere-deur',
    `De berichten van deze partner gaan ${webhook}door de deur ${settings.basisdeur}. Kies ophalen met PUT /v1/kanaal.`,
  );
};

/**
 * From where to read. When the doors changed after this cursor was given, older messages may lie ready that its holder
 * never saw: then everything is shown again, and only what was confirmed stays away.
 */
const beginOf = async (
  { feeds }: Needed,
  kanaal: KanaalId,
  after: FeedCursor | undefined,
): Promise<FeedCursor | undefined> => {
  if (after === undefined) return undefined;
  return isOutdated(after, await feeds.herzienOp(kanaal)) ? undefined : after;
};

/** What lies ready now: one page, and where the next one begins. */
const look = async (
  needed: Needed,
  asking: Asking,
  after: FeedCursor | undefined,
): Promise<BerichtenPage> => {
  const { kanaal, byPartner } = asking;
  const now = needed.clock.now();
  const settings = await onPullDoor(needed, asking);
  const { pageSize = PULL_PAGE_SIZE } = needed;
  const begin = await beginOf(needed, kanaal, after);
  // The messages in hand are read before those that lie ready: one that is released meanwhile is in one of the two lists.
  const inHand = await needed.postvak.list(kanaal, { places: ['bezig'], max: 1 });
  const texts: string[] = [];
  let seen = begin?.positie;
  let meer = true;
  while (meer && texts.length < pageSize) {
    const page = await needed.postvak.list(kanaal, {
      places: ['klaargezet'],
      max: pageSize - texts.length,
      ...known({ na: seen }),
    });
    const own = page.items.filter((item) => destinationOfItem(settings, item).deur === 'ophalen');
    const shown = byPartner ? await needed.readable(kanaal, own) : own;
    texts.push(...shown.flatMap(({ tekst }) => tekst ?? []));
    seen = page.items.at(-1)?.positie ?? seen;
    meer = page.meer;
  }
  return {
    texts,
    cursor: nextCursor(begin, meer ? seen : undefined, inHand.items[0]?.positie, now),
  };
};

/** What lies ready, or what comes while the caller waits for it. */
export const fetch = async (
  needed: Needed,
  asking: Asking,
  after: FeedCursor | undefined,
  { waitMs, remainingMs }: Patience,
): Promise<BerichtenPage> => {
  const until = needed.clock.now().getTime() + waitMs;
  let begin = after;
  for (;;) {
    const page = await look(needed, asking, begin);
    const over = Math.min(until - needed.clock.now().getTime(), remainingMs() - MARGIN_MS);
    if (page.texts.length > 0 || over <= 0) return page;
    // The next look begins where this one ended: messages that wait for another door may be many.
    begin = page.cursor;
    await needed.clock.sleep(Math.min(LOOK_EVERY_MS, over));
  }
};
