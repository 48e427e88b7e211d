import { expiresAfter } from '../../adapters/table/expires-after.ts';
import { RETENTION_SECONDS } from '../../adapters/table/ontvangsten.ts';
import type { RemovalTable } from '../../adapters/table/removal.ts';
import { allPages, type Item } from '../../adapters/table/table.ts';
import type { OntvangstId } from '../../contracts/base-types.ts';
import { type ONTVANGST_STATUSES, OUTSTANDING_STATUSES } from '../../contracts/ontvangst-status.ts';
import { GEWIST } from '../../domain/wissen/boundary.ts';
import { withoutPersoon } from '../../domain/wissen/strip.ts';

/** Receipts of messages about a person who is erased: that they came remains, and so the books stay right. */

type ReceiptTable = Pick<RemovalTable, 'read' | 'perStatus' | 'change' | 'remove'>;

/** The list of receipts with this status. */
export const statusOf = (status: (typeof ONTVANGST_STATUSES)[number]): string => `ONTVANGST#${status}`;
/** Where a receipt lies. */
export const keyOf = (ontvangstId: OntvangstId) => ({ pk: `ONTVANGST#${ontvangstId}`, sk: 'ONTVANGST' });

/** Receipts that are looked at side by side. */
const TOGETHER = 100;

/** The message is done, whatever it waited for; no function takes it any more, and nothing tells what was in it. */
export const settleWithout = async (
  table: ReceiptTable,
  item: Pick<Item, 'pk' | 'sk'>,
  reden: string,
  now: Date,
): Promise<void> => {
  await table.change(
    { pk: item.pk, sk: item.sk },
    {
      status: statusOf('verwerkt'),
      sinds: now.toISOString(),
      reden,
      inhoud: undefined,
      afdruk: undefined,
      verlooptOp: expiresAfter(now, RETENTION_SECONDS),
    },
    OUTSTANDING_STATUSES.map(statusOf),
  );
  await table.remove([{ pk: item.pk.replace('ONTVANGST#', 'DUOVRAAG#'), sk: 'DUOVRAAG' }]);
};

interface KeptMessages {
  readonly table: ReceiptTable;
  readonly now: Date;
  /** Takes away what says that the message waits. */
  readonly forget: (item: Item) => Promise<void>;
}

/**
 * Messages that are not processed and name the person by one of these numbers or ids: those about nobody else are done, and
 * of a household only the person goes out of the message. Gives those of a household: their digest goes once they are processed.
 */
export const eraseKeptMessages = async (
  { table, now, forget }: KeptMessages,
  sought: ReadonlySet<string>,
): Promise<readonly OntvangstId[]> => {
  const changed: OntvangstId[] = [];
  for (const status of OUTSTANDING_STATUSES) {
    const found = await allPages(async (after) => {
      const { items: elements, ...rest } = await table.perStatus(statusOf(status), {
        max: TOGETHER,
        ...(after === undefined ? {} : { na: after }),
      });
      return { elements: await Promise.all(elements.map((item) => table.read(item))), ...rest };
    });
    for (const item of found) {
      if (item?.['inhoud'] === undefined) continue;
      const rest = withoutPersoon(JSON.parse(String(item['inhoud'])), sought);
      if (rest === 'helemaal') {
        await forget(item);
        await settleWithout(table, item, GEWIST, now);
      } else if (rest !== undefined) {
        await table.change(
          item,
          { inhoud: JSON.stringify(rest.anders) },
          OUTSTANDING_STATUSES.map(statusOf),
          { inhoud: String(item['inhoud']) },
        );
        changed.push(item.pk.replace('ONTVANGST#', '') as OntvangstId);
      }
    }
  }
  return changed;
};

/**
 * Of processed messages the digest goes: with the secret it could be held against the message that somebody still has. Gives those that
 * are not processed yet, and get it when they are.
 */
export const eraseDigests = async (
  table: ReceiptTable,
  ontvangstIds: readonly OntvangstId[],
): Promise<readonly OntvangstId[]> => {
  const tried = ontvangstIds.map(async (ontvangstId) => {
    const isErased = await table.change(keyOf(ontvangstId), { reden: GEWIST, afdruk: undefined }, [
      statusOf('verwerkt'),
    ]);
    return isErased ? [] : [ontvangstId];
  });
  return (await Promise.all(tried)).flat();
};
