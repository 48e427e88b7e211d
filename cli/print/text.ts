import { stripVTControlCharacters } from 'node:util';

/** Text for a terminal: pure functions from values to lines. */

/** How many columns a text takes: the codes that colour it take none. */
export const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** A text with spaces behind it, up to so many columns. */
export const padText = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** Where a line may end: not between a word and the number after it, such as `mage 2`. */
const BREAK = /(?<!\p{L})\s+|\s+(?!\d+[.,]?(?:\s|$))/u;

const wordsIn = (text: string): readonly string[] => text.split(BREAK).filter((part) => part !== '');

/** Breaks words over lines of at most `width`; continuation lines start with `indent`. A longer word stands alone. */
export const wrap = (
  text: string,
  width: number,
  first = '',
  indent = ' '.repeat(widthOf(first)),
): string[] => {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of wordsIn(text)) {
    if (!empty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line.trimEnd()];
};

/** A line as it is when it fits, else wrapped under what follows its label (`Messages out  `). */
export const fitLine = (line: string, width: number): string[] => {
  if (widthOf(line) <= width) return [line];
  const [label = ''] = /^\s*(?:\S+(?: \S+)*?\s{2,})?/.exec(line) ?? [];
  return wrap(line.slice(label.length), width, label);
};

/** Fewer columns than this make of a wrapped cell a tower of words. */
const narrowest = (width: number): number => Math.min(24, Math.floor(width * 0.4));
const GAP = '  ';

/**
 * Rows as columns, each as wide as its widest cell; the last one is wrapped. Where a row does not fit in `width`, every
 * row goes on over the next line at the same column, so that cells still stand below each other.
 */
export const table = (rows: readonly (readonly string[])[], width: number, indent = GAP): string[] => {
  const last = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const sizes = Array.from({ length: last + 1 }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const words = rows.flatMap((row) => wordsIn(row[last] ?? ''));
  const least = Math.max(narrowest(width), ...words.map(widthOf));
  const lines = columnLines(
    [...sizes.slice(0, last), Math.min(sizes[last] ?? 0, least)],
    width,
    indent.length,
  );
  return rows.flatMap((row) =>
    lines.flatMap((columns, place) => {
      const start = place === 0 ? indent : indent + BELOW;
      const cells = columns.map((column) => row[column] ?? '');
      if (place > 0 && cells.every((cell) => cell === '')) return [];
      const padded = columns
        .filter((column) => column !== last)
        .map((column) => padText(row[column] ?? '', sizes[column] ?? 0) + GAP);
      const before = start + padded.join('');
      return columns.includes(last)
        ? lastCell(row[last] ?? '', width, before)
        : wrapLong(before.trimEnd(), width, start);
    }),
  );
};

const BELOW = ' '.repeat(4);

/** Which columns share a line, by their widths. */
const columnLines = (
  sizes: readonly number[],
  width: number,
  indent: number,
): readonly (readonly number[])[] => {
  const lines: number[][] = [];
  let room = 0;
  for (const [column, size] of sizes.entries()) {
    if (column === 0 || size > room) {
      lines.push([]);
      room = width - indent - (lines.length === 1 ? 0 : BELOW.length);
    }
    lines.at(-1)?.push(column);
    room -= size + GAP.length;
  }
  return lines;
};

/** The last cell where it fits, with the spaces before a number; else broken over lines. */
const lastCell = (cell: string, width: number, before: string): readonly string[] =>
  widthOf(before) + widthOf(cell) <= width ? [(before + cell).trimEnd()] : wrap(cell, width, before);

/** A cell that is wider than everything is broken between its words. */
const wrapLong = (line: string, width: number, start: string): readonly string[] =>
  widthOf(line) <= width ? [line] : wrap(line, width, start, start + BELOW);

/** Width to print in: the terminal's, between 60 and 200 columns; 100 when nobody looks at a terminal. */
export const printWidth = (columns: number | undefined): number =>
  Math.max(60, Math.min(columns ?? 100, 200));
