import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../exported-names.ts';

/** The parts of a page that come from code. Each stands between `<!-- name: begin -->` and `<!-- name: end -->`. */

const beginOf = (name: string): string => `<!-- ${name}: begin -->\n\n`;
const endOf = (name: string): string => `\n\n<!-- ${name}: end -->`;

/** What stands in the part of that name; undefined when the page has no such part. */
export const partOf = (page: string, name: string): string | undefined =>
  page.split(beginOf(name))[1]?.split(endOf(name))[0];

/** The names of the parts of a page, in the order of the page. */
export const partsIn = (page: string): readonly string[] =>
  [...page.matchAll(/^<!-- ([a-z-]+): begin -->$/gm)].map(([, name = '']) => name);

/** The page with this text in that part. Throws when the page has no such part. */
export const withPart = (page: string, name: string, content: string): string => {
  const [before, rest] = page.split(beginOf(name));
  const after = rest?.split(endOf(name))[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no part ${name}`);
  return `${before}${beginOf(name)}${content}${endOf(name)}${after}`;
};

/** A table of markdown. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Writes each part of a page of the project anew. */
export const writeParts = (page: string, parts: Readonly<Record<string, () => string>>): void => {
  const path = join(PROJECT, page);
  writeFileSync(
    path,
    Object.entries(parts).reduce(
      (text, [name, content]) => withPart(text, name, content()),
      readFileSync(path, 'utf8'),
    ),
  );
};
