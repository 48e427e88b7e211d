import { describe, expect, it } from 'vitest';
import {
  type Index,
  type Item,
  indexItem,
  itemBytes,
  refusedUnits,
  storageBytes,
  writeUnits,
} from '../../../../bench/costs/dynamodb.ts';
import { createTableRequests } from '../../../../bench/costs/table-requests.ts';
import { createCounter } from '../../../../bench/costs/usage.ts';

const INDEX: Index = { sleutels: ['status', 'sinds'], attributes: ['type'] };

const item = (extra: Readonly<Record<string, string>> = {}): Item =>
  Object.fromEntries(
    Object.entries({ pk: 'ZAAK#1', sk: 'STAND', ...extra }).map(([name, S]) => [name, { S }]),
  );

const OUTBOUND = { status: 'UITGAAND', sinds: '2026-01-01' };

describe('the size of an item', () => {
  it.each([
    ['names and texts, in bytes', { a: { S: 'é' } }, 3],
    ['a number by its digits', { n: { N: '1764000000' } }, 1 + 6],
    ['nothing', {}, 0],
  ])('counts %s', (_, given: Item, bytes) => {
    expect(itemBytes(given)).toBe(bytes);
  });

  it('counts twice when it is in the index, with a hundred bytes for each', () => {
    const without = item();
    expect(storageBytes(without, INDEX)).toBe(itemBytes(without) + 100);
    const withOne = item({ ...OUTBOUND, inhoud: 'x'.repeat(5_000) });
    expect(storageBytes(withOne, INDEX)).toBe(itemBytes(withOne) + 100 + itemBytes(item(OUTBOUND)) + 100);
  });
});

describe('a write', () => {
  const large = 'x'.repeat(3_000);

  it.each([
    ['a small new item', undefined, item(), 1],
    ['a new item of three kilobytes', undefined, item({ inhoud: large }), 3],
    ['the larger of before and after', item({ inhoud: large }), item(), 3],
    ['a new entry in the index as well', undefined, item(OUTBOUND), 2],
    ['an entry that goes', item(OUTBOUND), item(), 2],
    ['nothing more when the entry stays as it was', item(OUTBOUND), item({ ...OUTBOUND, inhoud: 'x' }), 1],
    ['an entry whose content changes', item(OUTBOUND), item({ ...OUTBOUND, type: 'x' }), 2],
    ['an entry that moves: out and in', item(OUTBOUND), item({ ...OUTBOUND, sinds: '2026-02-01' }), 3],
  ])('is charged for %s', (_, old, fresh, units) => {
    expect(writeUnits(old, fresh, INDEX)).toBe(units);
  });

  it('that is refused is charged for the item that was there', () => {
    expect(refusedUnits(undefined)).toBe(1);
    expect(refusedUnits(item({ inhoud: large }))).toBe(3);
  });

  it('of an item without both keys of the index is not charged in the index', () => {
    expect(indexItem(item({ status: 'UITGAAND' }), INDEX)).toBeUndefined();
    expect(indexItem(item({ ...OUTBOUND, geheim: 'x' }), INDEX)).toEqual(item(OUTBOUND));
  });
});

describe('measured calls to the table', () => {
  const play = (
    ...requests: readonly (readonly [operation: string, input: object, status: number, response: object])[]
  ) => {
    const counter = createCounter();
    const table = createTableRequests(counter);
    for (const [operation, input, status, response] of requests)
      table.count(operation, input, status, response);
    return counter.take().sizes;
  };

  it('are counted with the items that they replace', () => {
    const first = item(OUTBOUND);
    const sizes = play(
      ['PutItem', { Item: first }, 200, {}],
      ['PutItem', { Item: first }, 400, {}],
      ['PutItem', { Item: item() }, 200, {}],
      ['UpdateItem', { Key: item() }, 200, { Attributes: item(OUTBOUND) }],
    );
    expect(sizes).toMatchObject({ dynamodbVerzoeken: 4, dynamodbSchrijven: 2 + 1 + 2 + 2 });
  });

  it('count what a delete takes away, from the index too', () => {
    const there = item(OUTBOUND);
    const put = play(['PutItem', { Item: there }, 200, {}]);
    const sizes = play(['PutItem', { Item: there }, 200, {}], ['DeleteItem', { Key: item() }, 200, {}]);
    expect(sizes.dynamodbSchrijven - put.dynamodbSchrijven).toBe(2);
    expect(sizes.opslagBytes).toBe(0);
    expect(play(['DeleteItem', { Key: item() }, 200, {}]).dynamodbSchrijven).toBe(1);
  });

  it('count at least the minimum that DynamoDB charges for a read', () => {
    const nothing = { ConsumedCapacity: { CapacityUnits: 0 } };
    const many = { ConsumedCapacity: { CapacityUnits: 12.5 } };
    const sizes = play(
      ['Query', { ConsistentRead: true }, 200, nothing],
      ['Query', {}, 200, nothing],
      ['GetItem', { ConsistentRead: true }, 200, many],
      ['BatchGetItem', {}, 200, { ConsumedCapacity: [{ CapacityUnits: 7 }] }],
    );
    expect(sizes).toMatchObject({ dynamodbLezen: 1 + 0.5 + 12.5 + 7, dynamodbSchrijven: 0 });
  });

  it('stop the measurement when their kind has no price', () => {
    expect(() => play(['Scan', {}, 200, {}])).toThrow(/Scan/);
  });
});
