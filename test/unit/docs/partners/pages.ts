import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages for partners, taken apart. */

export const MAP = join(import.meta.dirname, '../../../../docs/partners');

export const PAGES = readdirSync(MAP, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .toSorted();

export const readPage = (name: string): string => readFileSync(join(MAP, name), 'utf8');

export interface CodeBlock {
  readonly taal: string;
  /** What stands behind the language: how the block is to be run. */
  readonly wijze: string;
  readonly tekst: string;
}

/** Fenced blocks, in order. */
export const codeBlocks = (text: string): readonly CodeBlock[] =>
  [...text.matchAll(/^( *)```(\w+) *([^\n]*)\n([\s\S]*?)^\1```$/gm)].map(
    ([, , taal = '', manner = '', content = '']) => ({ taal, wijze: manner, tekst: content }),
  );

/** Cells of the tables, by row, without header and rule. */
export const tableRows = (text: string, head: string): readonly (readonly string[])[] => {
  const rules = text.split('\n');
  const begin = rules.findIndex((rule) => rule.replace(/ +/g, ' ').startsWith(head));
  if (begin < 0) throw new Error(`geen tabel met de kop ${head}`);
  const after = rules.slice(begin + 2);
  return after
    .slice(
      0,
      after.findIndex((rule) => !rule.startsWith('|')),
    )
    .map((rule) =>
      rule
        .split('|')
        .slice(1, -1)
        .map((cel) => cel.trim()),
    );
};
