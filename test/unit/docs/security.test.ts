import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../exported-names.ts';
import { expectTestOf, nameOf, rowsWithTest } from './rows-with-test.ts';

/** Each line of docs/security.md names a test; a line without its test fails. */

const page = readFileSync(join(PROJECT, 'docs/security.md'), 'utf8');
const rows = rowsWithTest(page);

/** How many measures each chapter of ISO 27002:2022 has. */
const MEASURES = { '5': 37, '6': 8, '7': 14, '8': 34 };

const numbersOf = (chapter: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${chapter}.${from + index}`);

describe('docs/security.md', () => {
  it('names every risk of the OWASP API Security Top 10 of 2023', () => {
    const risks = new Set(rows.flatMap(([what = '']) => /^API\d+/.exec(what) ?? []));
    expect([...risks]).toEqual(Array.from({ length: 10 }, (_, number) => `API${number + 1}`));
  });

  it('names every measure of ISO 27002:2022 once: with a test, or as left to the organisation', () => {
    const shown = rows.flatMap(([what = '']) => /^\d\.\d+/.exec(what) ?? []);
    const left = (/no line here shows them: (.+?)\. The hub/s.exec(page)?.[1] ?? '')
      .split(/,\s/)
      .flatMap((part) => {
        const [chapter, from, to = from] = /^(\d)\.(\d+)(?:–\d\.(\d+))?$/.exec(part)?.slice(1) ?? [];
        return numbersOf(String(chapter), Number(from), Number(to));
      });
    const all = Object.entries(MEASURES).flatMap(([chapter, count]) => numbersOf(chapter, 1, count));
    expect([...new Set(shown), ...left].toSorted()).toEqual(all.toSorted());
  });

  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
    expectTestOf(row);
  });
});
