import * as z from 'zod';
import { INDEX_ATTRIBUTES } from '../../contracts/internal/status-index.ts';
import { type Index, Item, refusedUnits, storageBytes, writeUnits } from './dynamodb.ts';
import type { Counter } from './usage.ts';

/** Counts the calls to DynamoDB, with the units that each call writes and reads. */
export interface TableRequests {
  /** Changes a request so that its answer holds the numbers to count. */
  prepared(operation: string, input: object): object;
  /** Counts a request by its answer. */
  count(operation: string, input: unknown, status: number, response: unknown): void;
}

const INDEX: Index = { sleutels: ['status', 'sinds'], attributes: INDEX_ATTRIBUTES };

const Put = z.object({ Item });
const Update = z.object({ Key: Item });
const Updated = z.object({ Attributes: Item });
const Read = z.object({ ConsistentRead: z.boolean().optional(), IndexName: z.string().optional() });
const ConsumedByBatch = z.object({ ConsumedCapacity: z.array(z.object({ CapacityUnits: z.number() })) });
const Consumed = z.object({ ConsumedCapacity: z.object({ CapacityUnits: z.number() }) });

/** The operations that can return their consumed capacity. */
const READS: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query']);

const place = (item: Item): string => `${JSON.stringify(item['pk'])} ${JSON.stringify(item['sk'])}`;

export const createTableRequests = (counter: Counter): TableRequests => {
  /** The items as they must now be in the table, because the cost of a write depends on the item that it replaces. */
  const entry = new Map<string, Item>();

  const write = (fresh: Item): void => {
    const old = entry.get(place(fresh));
    entry.set(place(fresh), fresh);
    counter.count('dynamodbSchrijven', writeUnits(old, fresh, INDEX));
    counter.count(
      'opslagBytes',
      storageBytes(fresh, INDEX) - (old === undefined ? 0 : storageBytes(old, INDEX)),
    );
  };

  const counters: Readonly<Record<string, (input: unknown, succeeded: boolean, response: unknown) => void>> =
    {
      PutItem: (input, succeeded) => {
        const { Item: fresh } = Put.parse(input);
        if (succeeded) write(fresh);
        else counter.count('dynamodbSchrijven', refusedUnits(entry.get(place(fresh))));
      },
      UpdateItem: (input, succeeded, response) => {
        if (succeeded) write(Updated.parse(response).Attributes);
        else {
          const old = entry.get(place(Update.parse(input).Key));
          counter.count('dynamodbSchrijven', refusedUnits(old));
        }
      },
      DeleteItem: (input) => {
        const { Key } = Update.parse(input);
        const old = entry.get(place(Key));
        entry.delete(place(Key));
        counter.count('dynamodbSchrijven', old === undefined ? 1 : writeUnits(old, Key, INDEX));
        counter.count('opslagBytes', old === undefined ? 0 : -storageBytes(old, INDEX));
      },
      GetItem: (input, _, response) => countRead(input, response),
      Query: (input, _, response) => countRead(input, response),
      BatchGetItem: (_, __, response) => {
        for (const { CapacityUnits } of ConsumedByBatch.parse(response).ConsumedCapacity) {
          counter.count('dynamodbLezen', CapacityUnits);
        }
      },
    };

  const countRead = (input: unknown, response: unknown): void => {
    const { ConsistentRead = false } = Read.parse(input);
    const { CapacityUnits } = Consumed.parse(response).ConsumedCapacity;
    // A read without a result costs as much as a small read.
    counter.count('dynamodbLezen', Math.max(CapacityUnits, ConsistentRead ? 1 : 0.5));
  };

  return {
    prepared: (operation, input) => {
      if (operation === 'UpdateItem') return { ...input, ReturnValues: 'ALL_NEW' };
      if (READS.has(operation)) return { ...input, ReturnConsumedCapacity: 'TOTAL' };
      return input;
    },
    count: (operation, input, status, response) => {
      const countOne = counters[operation];
      if (countOne === undefined) throw new Error(`it is not known what ${operation} of DynamoDB costs`);
      counter.count('dynamodbVerzoeken', 1);
      countOne(input, status === 200, response);
    },
  };
};
