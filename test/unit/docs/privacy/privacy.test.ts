import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../../exported-names.ts';
import { partOf, partsIn } from '../generated-parts.ts';
import { expectTestOf, nameOf, rowsWithTest } from '../rows-with-test.ts';
import { PARTS } from './parts.ts';

/** docs/privacy.md says what the code does: its tables come from it (`npm run privacy`), and each measure has a test. */

const page = readFileSync(join(PROJECT, 'docs/privacy.md'), 'utf8');
const rows = rowsWithTest(page);

describe('docs/privacy.md', () => {
  it('has every part that comes from the code, once', () => {
    expect(partsIn(page).toSorted()).toEqual(Object.keys(PARTS).toSorted());
  });

  it.each(Object.entries(PARTS))('says of %s what the code says', (name, content) => {
    expect(partOf(page, name)).toBe(content());
  });

  it('has a table of risks', () => {
    expect(rows.length).toBeGreaterThan(15);
  });

  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
    expectTestOf(row);
  });
});
