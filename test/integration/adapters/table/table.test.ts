import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { BatchTable } from '../../../../adapters/table/batch.ts';
import type { Item } from '../../../../adapters/table/table.ts';
import { withFreshTable } from './support.ts';

/** The same tests for the table on an engine that evaluates conditions and orders keys, and for the one in memory. */

let table: BatchTable;

const key = (number: number) => ({ pk: 'ZAAK#1', sk: `COMMIT#${String(number).padStart(6, '0')}` });
const withStatus = (number: number, status = 'A'): Item => ({
  pk: `ONTVANGST#${number}`,
  sk: 'ONTVANGST',
  status,
  sinds: `2025-06-20T08:00:${String(number).padStart(2, '0')}Z`,
  type: 'soort',
  inhoud: 'geheim',
});

/** Every page of a list, each asked for with the cursor of the one before. */
const pages = async (status: string, options: { max: number; until?: string }) => {
  const parsed: (readonly Item[])[] = [];
  let after: string | undefined;
  do {
    const page = await table.perStatus(status, { ...options, ...(after === undefined ? {} : { na: after }) });
    parsed.push(page.items);
    after = page.na;
  } while (after !== undefined);
  return parsed;
};
const numbers = (items: readonly Item[]) => items.map(({ pk }) => Number(pk.split('#')[1]));

const inMemory: typeof withFreshTable = (usage) => {
  beforeEach(() => usage(memoryTable()));
};

