import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { known } from '../../domain/known.ts';
import { chunk } from '../chunk.ts';
import { beginAfter, writeCursor } from './cursor.ts';
import { inPartition, onStatus, shownOf } from './queries.ts';

/** The hub's one table: flat items of texts and numbers under `pk` and `sk`, listed by the sparse index `perStatus`. */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Key & Readonly<Record<string, string | number | undefined>>;

export interface Page {
  readonly items: readonly Item[];
  /** Opaque cursor of the next page. */
  readonly na?: string;
}

/** Which part of a partition is asked for. */
export interface Part {
  /** The `sk` of the first item, among those whose `sk` starts in some way. */
  readonly from?: string;
  /** What is given of an item beside its key; everything when absent. */
  readonly attributes?: readonly string[];
}

export interface Table {
  /** Strongly consistent. */
  read(key: Key): Promise<Item | undefined>;
  /** Every item of a partition, or those whose `sk` starts so, or a part of those, in order, strongly consistent. */
  partition(pk: string, skBegin?: string, part?: Part): Promise<readonly Item[]>;
  /** Puts the item unless its key exists, or exists with this member; false when it does. */
  insert(item: Item, attribute?: string): Promise<boolean>;
  /**
   * Puts the item unless the one that is there has a higher value of this member; false when it has. The last word then
   * does not depend on which writer comes last.
   */
  writeIfNewer(item: Item, attribute: string): Promise<boolean>;
  /** Puts the item in the place of the one that is there, when that one still has these values; false when not. */
  replace(item: Item, to: Readonly<Record<string, string | number>>): Promise<boolean>;
  /**
   * Adds to a number of an item when that is in this range by then, and puts the members that are given beside it; false when
   * it is not. An item that does not exist counts as one at the begin of the range. However many add at once, none has to read
   * what the others made of it.
   */
  add(
    item: Item,
    to: {
      readonly attribute: string;
      readonly amount: number;
      readonly from: number;
      readonly until: number;
    },
  ): Promise<boolean>;
  /** Puts any number of items, overwriting; each one is written when the promise resolves. */
  write(items: readonly Item[]): Promise<void>;
  /**
   * Changes members of an item that exists (`undefined` removes) when its status is one of these, and when it still has
   * the values of `conditions`; false otherwise.
   */
  change(
    key: Key,
    change: Readonly<Record<string, string | number | undefined>>,
    statuses: readonly string[],
    conditions?: Readonly<Record<string, string | number>>,
  ): Promise<boolean>;
  /**
   * Items with this status, oldest `sinds` first or the newest, up to and including `until`, and those from `from` on.
   * Eventually consistent.
   */
  perStatus(
    status: string,
    options?: { na?: string; max?: number; newestFirst?: boolean } & (
      | { until?: string }
      | { from: string; until: string }
    ),
  ): Promise<Page>;
  /** Counts at most `max` items of this status, from `after` on. Eventually consistent. */
  countPage(
    status: string,
    max: number,
    after?: string,
  ): Promise<{ readonly aantal: number; readonly na?: string }>;
  /** How many items have this status. Eventually consistent. */
  count(status: string, until?: string): Promise<number>;
}

/**
 * As many items as are put side by side. They are not put in one BatchWriteItem: whoever may call that may delete too,
 * for IAM has no other action for the deletes in it.
 */
const WRITES_TOGETHER = 25;

/** False when the condition of this write does not hold; any other failure is thrown. */
const isWritten = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

/** Puts an item, under a condition if there is one; false when that does not hold. */
const put = (
  client: DynamoDBClient,
  tableName: string,
  item: Item,
  condition: Omit<PutItemCommandInput, 'TableName' | 'Item'> = {},
): Promise<boolean> =>
  isWritten(
    client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: marshall(item, { removeUndefinedValues: true }),
        ...condition,
      }),
    ),
  );

/** Changes an item under a condition; false when that does not hold. */
const update = (client: DynamoDBClient, change: UpdateItemCommandInput): Promise<boolean> =>
  isWritten(client.send(new UpdateItemCommand(change)));

