import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../exported-names.ts';
import { expectTestOf, nameOf, rowsWithTest } from './rows-with-test.ts';

/** Each line of docs/security.md names a test; a line without its test fails. */

const rows = rowsWithTest(readFileSync(join(PROJECT, 'docs/security.md'), 'utf8'));

describe('docs/security.md', () => {
  it('names every risk of the OWASP API Security Top 10 of 2023', () => {
    const risks = new Set(rows.flatMap(([what = '']) => /^API\d+/.exec(what) ?? []));
    expect([...risks]).toEqual(Array.from({ length: 10 }, (_, number) => `API${number + 1}`));
  });

  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
    expectTestOf(row);
  });
});
