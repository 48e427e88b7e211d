import * as z from 'zod';
import { INDEX_ATTRIBUTEN } from '../../contracts/statusindex.ts';
import { geweigerdeEenheden, type Index, Item, opslagBytes, schrijfEenheden } from './dynamodb.ts';
import type { Teller } from './verbruik.ts';

/** Counts the calls to DynamoDB that go by, with what each one writes and reads. */
export interface Tabelverzoeken {
  /** The request as it must go on: it then answers with what has to be counted. */
  voorbereid(operatie: string, invoer: object): object;
  /** Counts it, now that it has been answered. */
  tel(operatie: string, invoer: unknown, status: number, antwoord: unknown): void;
}

const INDEX: Index = { sleutels: ['status', 'sinds'], attributen: INDEX_ATTRIBUTEN };

const Put = z.object({ Item });
const Update = z.object({ Key: Item });
const Bijgewerkt = z.object({ Attributes: Item });
const Batch = z.object({
  RequestItems: z.record(z.string(), z.array(z.object({ PutRequest: z.object({ Item }) }))),
});
const Lezing = z.object({ ConsistentRead: z.boolean().optional(), IndexName: z.string().optional() });
const Verbruikt = z.object({ ConsumedCapacity: z.object({ CapacityUnits: z.number() }) });

const plaats = (item: Item): string => `${JSON.stringify(item['pk'])} ${JSON.stringify(item['sk'])}`;

export const maakTabelverzoeken = (teller: Teller): Tabelverzoeken => {
  /** The table as it must be by now: what a write costs depends on what it replaces. */
  const stand = new Map<string, Item>();

  const schrijf = (nieuw: Item): void => {
    const oud = stand.get(plaats(nieuw));
    stand.set(plaats(nieuw), nieuw);
    teller.tel('dynamodbSchrijven', schrijfEenheden(oud, nieuw, INDEX));
    teller.tel('opslagBytes', opslagBytes(nieuw, INDEX) - (oud === undefined ? 0 : opslagBytes(oud, INDEX)));
  };

  const tellers: Readonly<Record<string, (invoer: unknown, gelukt: boolean, antwoord: unknown) => void>> = {
    PutItem: (invoer, gelukt) => {
      const { Item: nieuw } = Put.parse(invoer);
      if (gelukt) schrijf(nieuw);
      else teller.tel('dynamodbSchrijven', geweigerdeEenheden(stand.get(plaats(nieuw))));
    },
    UpdateItem: (invoer, gelukt, antwoord) => {
      if (gelukt) schrijf(Bijgewerkt.parse(antwoord).Attributes);
      else {
        const oud = stand.get(plaats(Update.parse(invoer).Key));
        teller.tel('dynamodbSchrijven', geweigerdeEenheden(oud));
      }
    },
    BatchWriteItem: (invoer) => {
      const verzoeken = Object.values(Batch.parse(invoer).RequestItems).flat();
      for (const { PutRequest } of verzoeken) schrijf(PutRequest.Item);
    },
    GetItem: (invoer, _, antwoord) => telLezing(invoer, antwoord),
    Query: (invoer, _, antwoord) => telLezing(invoer, antwoord),
  };

  const telLezing = (invoer: unknown, antwoord: unknown): void => {
    const { ConsistentRead = false } = Lezing.parse(invoer);
    const { CapacityUnits } = Verbruikt.parse(antwoord).ConsumedCapacity;
    // Reading nothing costs as much as reading little.
    teller.tel('dynamodbLezen', Math.max(CapacityUnits, ConsistentRead ? 1 : 0.5));
  };

  return {
    voorbereid: (operatie, invoer) => {
      if (operatie === 'UpdateItem') return { ...invoer, ReturnValues: 'ALL_NEW' };
      if (operatie === 'GetItem' || operatie === 'Query')
        return { ...invoer, ReturnConsumedCapacity: 'TOTAL' };
      return invoer;
    },
    tel: (operatie, invoer, status, antwoord) => {
      const telEen = tellers[operatie];
      if (telEen === undefined) throw new Error(`it is not known what ${operatie} of DynamoDB costs`);
      teller.tel('dynamodbVerzoeken', 1);
      telEen(invoer, status === 200, antwoord);
    },
  };
};
