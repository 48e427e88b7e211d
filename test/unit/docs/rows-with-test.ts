import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PROJECT } from '../../exported-names.ts';

/** A row of a page about the protection of people: the purpose, what the hub does, and the test that shows it. */
export type RowWithTest = readonly string[];

const cellsOf = (line: string): readonly string[] => line.slice(2, -2).split(' | ');

/** The rows of every table of a page of which the last column is headed `test`. */
export const rowsWithTest = (page: string): readonly RowWithTest[] =>
  page
    .split(/\n(?!\|)/)
    .map((part) => part.split('\n').filter((line) => line.startsWith('| ')))
    .filter(([head = '']) => cellsOf(head).at(-1) === 'test')
    .flatMap(([, , ...lines]) => lines.map(cellsOf));

/** Fails on a row whose test file, or the test of that name in it, does not exist. */
export const expectTestOf = (row: RowWithTest): void => {
  expect(row).toHaveLength(3);
  const [, path = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(row[2] ?? '') ?? [];
  expect(existsSync(join(PROJECT, path)), path).toBe(true);
  expect(readFileSync(join(PROJECT, path), 'utf8')).toContain(`'${name}'`);
};

/** Name of a row in the report of the tests. */
export const nameOf = (row: RowWithTest): string => row.slice(0, 2).join(': ');
