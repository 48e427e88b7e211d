import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { exportedNames, PROJECT } from '../../exported-names.ts';

const SOURCES =
  '{adapters,bench,bin,cli,client,contracts,domain,emulator,functions,infra,local,play,test}/**/!(*.d).ts';

const WordList = z.strictObject({
  /** Dutch words of the law, the chain, the gemeente and the contracts, each with its meaning and source. */
  dutch: z.record(z.string(), z.strictObject({ meaning: z.string().min(2), source: z.string().min(2) })),
  /** English words for the ideas of this code, one for each idea. */
  ideas: z.record(z.string(), z.string().min(2)),
  /** Every other word that names are made of. */
  other: z.array(z.string()),
});

const list = WordList.parse(JSON.parse(readFileSync(join(PROJECT, 'docs/words.json'), 'utf8')));
const known = new Set([...Object.keys(list.dutch), ...Object.keys(list.ideas), ...list.other]);

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

const files = globSync(SOURCES, { cwd: PROJECT });
/** Every exported name, and the path of every file. */
const names = files.flatMap((file) => [file.replace(/\.ts$/, ''), ...exportedNames(file)]);

describe('the names of the source', () => {
  it('consist of words in docs/words.json', () => {
    expect(files.length).toBeGreaterThan(300);
    const strange = names.flatMap((name) =>
      wordsOf(name)
        .filter((word) => !known.has(word))
        .map((word) => `${word} (in ${name})`),
    );
    expect([...new Set(strange)]).toEqual([]);
  });

  it('use every word of docs/words.json, which has no word twice', () => {
    const used = new Set(names.flatMap(wordsOf));
    expect([...known].filter((word) => !used.has(word))).toEqual([]);
    expect(known.size).toBe(
      Object.keys(list.dutch).length + Object.keys(list.ideas).length + list.other.length,
    );
  });

  it('have every Dutch word and every idea explained in CONTRIBUTING.md', () => {
    const text = readFileSync(join(PROJECT, 'CONTRIBUTING.md'), 'utf8');
    for (const [word, { meaning, source }] of Object.entries(list.dutch)) {
      expect(text).toContain(`| ${word} | ${meaning} | ${source} |`);
    }
    for (const [word, meaning] of Object.entries(list.ideas)) {
      expect(text).toContain(`| ${word} | ${meaning} |`);
    }
  });
});
