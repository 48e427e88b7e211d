import { chunk } from '../../adapters/chunk.ts';
import { logPartition } from '../../adapters/table/log-partition.ts';
import { POST, placeOf, placeStatus } from '../../adapters/table/postvak/item.ts';
import { STATUS_LANE } from '../../adapters/table/postvak/lanes.ts';
import { isOldPlace, movePost } from '../../adapters/table/postvak/old-place.ts';
import type { Item, Table } from '../../adapters/table/table.ts';
import { HOUR_MS } from '../../contracts/time.ts';
import type { ItemPlace } from '../../domain/delivery/item.ts';
import { known } from '../../domain/known.ts';
import type { DeliveryDependencies } from './delivery.ts';

/**
 * Moves the messages that version 0.1.0 put to where their doors can reach them, and orders their delivery. It goes through every
 * list of messages, those that are to be delivered first, a bounded number in each run.
 */

export interface OldPostDependencies
  extends Pick<DeliveryDependencies, 'deliveryQueue' | 'telemetry' | 'partners' | 'now'> {
  readonly table: Pick<Table, 'read' | 'insert' | 'change' | 'partition' | 'perStatus' | 'writeIfNewer'>;
}

const KEY = { pk: 'LIJSTEN', sk: 'POSTVAK' };

/** A release that comes after a version that puts in the old place ran again makes this one higher (docs/release.md). */
const ROUND = 1;
/**
 * It begins anew until the first round was begun so long ago: a function that runs from before the update may still put something
 * in the old place.
 */
const ONCE_MORE_MS = HOUR_MS;

/** Messages that are looked at in one run, and pages: most lists are short. */
const PER_RUN = 5000;
const PAGES_PER_RUN = 500;
const PER_PAGE = 500;
/** Lanes that are moved side by side. */
const TOGETHER = 10;

const PLACES = ['klaargezet', 'bezig', 'geparkeerd', 'bezorgd', 'bevestigd', 'vervallen'] as const;

/** How far it is: in which list (none when it is done), after which item there, and when the first round began. */
interface Progress {
  readonly lijst?: string;
  readonly na?: string;
  readonly begonnen: string;
}

/** Goes on where the run before stopped; nothing once it is done. */
export const moveOldPost = async (deps: OldPostDependencies): Promise<void> => {
  const { table, partners, now } = deps;
  const lists = [STATUS_LANE, ...PLACES.flatMap((place) => partners.map((one) => placeStatus(one, place)))];
  const stored = await table.read(KEY);
  const progress = toProgress(stored, lists, now);
  if (progress.lijst === undefined) return;
  const { begonnen } = progress;
  let lijst: string | undefined = progress.lijst;
  let na = progress.na;
  let seen = 0;
  for (let page = 0; lijst !== undefined && page < PAGES_PER_RUN && seen < PER_RUN; page++) {
    const found = await movePage(deps, lijst, na);
    na = found.na;
    if (na === undefined) lijst = lists[lists.indexOf(lijst) + 1];
    seen += found.count;
  }
  if (lijst === undefined && now.getTime() - Date.parse(begonnen) < ONCE_MORE_MS) lijst = STATUS_LANE;
  // Whoever writes this twice only looks at the same messages again.
  const versie = Number(stored?.['versie'] ?? 0) + 1;
  const next = { begonnen, ...known({ lijst, na }) };
  await table.writeIfNewer({ ...KEY, versie, ronde: ROUND, ...next }, 'versie');
};

const toProgress = (stored: Item | undefined, lists: readonly string[], now: Date): Progress => {
  if (stored?.['ronde'] !== ROUND) return { lijst: STATUS_LANE, begonnen: now.toISOString() };
  const { lijst, na } = stored;
  const begonnen = String(stored['begonnen']);
  if (lijst === undefined) return { begonnen };
  // The list of a partner that is there no more is at no place: the round begins anew.
  if (!lists.includes(String(lijst))) return { lijst: STATUS_LANE, begonnen };
  return { lijst: String(lijst), begonnen, ...(na === undefined ? {} : { na: String(na) }) };
};

/** Moves the lanes of one page of a list; how many items it held, and after which the next page begins. */
const movePage = async (
  deps: OldPostDependencies,
  list: string,
  after: string | undefined,
): Promise<{ readonly count: number; readonly na?: string }> => {
  const { items, ...rest } = await deps.table.perStatus(list, {
    max: PER_PAGE,
    ...known({ na: after }),
  });
  const lanes = new Map(
    items
      .filter(isOldPlace)
      .map(placeOf)
      .map((place) => [`${place.partner}#${place.zaakId}`, place]),
  );
  for (const some of chunk([...lanes.values()], TOGETHER)) {
    await Promise.all(some.map((lane) => moveLane(deps, lane)));
  }
  if (lanes.size > 0) deps.telemetry.info('berichten verplaatst', { lijst: list, banen: lanes.size });
  return { count: items.length, ...rest };
};

const moveLane = async (
  { table, deliveryQueue, now }: OldPostDependencies,
  { partner, zaakId }: Pick<ItemPlace, 'partner' | 'zaakId'>,
): Promise<void> => {
  const items = await table.partition(logPartition('ZAAK', zaakId), `${POST}${partner}#`);
  await movePost(table, items, now, () =>
    deliveryQueue.enqueue([{ job: { soort: 'baan', kanaal: partner, zaakId } }]),
  );
};
