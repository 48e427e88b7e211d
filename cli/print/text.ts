/** Text for a terminal: pure functions from values to lines. */

/** Breaks words over lines of at most `width`; continuation lines start with `indent`. A longer word stands alone. */
export const wrap = (
  text: string,
  width: number,
  first = '',
  indent = ' '.repeat(first.length),
): string[] => {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (!empty && line.length + 1 + word.length > width) {
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
  if (line.length <= width) return [line];
  const [label = ''] = /^\s*(?:\S+(?: \S+)*?\s{2,})?/.exec(line) ?? [];
  return wrap(line.slice(label.length), width, label);
};

/** Fewer columns than this make of a wrapped cell a tower of words. */
const NARROWEST = 20;

/**
 * Rows as columns; every column as wide as its widest cell, the last one wrapped to `width`. Where the last one would be
 * too narrow to read, it gets lines of its own below the others.
 */
export const table = (rows: readonly (readonly string[])[], width: number, indent = '  '): string[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, columns - 1) }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.flatMap((row) => {
    const start = indent + widths.map((size, column) => `${(row[column] ?? '').padEnd(size)}  `).join('');
    const last = row[columns - 1] ?? '';
    const room = width - start.length;
    if (room >= NARROWEST || last.length <= room) return wrap(last, width, start);
    const below = `${indent}    `;
    const first = start.trimEnd().length <= width ? [start.trimEnd()] : wrap(start, width, indent, below);
    return last === '' ? first : [...first, ...wrap(last, width, below)];
  });
};

/** Marks text in a terminal that can show it. */
export type Paint = (text: string) => string;

export const bold =
  (colours: boolean): Paint =>
  (text) =>
    colours ? `\u001b[1m${text}\u001b[22m` : text;

/** Width to print in: the terminal's, at most 100 columns, 100 when unknown. */
export const printWidth = (columns: number | undefined): number =>
  Math.max(60, Math.min(columns ?? 100, 100));
