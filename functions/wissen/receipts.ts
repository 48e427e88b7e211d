import { allPages } from '../../adapters/table/all-pages.ts';
import { expiresAfter } from '../../adapters/table/expires-after.ts';
import {
  keyOfOntvangst,
  listOfStatus,
  ontvangstIdOf,
  RETENTION_SECONDS,
} from '../../adapters/table/ontvangsten.ts';
import { keyOfPendingAnswer } from '../../adapters/table/pending-answers.ts';
import type { RemovalTable } from '../../adapters/table/removal.ts';
import type { Item } from '../../adapters/table/table.ts';
import type { OntvangstId } from '../../contracts/base-types.ts';
import { OUTSTANDING_STATUSES } from '../../contracts/ontvangst-status.ts';
import { known } from '../../domain/known.ts';
import { GEWIST } from '../../domain/wissen/boundary.ts';
import { withoutPersoon } from '../../domain/wissen/strip.ts';

/** Receipts of messages about a person who is erased. That the messages came stays, so that the books stay right. */

type ReceiptTable = Pick<RemovalTable, 'read' | 'perStatus' | 'change' | 'remove'>;

/** Receipts that are looked at side by side. */
const TOGETHER = 100;

/** The message is done, whatever it waited for. No function takes it any more, and nothing tells what was in it. */
export const settleWithout = async (
  table: ReceiptTable,
  item: Pick<Item, 'pk' | 'sk'>,
  reden: string,
  now: Date,
): Promise<void> => {
  await table.change(
    { pk: item.pk, sk: item.sk },
    {
      status: listOfStatus('verwerkt'),
      sinds: now.toISOString(),
      reden,
      inhoud: undefined,
      afdruk: undefined,
      verlooptOp: expiresAfter(now, RETENTION_SECONDS),
    },
    OUTSTANDING_STATUSES.map(listOfStatus),
  );
  await table.remove([keyOfPendingAnswer(ontvangstIdOf(item))]);
};

interface KeptMessages {
  readonly table: ReceiptTable;
  readonly now: Date;
  /** Takes away what says that the message waits. */
  readonly forget: (item: Item) => Promise<void>;
}

/**
 * Erases messages that are not processed and name the person by one of these numbers or ids. A message about nobody else is done.
 * Out of a message about a household only the person goes, and its digest.
 */
export const eraseKeptMessages = async (
  { table, now, forget }: KeptMessages,
  sought: ReadonlySet<string>,
): Promise<void> => {
  for (const status of OUTSTANDING_STATUSES) {
    const found = await allPages(async (after) => {
      const { items: elements, ...rest } = await table.perStatus(listOfStatus(status), {
        max: TOGETHER,
        ...known({ na: after }),
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
          { inhoud: JSON.stringify(rest.anders), afdruk: undefined },
          OUTSTANDING_STATUSES.map(listOfStatus),
          { inhoud: String(item['inhoud']) },
        );
      }
    }
  }
};

/**
 * Removes the digest of these messages, because with the secret it could be compared with a message that somebody still has. A
 * message that is not processed gets no digest by this either.
 */
export const eraseDigests = async (
  table: ReceiptTable,
  ontvangstIds: readonly OntvangstId[],
): Promise<void> => {
  await Promise.all(
    ontvangstIds.map(async (ontvangstId) => {
      const place = keyOfOntvangst(ontvangstId);
      // In this order, because the second change finds what is processed in between.
      const isOpen = await table.change(place, { afdruk: undefined }, OUTSTANDING_STATUSES.map(listOfStatus));
      if (!isOpen)
        await table.change(place, { reden: GEWIST, afdruk: undefined }, [listOfStatus('verwerkt')]);
    }),
  );
};
