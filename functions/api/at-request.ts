import type { Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import type { createBooks } from '../../adapters/table/books.ts';
import type { Table } from '../../adapters/table/table.ts';
import { once } from '../shared/once.ts';
import type { Dependencies } from './dependencies.ts';

/** Adapters that only some requests need: each is loaded when one of them comes. */

export const zakenAtRequest = (table: Table, pseudonyms: Pseudonyms): Dependencies['zaken'] => {
  const zaken = once(async () => {
    const { createZaken } = await import('../../adapters/table/zaken.ts');
    return createZaken(table, pseudonyms);
  });
  return {
    findZaak: async (...query) => (await zaken()).findZaak(...query),
    zaakForGemeente: async (...query) => (await zaken()).zaakForGemeente(...query),
    tijdlijn: async (...query) => (await zaken()).tijdlijn(...query),
    termijnen: async (...query) => (await zaken()).termijnen(...query),
    reportsBy: async (...query) => (await zaken()).reportsBy(...query),
    intake: async (...query) => (await zaken()).intake(...query),
    membersOf: async (...query) => (await zaken()).membersOf(...query),
    logged: async (...query) => (await zaken()).logged(...query),
    gemeenteOf: async (...query) => (await zaken()).gemeenteOf(...query),
    toErase: async (...query) => (await zaken()).toErase(...query),
    nogTeVersturen: async (...query) => (await zaken()).nogTeVersturen(...query),
    wachtOpGegevens: async (...query) => (await zaken()).wachtOpGegevens(...query),
  };
};

export const booksAtRequest = (
  ...[table, ontvangsten, acceptances]: Parameters<typeof createBooks>
): Dependencies['books'] => {
  const books = once(async () => {
    const { createBooks } = await import('../../adapters/table/books.ts');
    return createBooks(table, ontvangsten, acceptances);
  });
  return {
    acceptances: async (...query) => (await books()).acceptances(...query),
    countOntvangsten: async (...query) => (await books()).countOntvangsten(...query),
    zaken: async (...query) => (await books()).zaken(...query),
    books: async (...query) => (await books()).books(...query),
    checkFacts: async (...query) => (await books()).checkFacts(...query),
  };
};

export const mijlpalenAtRequest = (table: Table): Dependencies['mijlpalen'] => ({
  perPiece: async (...query) => {
    const { createMijlpalen } = await import('../../adapters/table/mijlpalen.ts');
    return createMijlpalen(table).perPiece(...query);
  },
});

export const listsAtRequest = (table: Table): Dependencies['lists'] => {
  const lists = once(async () => {
    const { createLists } = await import('../../adapters/table/lists/lists.ts');
    return createLists(table);
  });
  return {
    zaken: async (...query) => (await lists()).zaken(...query),
    due: async (...query) => (await lists()).due(...query),
    opened: async (...query) => (await lists()).opened(...query),
    tasks: async (...query) => (await lists()).tasks(...query),
    undatedTasks: async (...query) => (await lists()).undatedTasks(...query),
    appointments: async (...query) => (await lists()).appointments(...query),
    missing: async (...query) => (await lists()).missing(...query),
    contradictions: async (...query) => (await lists()).contradictions(...query),
  };
};

export const repliesAtRequest = (table: Table): Dependencies['replies'] => {
  const replies = once(async () => {
    const { createReplies } = await import('../../adapters/table/postvak/replies.ts');
    return createReplies(table);
  });
  return {
    read: async (...query) => (await replies()).read(...query),
    say: async (...what) => (await replies()).say(...what),
    overtake: async (...what) => (await replies()).overtake(...what),
    waiting: async (...query) => (await replies()).waiting(...query),
    others: async (...query) => (await replies()).others(...query),
  };
};

export const deliveryAtRequest = (queueUrl: string): Dependencies['bezorging'] => {
  const delivery = once(async () => {
    const { createDeliveryQueue } = await import('../../adapters/queues/delivery-queue.ts');
    return createDeliveryQueue(queueUrl);
  });
  return { enqueue: async (...offer) => (await delivery()).enqueue(...offer) };
};
