import { chunk } from '../../adapters/chunk.ts';
import { PULL_WINDOW_DAYS } from '../../contracts/berichten.ts';
import { compareInstants } from '../../contracts/instant.ts';
import { DAY_MS } from '../../contracts/time.ts';
import type { KanaalSettings } from '../../domain/delivery/abonnement.ts';
import { destinationOfItem } from '../../domain/delivery/destination.ts';
import type { ListItem } from '../../domain/delivery/item.ts';
import { POST_DAYS } from '../../domain/delivery/retention.ts';
import { partnerAt } from '../../domain/gemeenten/partner-at.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { takeAll } from '../shared/steps.ts';
import type { DeliveryDependencies } from './delivery.ts';
import { allItems } from './postvak.ts';

/** What ends by itself: messages that nobody fetches, and the content of all of them. */

/** Messages that nobody fetched in time are vervallen; of what is older the content goes. */
export async function purgePost(dependencies: DeliveryDependencies): Promise<void> {
  const { postvak, kanalen, telemetry, partners, now } = dependencies;
  const settingsOf = await kanalen.settingsOfAll(partners);
  await takeAll(
    partners.map((partner) => async () => {
      // Purging goes first: a message past that term is vervallen with it, and needs no expiry.
      const empty = await forEach(
        dependencies,
        partner,
        { until: daysAgo(now, POST_DAYS[roleOf(partner)]) },
        async (place) => {
          const item = await postvak.read(place);
          return item !== undefined && (await postvak.purge(item, now));
        },
      );
      const vervallen = await letExpire(dependencies, partner, settingsOf(partner));
      if (empty + vervallen > 0) {
        telemetry.info('partnerberichten opgeruimd', { partner, vervallen, inhoudWeg: empty });
      }
    }),
  );
}

/** The role of a receiver in its gemeente; the gemeente itself is one too. */
const roleOf = (kanaal: KanaalId): keyof typeof POST_DAYS => partnerAt(kanaal)?.rol ?? 'gemeente';

/** How many messages of a partner one run takes, oldest first; the next run takes the rest. */
const AT_MOST = 1000;
/** Messages that are changed side by side. */
const AT_ONCE = 20;

const daysAgo = (now: Date, days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();

/** Changes the oldest messages that are asked for; gives how many were changed. */
const forEach = async (
  { postvak }: DeliveryDependencies,
  partner: KanaalId,
  query: Parameters<typeof allItems>[2],
  doOne: (item: ListItem) => Promise<boolean>,
): Promise<number> => {
  const items: ListItem[] = [];
  for await (const item of allItems(postvak, partner, query)) {
    items.push(item);
    if (items.length === AT_MOST) break;
  }
  let count = 0;
  for (const together of chunk(items, AT_ONCE)) {
    const done = await Promise.all(together.map(doOne));
    count += done.filter(Boolean).length;
  }
  return count;
};

/** Expires the messages that nobody fetched in time; gives how many these were. */
const letExpire = async (
  dependencies: DeliveryDependencies,
  partner: KanaalId,
  settings: KanaalSettings,
): Promise<number> => {
  const { postvak, feeds, now } = dependencies;
  const bound = daysAgo(now, PULL_WINDOW_DAYS);
  // Who is shut out cannot fetch; once it is let in, its time begins anew.
  if (settings.basisdeur !== 'ophalen' || settings.uitgesloten !== undefined) return 0;
  const { items } = await postvak.list(partner, { places: ['klaargezet'], until: bound, max: 1 });
  if (items.length === 0) return 0;
  // A partner whose doors changed can fetch what another door kept, so its time runs from that change.
  const revisedAt = await feeds.herzienOp(partner);
  if (revisedAt !== undefined && compareInstants(revisedAt, bound) > 0) return 0;
  return forEach(dependencies, partner, { places: ['klaargezet'], until: bound }, async (place) => {
    if (destinationOfItem(settings, place).deur !== 'ophalen') return false;
    const item = await postvak.read(place);
    // A message that was asked for again lies ready since that request.
    if (item === undefined || compareInstants(item.sinds, bound) > 0) return false;
    return (await postvak.expire(item, now)) !== undefined;
  });
};
