import { chunk } from '../../adapters/chunk.ts';
import { POST, placeOf, placeStatus } from '../../adapters/table/postvak/item.ts';
import { STATUS_LANE } from '../../adapters/table/postvak/lanes.ts';
import { isOldPlace, movePost } from '../../adapters/table/postvak/old-place.ts';
import type { Item, Table } from '../../adapters/table/table.ts';
import type { ItemPlace } from '../../domain/delivery/item.ts';
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
const ONCE_MORE_MS = 3600_000;

const PAGES_PER_RUN = 10;
const PER_PAGE = 500;
/** Lanes that are moved side by side. */
const TOGETHER = 25;

const PLACES = ['klaargezet', 'bezig', 'geparkeerd', 'bezorgd', 'bevestigd', 'vervallen'] as const;

/** How far it is: in which list, after which item there, and when the first round began. */
interface Progress {
  readonly plaats: number;
  readonly na?: string;
  readonly begonnen: string;
}

/** Goes on where the run before stopped; nothing once it is done. */
export const moveOldPost = async (deps: OldPostDependencies): Promise<void> => {
  const { table, partners, now } = deps;
  const lists = [STATUS_LANE, ...PLACES.flatMap((place) => partners.map((one) => placeStatus(one, place)))];
  const stored = await table.read(KEY);
  let progress = toProgress(stored, now);
  if (progress.plaats >= lists.length) return;
  for (let page = 0; page < PAGES_PER_RUN; page++) {
    const list = lists[progress.plaats];
    if (list === undefined) break;
    progress = { ...(await movePage(deps, list, progress)), begonnen: progress.begonnen };
  }
  const again =
    progress.plaats >= lists.length && now.getTime() - Date.parse(progress.begonnen) < ONCE_MORE_MS;
  const versie = Number(stored?.['versie'] ?? 0) + 1;
  // Whoever writes this twice only looks at the same messages again.
  const next = again ? { plaats: 0, begonnen: progress.begonnen } : progress;
  await table.writeIfNewer({ ...KEY, versie, ronde: ROUND, ...next }, 'versie');
};

const toProgress = (stored: Item | undefined, now: Date): Progress =>
  stored?.['ronde'] === ROUND
    ? {
        plaats: Number(stored['plaats']),
        begonnen: String(stored['begonnen']),
        ...(stored['na'] === undefined ? {} : { na: String(stored['na']) }),
      }
    : { plaats: 0, begonnen: now.toISOString() };

/** Moves the lanes of one page of a list; where the next page is. */
const movePage = async (
  deps: OldPostDependencies,
  list: string,
  { plaats, na: after }: Progress,
): Promise<Omit<Progress, 'begonnen'>> => {
  const { items, na } = await deps.table.perStatus(list, {
    max: PER_PAGE,
    ...(after === undefined ? {} : { na: after }),
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
  return na === undefined ? { plaats: plaats + 1 } : { plaats, na };
};

const moveLane = async (
  { table, deliveryQueue, now }: OldPostDependencies,
  { partner, zaakId }: Pick<ItemPlace, 'partner' | 'zaakId'>,
): Promise<void> => {
  const items = await table.partition(`ZAAK#${zaakId}`, `${POST}${partner}#`);
  await movePost(table, items, now, () =>
    deliveryQueue.enqueue([{ job: { soort: 'baan', kanaal: partner, zaakId } }]),
  );
};
