import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../exported-names.ts';

/** Each line of docs/security.md names a test; a line without its test fails. */

const text = readFileSync(join(PROJECT, 'docs/security.md'), 'utf8');

const rows = text
  .split('\n')
  .filter((line) => /^\| (?!---|risk|measure)/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));

describe('docs/security.md', () => {
  it('names every risk of the OWASP API Security Top 10 of 2023', () => {
    const risks = new Set(rows.flatMap(([what = '']) => /^API\d+/.exec(what) ?? []));
    expect([...risks]).toEqual(Array.from({ length: 10 }, (_, number) => `API${number + 1}`));
  });

  it.each(rows.map((row) => [row.slice(0, 2).join(': '), row] as const))('%s', (_, row) => {
    expect(row).toHaveLength(3);
    const [, path = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(row[2] ?? '') ?? [];
    expect(existsSync(join(PROJECT, path)), path).toBe(true);
    expect(readFileSync(join(PROJECT, path), 'utf8')).toContain(`'${name}'`);
  });
});
