import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type AbstractLevel, makeIteratorsClose } from '../../../../local/tables/closed-iterators.ts';

interface Iterator {
  next(): Promise<unknown>;
}

interface Level {
  values(options: object): Iterator;
  put(key: string, value: unknown): Promise<void>;
  createValueStream(options: object): Readable;
}

const require = createRequire(import.meta.url);
const dynalite = require('dynalite/db') as { create(options: object): { readonly db: Level } };
const level = createRequire(createRequire(require.resolve('dynalite')).resolve('level'));

/** A store of dynalite with three items, and every iterator that it opens. */
const open = async () => {
  const { db } = dynalite.create({});
  const iterators: Iterator[] = [];
  const values = db.values.bind(db);
  db.values = (options) => {
    const iterator = values(options);
    iterators.push(iterator);
    return iterator;
  };
  for (const key of ['a', 'b', 'c']) await db.put(key, { key });
  return { db, iterators };
};

const NOT_OPEN = { code: 'LEVEL_ITERATOR_NOT_OPEN' };

describe('iterators of the tables', () => {
  makeIteratorsClose(level('abstract-level') as AbstractLevel);

  test('a query that is read to its end leaves no iterator open', async () => {
    const { db, iterators } = await open();
    const read = await db.createValueStream({}).toArray();
    expect(read).toHaveLength(3);
    await expect(iterators[0]?.next()).rejects.toMatchObject(NOT_OPEN);
  });

  test('a query that stops halfway leaves no iterator open', async () => {
    const { db, iterators } = await open();
    const stream = db.createValueStream({});
    for await (const _ of stream) break;
    expect(iterators).toHaveLength(1);
    await expect(iterators[0]?.next()).rejects.toMatchObject(NOT_OPEN);
  });
});
