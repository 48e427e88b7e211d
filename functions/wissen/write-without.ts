import { logPartition } from '../../adapters/table/log-partition.ts';
import { COMMIT } from '../../adapters/table/logs.ts';
import { POST } from '../../adapters/table/postvak/item.ts';
import { movePost, postOfZaak } from '../../adapters/table/postvak/old-place.ts';
import { createPostvak, type Postvak } from '../../adapters/table/postvak/postvak.ts';
import type { RemovalTable } from '../../adapters/table/removal.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { PostvakItem } from '../../domain/delivery/item.ts';
import { inNumberOf, supersededBy } from '../../domain/delivery/withdrawn.ts';
import { kanaalParts } from '../../domain/partners/address.ts';
import { regievoerderKanaal } from '../../domain/regievoerder/kanaal.ts';

/** Takes a person out of what goes on without that person. */

/** Writes commits again without what has to go. A commit that stays the same is not written. */
export const writeWithout = async <Content>(
  table: RemovalTable,
  pk: string,
  without: (content: Content) => Content,
): Promise<void> => {
  for (const item of await table.partition(pk, COMMIT)) {
    if (item['inhoud'] === undefined) continue;
    const inhoud = JSON.stringify(without(JSON.parse(String(item['inhoud']))));
    if (inhoud === item['inhoud']) continue;
    await table.replace({ ...item, inhoud }, { tijd: String(item['tijd']) });
  }
};

/**
 * Takes a person out of the messages of a timeline, because what partners were told may hold something of the person. Only messages
 * that still hold keep their content, and a message that waits gets, under its own volgnummer, what holds in its place. Messages to
 * a gemeente hold steps and nothing of a person.
 */
export const emptyPost = async (table: RemovalTable, id: ZaakId, now: Date): Promise<void> => {
  const postvak = createPostvak(table);
  // Only a message in its new place can be changed. The watch orders the delivery of what lies ready.
  await movePost(table, await table.partition(logPartition('ZAAK', id), POST), now, async () => undefined);
  const post = (await postOfZaak(table, id)).filter(
    ({ partner }) => partner !== regievoerderKanaal(kanaalParts(partner).gemeentecode),
  );
  for (const own of Map.groupBy(post, ({ partner }) => partner).values()) {
    const inOrder = own.toSorted((one, other) => one.volgnummer - other.volgnummer);
    for (const item of inOrder) {
      await emptyOne(postvak, item, inOrder, now);
    }
  }
};

const emptyOne = async (
  postvak: Postvak,
  item: PostvakItem,
  lane: readonly PostvakItem[],
  now: Date,
): Promise<void> => {
  const later = supersededBy(item, lane);
  if (item.tekst === undefined || later === undefined) return;
  const content = inNumberOf(item, later);
  if (content !== undefined && (await postvak.withdraw(item, content, now)) !== undefined) return;
  const found = content && (await postvak.read(item));
  // Another instance wrote the message anew meanwhile, perhaps as the end. Without it a volgnummer would be skipped.
  if (found !== undefined && found.tekst !== item.tekst) return emptyOne(postvak, found, lane, now);
  await postvak.purge(item, now);
};
