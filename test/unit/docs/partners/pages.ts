import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads parts of the pages for partners. */

export const PARTNER_PAGES = join(import.meta.dirname, '../../../../docs/partners');

export const PAGES = readdirSync(PARTNER_PAGES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .toSorted();

export const readPage = (name: string): string => readFileSync(join(PARTNER_PAGES, name), 'utf8');

export interface CodeBlock {
  readonly language: string;
  /** The text after the language: how the block has to be run. */
  readonly mode: string;
  readonly code: string;
}

/** Fenced blocks, in order. */
export const codeBlocks = (text: string): readonly CodeBlock[] =>
  [...text.matchAll(/^( *)```(\w+) *([^\n]*)\n([\s\S]*?)^\1```$/gm)].map(
    ([, , language = '', mode = '', code = '']) => ({ language, mode, code }),
  );

/** Cells of the tables, by row, without header and rule. */
export const tableRows = (text: string, head: string): readonly (readonly string[])[] => {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.replace(/ +/g, ' ').startsWith(head));
  if (begin < 0) throw new Error(`no table with the head ${head}`);
  const after = lines.slice(begin + 2);
  return after
    .slice(
      0,
      after.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};
