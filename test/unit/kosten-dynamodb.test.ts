import { describe, expect, it } from 'vitest';
import {
  geweigerdeEenheden,
  type Index,
  type Item,
  indexItem,
  itemBytes,
  opslagBytes,
  schrijfEenheden,
} from '../../bench/kosten/dynamodb.ts';
import { maakTabelverzoeken } from '../../bench/kosten/tabelverzoeken.ts';
import { maakTeller } from '../../bench/kosten/verbruik.ts';

const INDEX: Index = { sleutels: ['status', 'sinds'], attributen: ['type'] };

const item = (meer: Readonly<Record<string, string>> = {}): Item =>
  Object.fromEntries(
    Object.entries({ pk: 'ZAAK#1', sk: 'STAND', ...meer }).map(([naam, S]) => [naam, { S }]),
  );

const UITGAAND = { status: 'UITGAAND', sinds: '2026-01-01' };

describe('the size of an item', () => {
  it.each([
    ['names and texts, in bytes', { a: { S: 'é' } }, 3],
    ['a number by its digits', { n: { N: '1764000000' } }, 1 + 6],
    ['nothing', {}, 0],
  ])('counts %s', (_, gegeven: Item, bytes) => {
    expect(itemBytes(gegeven)).toBe(bytes);
  });

  it('is stored twice when it stands in the index, with a hundred bytes for each', () => {
    const zonder = item();
    expect(opslagBytes(zonder, INDEX)).toBe(itemBytes(zonder) + 100);
    const met = item({ ...UITGAAND, inhoud: 'x'.repeat(5_000) });
    expect(opslagBytes(met, INDEX)).toBe(itemBytes(met) + 100 + itemBytes(item(UITGAAND)) + 100);
  });
});

describe('a write', () => {
  const groot = 'x'.repeat(3_000);

  it.each([
    ['a small new item', undefined, item(), 1],
    ['a new item of three kilobytes', undefined, item({ inhoud: groot }), 3],
    ['the larger of before and after', item({ inhoud: groot }), item(), 3],
    ['a new entry in the index as well', undefined, item(UITGAAND), 2],
    ['an entry that goes', item(UITGAAND), item(), 2],
    ['nothing more when the entry stays as it was', item(UITGAAND), item({ ...UITGAAND, inhoud: 'x' }), 1],
    ['an entry whose content changes', item(UITGAAND), item({ ...UITGAAND, type: 'x' }), 2],
    ['an entry that moves: out and in', item(UITGAAND), item({ ...UITGAAND, sinds: '2026-02-01' }), 3],
  ])('is charged for %s', (_, oud, nieuw, eenheden) => {
    expect(schrijfEenheden(oud, nieuw, INDEX)).toBe(eenheden);
  });

  it('that is refused is charged for what was there', () => {
    expect(geweigerdeEenheden(undefined)).toBe(1);
    expect(geweigerdeEenheden(item({ inhoud: groot }))).toBe(3);
  });

  it('leaves out of the index what has not both of its keys', () => {
    expect(indexItem(item({ status: 'UITGAAND' }), INDEX)).toBeUndefined();
    expect(indexItem(item({ ...UITGAAND, geheim: 'x' }), INDEX)).toEqual(item(UITGAAND));
  });
});

describe('calls to the table that go by', () => {
  const speel = (
    ...verzoeken: readonly (readonly [operatie: string, invoer: object, status: number, antwoord: object])[]
  ) => {
    const teller = maakTeller();
    const tabel = maakTabelverzoeken(teller);
    for (const [operatie, invoer, status, antwoord] of verzoeken)
      tabel.tel(operatie, invoer, status, antwoord);
    return teller.neem().maten;
  };

  it('are counted with what they replace', () => {
    const eerst = item(UITGAAND);
    const maten = speel(
      ['PutItem', { Item: eerst }, 200, {}],
      ['PutItem', { Item: eerst }, 400, {}],
      ['BatchWriteItem', { RequestItems: { tabel: [{ PutRequest: { Item: item() } }] } }, 200, {}],
      ['UpdateItem', { Key: item() }, 200, { Attributes: item(UITGAAND) }],
    );
    expect(maten).toMatchObject({ dynamodbVerzoeken: 4, dynamodbSchrijven: 2 + 1 + 2 + 2 });
  });

  it('read at least as much as DynamoDB charges for nothing', () => {
    const niets = { ConsumedCapacity: { CapacityUnits: 0 } };
    const veel = { ConsumedCapacity: { CapacityUnits: 12.5 } };
    const maten = speel(
      ['Query', { ConsistentRead: true }, 200, niets],
      ['Query', {}, 200, niets],
      ['GetItem', { ConsistentRead: true }, 200, veel],
    );
    expect(maten).toMatchObject({ dynamodbLezen: 1 + 0.5 + 12.5, dynamodbSchrijven: 0 });
  });

  it('of a kind that has no price stop the measurement', () => {
    expect(() => speel(['Scan', {}, 200, {}])).toThrow(/Scan/);
  });
});
