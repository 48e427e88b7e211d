import type { Pseudonyms } from '../../../adapters/secrets/pseudonyms.ts';
import type { Acceptances } from '../../../adapters/table/acceptances.ts';
import type { Ontvangsten } from '../../../adapters/table/ontvangsten.ts';
import type { Table } from '../../../adapters/table/table.ts';
import { atFirstCall } from '../at-first-call.ts';
import type { Dependencies } from './dependencies.ts';

/** Adapters that only some requests need: each is loaded when one of them comes. */

/** The zaken of this table. */
export const zakenAtRequest = (table: Table, pseudonyms: Pseudonyms): Dependencies['zaken'] =>
  atFirstCall(
    [
      'findZaak',
      'zaakForGemeente',
      'tijdlijn',
      'termijnen',
      'reportsBy',
      'intake',
      'membersOf',
      'logged',
      'gemeenteOf',
      'toErase',
      'nogTeVersturen',
      'wachtOpGegevens',
    ],
    async () => {
      const { createZaken } = await import('../../../adapters/table/zaken.ts');
      return createZaken(table, pseudonyms);
    },
  );

/** The books of the table of this name. */
export const booksAtRequest = (
  tableName: string,
  ontvangsten: Pick<Ontvangsten, 'countPage'>,
  acceptances: Pick<Acceptances, 'inPart'>,
): Dependencies['books'] =>
  atFirstCall(['acceptances', 'countOntvangsten', 'zaken', 'books', 'checkFacts'], async () => {
    const [{ createBooks }, { createBatchTable }] = await Promise.all([
      import('../../../adapters/table/books.ts'),
      import('../../../adapters/table/batch.ts'),
    ]);
    return createBooks(createBatchTable(tableName), ontvangsten, acceptances);
  });

/** The milestones of zaken, from which the figures are made. */
export const mijlpalenAtRequest = (table: Table): Dependencies['mijlpalen'] =>
  atFirstCall(['perPiece'], async () => {
    const { createMijlpalen } = await import('../../../adapters/table/mijlpalen.ts');
    return createMijlpalen(table);
  });

/** The lists of the index: of zaken, terms, tasks and appointments. */
export const listsAtRequest = (table: Table): Dependencies['lists'] =>
  atFirstCall(
    ['zaken', 'due', 'opened', 'tasks', 'undatedTasks', 'appointments', 'missing', 'contradictions'],
    async () => {
      const { createLists } = await import('../../../adapters/table/lists/lists.ts');
      return createLists(table);
    },
  );

/** What partners said of their messages. */
export const repliesAtRequest = (table: Table): Dependencies['replies'] =>
  atFirstCall(['read', 'say', 'overtake', 'waiting', 'newest'], async () => {
    const { createReplies } = await import('../../../adapters/table/postvak/replies.ts');
    return createReplies(table);
  });

/** The queue of orders to deliver at webhooks. */
export const deliveryAtRequest = (queueUrl: string): Dependencies['deliveryQueue'] =>
  atFirstCall(['enqueue'], async () => {
    const { createDeliveryQueue } = await import('../../../adapters/queues/delivery-queue.ts');
    return createDeliveryQueue(queueUrl);
  });