/** The table of this name, in the account and region of the environment. */
export const createTable = (tableName: string, client = new DynamoDBClient({})): Table => ({
  async read({ pk, sk }) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: marshall({ pk, sk }), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : (unmarshall(Item) as Item);
  },

  async partition(pk, skBegin, { from, attributes } = {}) {
    const items: Item[] = [];
    let begin: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: tableName,
          ConsistentRead: true,
          ...inPartition(pk, skBegin, from),
          ...shownOf(attributes),
          ...known({ ExclusiveStartKey: begin }),
        }),
      );
      for (const item of page.Items ?? []) items.push(unmarshall(item) as Item);
      begin = page.LastEvaluatedKey;
    } while (begin !== undefined);
    return items;
  },

  insert: (item, attribute = 'pk') =>
    put(client, tableName, item, {
      ConditionExpression: 'attribute_not_exists(#kenmerk)',
      ExpressionAttributeNames: { '#kenmerk': attribute },
    }),

  writeIfNewer: (item, attribute) =>
    put(client, tableName, item, {
      ConditionExpression: 'attribute_not_exists(#kenmerk) OR #kenmerk <= :kenmerk',
      ExpressionAttributeNames: { '#kenmerk': attribute },
      ExpressionAttributeValues: marshall({ ':kenmerk': item[attribute] }),
    }),

  replace: (item, to) =>
    put(client, tableName, item, {
      ConditionExpression: Object.keys(to)
        .map((name) => `#${name} = :${name}`)
        .join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(Object.keys(to).map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: marshall(
        Object.fromEntries(Object.entries(to).map(([name, value]) => [`:${name}`, value])),
      ),
    }),

  async add({ pk, sk, ...members }, { attribute, amount, from, until }) {
    const beside = Object.entries(members).filter(([, value]) => value !== undefined);
    return update(client, {
      TableName: tableName,
      Key: marshall({ pk, sk }),
      UpdateExpression: `SET ${[
        '#som = if_not_exists(#som, :vanaf) + :erbij',
        ...beside.map(([name]) => `#${name} = :${name}`),
      ].join(', ')}`,
      ConditionExpression: 'attribute_not_exists(pk) OR #som BETWEEN :vanaf AND :tot',
      ExpressionAttributeNames: {
        '#som': attribute,
        ...Object.fromEntries(beside.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: marshall({
        ':vanaf': from,
        ':erbij': amount,
        ':tot': until,
        ...Object.fromEntries(beside.map(([name, value]) => [`:${name}`, value])),
      }),
    });
  },

  async write(items) {
    for (const part of chunk(items, WRITES_TOGETHER)) {
      await Promise.all(part.map((item) => put(client, tableName, item)));
    }
  },

  async change({ pk, sk }, change, allowed, conditions = {}) {
    const names = Object.keys(change);
    const values = Object.entries(change).filter(([, value]) => value !== undefined);
    const set = values.map(([name]) => `#${name} = :${name}`);
    const remove = names.filter((name) => change[name] === undefined).map((name) => `#${name}`);
    const statuses = Object.fromEntries(allowed.map((status, number) => [`:alsStatus${number}`, status]));
    return update(client, {
      TableName: tableName,
      Key: marshall({ pk, sk }),
      UpdateExpression: [
        ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
        ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: [
        `#status IN (${Object.keys(statuses).join(', ')})`,
        ...Object.keys(conditions).map((name) => `#${name} = :als_${name}`),
      ].join(' AND '),
      ExpressionAttributeNames: {
        ...Object.fromEntries([...names, ...Object.keys(conditions)].map((name) => [`#${name}`, name])),
        '#status': 'status',
      },
      ExpressionAttributeValues: marshall({
        ...Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
        ...statuses,
        ...Object.fromEntries(Object.entries(conditions).map(([name, value]) => [`:als_${name}`, value])),
      }),
    });
  },

  async perStatus(status, { na, max = 100, newestFirst, until, ...rest } = {}) {
    const from = 'from' in rest ? rest.from : undefined;
    const page = await client.send(
      new QueryCommand({
        ...onStatus(tableName, status, until, from),
        Limit: max,
        ...beginAfter(na),
        ...(newestFirst === true ? { ScanIndexForward: false } : {}),
      }),
    );
    const next = page.LastEvaluatedKey;
    return {
      items: (page.Items ?? []).map((item) => unmarshall(item) as Item),
      ...(next === undefined ? {} : { na: writeCursor(unmarshall(next)) }),
    };
  },

  async countPage(status, max, after) {
    const { Count = 0, LastEvaluatedKey: next } = await client.send(
      new QueryCommand({
        ...onStatus(tableName, status),
        Select: 'COUNT',
        Limit: max,
        ...beginAfter(after),
      }),
    );
    return {
      aantal: Count,
      ...(next === undefined ? {} : { na: writeCursor(unmarshall(next)) }),
    };
  },

  async count(status, until) {
    let count = 0;
    let begin: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await client.send(
        new QueryCommand({
          ...onStatus(tableName, status, until),
          Select: 'COUNT',
          ...known({ ExclusiveStartKey: begin }),
        }),
      );
      count += page.Count ?? 0;
      begin = page.LastEvaluatedKey;
    } while (begin !== undefined);
    return count;
  },
});