describe.each([
  ['on an engine', withFreshTable],
  ['in memory', inMemory],
])('the table %s:', (_, withTable) => {
  withTable((fresh) => {
    table = fresh;
  });

  describe('adding to a number', () => {
    const to = (amount: number, until = 100) => ({ attribute: 'som', amount, from: 10, until });

    it('begins where the range does, and puts what is given beside it', async () => {
      expect(await table.add({ ...key(1), verlooptOp: 1 }, to(5))).toBe(true);
      expect(await table.read(key(1))).toEqual({ ...key(1), som: 15, verlooptOp: 1 });
      expect(await table.add({ ...key(1), verlooptOp: 2 }, to(5))).toBe(true);
      expect(await table.read(key(1))).toEqual({ ...key(1), som: 20, verlooptOp: 2 });
    });

    it.each([
      ['below its range', 9],
      ['above its range', 101],
    ])('changes nothing when it is %s', async (_, som) => {
      await table.write([{ ...key(1), som, inhoud: 'eerst' }]);
      expect(await table.add({ ...key(1), inhoud: 'later' }, to(5))).toBe(false);
      expect(await table.read(key(1))).toEqual({ ...key(1), som, inhoud: 'eerst' });
    });

    it('counts each of many at the same moment, up to the end of the range', async () => {
      const added = await Promise.all(Array.from({ length: 20 }, () => table.add(key(1), to(1, 19))));
      expect(added.filter(Boolean)).toHaveLength(10);
      expect(await table.read(key(1))).toMatchObject({ som: 20 });
    });
  });

  describe('reading many items', () => {
    it('gives those that are there, however many they are', async () => {
      const numbers = Array.from({ length: 230 }, (_, number) => number);
      await table.write(numbers.filter((number) => number % 10 !== 0).map(key));
      const found = await table.readAll(numbers.map(key));
      expect(found.map(({ sk }) => sk).toSorted()).toEqual(
        numbers.filter((number) => number % 10 !== 0).map((number) => key(number).sk),
      );
    });

    it('gives of each its key and what is asked for, or everything', async () => {
      await table.write([withStatus(1)]);
      const { pk, sk } = withStatus(1);
      expect(await table.readAll([{ pk, sk }], ['status', 'reden'])).toEqual([{ pk, sk, status: 'A' }]);
      expect(await table.readAll([{ pk, sk }])).toEqual([withStatus(1)]);
      expect(await table.readAll([])).toEqual([]);
    });
  });

  describe('adding an item', () => {
    it('succeeds once; what is there stays as it is', async () => {
      expect(await table.insert({ ...key(1), inhoud: 'eerst' })).toBe(true);
      expect(await table.insert({ ...key(1), inhoud: 'later' })).toBe(false);
      expect(await table.read(key(1))).toEqual({ ...key(1), inhoud: 'eerst' });
    });

    it('succeeds for exactly one of many at the same moment', async () => {
      const succeeded = await Promise.all(
        Array.from({ length: 10 }, (_, whom) => table.insert({ ...key(1), wie: whom })),
      );
      expect(succeeded.filter(Boolean)).toHaveLength(1);
      expect(await table.read(key(1))).toMatchObject({ wie: succeeded.indexOf(true) });
    });
  });

  describe('changing an item', () => {
    it('happens only while it has one of the given statuses', async () => {
      await table.insert(withStatus(1, 'A'));
      expect(await table.change(withStatus(1), { status: 'C' }, ['B', 'C'])).toBe(false);
      expect(await table.change(withStatus(1), { status: 'B', reden: 'zo' }, ['A', 'B'])).toBe(true);
      expect(await table.read(withStatus(1))).toEqual({ ...withStatus(1, 'B'), reden: 'zo' });
    });

    it('never creates an item', async () => {
      expect(await table.change(key(1), { status: 'A' }, ['A'])).toBe(false);
      expect(await table.read(key(1))).toBeUndefined();
    });

    it('removes attributes that become undefined, and without a status its entry in the list', async () => {
      await table.insert(withStatus(1));
      expect(await table.change(withStatus(1), { status: undefined, sinds: undefined }, ['A'])).toBe(true);
      expect(await table.read(withStatus(1))).toEqual({
        pk: 'ONTVANGST#1',
        sk: 'ONTVANGST',
        type: 'soort',
        inhoud: 'geheim',
      });
      expect(await table.count('A')).toBe(0);
    });
  });

  describe('a partition', () => {
    it('is read in the order of its keys, as a whole, or by the beginning of a key, perhaps from one on', async () => {
      const commits = Array.from({ length: 12 }, (_, number) => key(number + 1));
      await table.write([
        { pk: 'ZAAK#1', sk: 'STAND' },
        ...commits.toReversed(),
        { pk: 'ZAAK#10', sk: 'STAND' },
      ]);
      expect(await table.partition('ZAAK#1', 'COMMIT#')).toEqual(commits);
      expect(await table.partition('ZAAK#1', 'COMMIT#', { from: key(10).sk })).toEqual(commits.slice(9));
      expect(await table.partition('ZAAK#1')).toEqual([...commits, { pk: 'ZAAK#1', sk: 'STAND' }]);
      expect(await table.partition('ZAAK#2')).toEqual([]);
    });

    it('is read with the key of each item and what is asked for of it', async () => {
      await table.write([{ ...key(1), status: 'A', sinds: '1', inhoud: 'lang' }, key(2)]);
      expect(await table.partition('ZAAK#1', undefined, { attributes: ['status', 'sinds'] })).toEqual([
        { ...key(1), status: 'A', sinds: '1' },
        key(2),
      ]);
    });

    it('is read as a whole when it is larger than one answer of the engine', async () => {
      const large = Array.from({ length: 40 }, (_, number) => ({
        ...key(number),
        inhoud: 'x'.repeat(40_000),
      }));
      await table.write(large);
      expect((await table.partition('ZAAK#1')).map(({ sk }) => sk)).toEqual(large.map(({ sk }) => sk));
    });
  });

  describe('an item of which the newest counts', () => {
    const entry = (version: number) => ({ ...key(1), versie: version, van: `versie ${version}` });

    it('is not replaced by an older one, and may be replaced by the same one', async () => {
      expect(await table.writeIfNewer(entry(2), 'versie')).toBe(true);
      expect(await table.writeIfNewer(entry(1), 'versie')).toBe(false);
      expect(await table.writeIfNewer(entry(2), 'versie')).toBe(true);
      expect(await table.read(key(1))).toEqual(entry(2));
      expect(await table.writeIfNewer(entry(10), 'versie')).toBe(true);
      expect(await table.read(key(1))).toEqual(entry(10));
    });

    it('replaces one from before there were versions', async () => {
      await table.write([{ ...key(1), van: 'vroeger' }]);
      expect(await table.writeIfNewer(entry(1), 'versie')).toBe(true);
      expect(await table.read(key(1))).toEqual(entry(1));
    });

    it('is the newest of many writers, whichever comes last', async () => {
      await Promise.all([3, 9, 1, 7, 5].map((version) => table.writeIfNewer(entry(version), 'versie')));
      expect(await table.read(key(1))).toEqual(entry(9));
    });
  });

  describe('the list of a status', () => {
    beforeEach(async () => {
      await table.write([5, 3, 1, 2, 4, 6, 7].map((number) => withStatus(number)));
      await table.write([8, 9].map((number) => withStatus(number, 'B')));
    });

    it('gives each item once, oldest first, page by page', async () => {
      const parsed = await pages('A', { max: 3 });
      expect(parsed.map(numbers)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    });

    it('ends where it was told to', async () => {
      const until = String(withStatus(4)['sinds']);
      expect((await pages('A', { max: 3, until })).flatMap(numbers)).toEqual([1, 2, 3, 4]);
      expect(await table.count('A', until)).toBe(4);
    });

    it('begins and ends where it was told to, both included', async () => {
      const [from, until] = [3, 5].map((number) => String(withStatus(number)['sinds']));
      const { items } = await table.perStatus('A', { from: from ?? '', until: until ?? '' });
      expect(numbers(items)).toEqual([3, 4, 5]);
    });

    it('can be counted', async () => {
      expect(await Promise.all(['A', 'B', 'C'].map((status) => table.count(status)))).toEqual([7, 2, 0]);
    });

    it('does not hold the content of a message', async () => {
      const { items } = await table.perStatus('A');
      expect(items[0]).toMatchObject({ type: 'soort' });
      expect(items[0]).not.toHaveProperty('inhoud');
    });

    it('goes on after its cursor also when the item of the cursor is gone', async () => {
      const { na = '' } = await table.perStatus('A', { max: 3 });
      await table.change(withStatus(3), { status: 'B' }, ['A']);
      expect(numbers((await table.perStatus('A', { na })).items)).toEqual([4, 5, 6, 7]);
    });

    it('refuses the cursor of another list', async () => {
      const { na = '' } = await table.perStatus('B', { max: 1 });
      await expect(table.perStatus('A', { na })).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
});
