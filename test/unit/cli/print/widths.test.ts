import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Paint, PLAIN, type Style } from '../../../../cli/print/paint.ts';
import { timelineLines } from '../../../../cli/print/timeline.ts';
import { PRINTERS, tijdlijn } from './printers.ts';

/** Everything that a command prints for a person, at the widths of terminals. */

const WIDTHS = [60, 80, 120, 200];

const words = (lines: readonly string[]): readonly string[] => lines.join(' ').split(/\s+/).toSorted();

/** Colours as a terminal gets them. */
const mark: Paint = (text) => text.replaceAll(/\S+/g, (word) => `\u001b[31m${word}\u001b[39m`);
const COLOURED: Style = { bold: mark, good: mark, warn: mark, bad: mark };

describe.each(Object.entries(PRINTERS))('%s', (_name, print) => {
  it.each(WIDTHS)('fits in %i columns with every word and address whole', (width) => {
    const lines = print(width, PLAIN);
    // A word that is wider than the terminal stands alone on its line.
    const tooLong = lines.filter((line) => line.length > width && /\s/.test(line.trim()));
    expect(tooLong).toEqual([]);
    // Nothing is broken, lost or told twice: the words are those of a terminal without an edge.
    expect(words(lines)).toEqual(words(print(10_000, PLAIN)));
  });

  it.each(WIDTHS)('breaks in %i columns in colour where it breaks without', (width) => {
    expect(print(width, COLOURED).map(stripVTControlCharacters)).toEqual(print(width, PLAIN));
  });
});

describe('a table', () => {
  /** Where a text begins on the first line that holds it. */
  const columnOf = (lines: readonly string[], text: string): number =>
    lines.find((line) => line.includes(text))?.indexOf(text) ?? -1;

  it.each(WIDTHS)('of terms keeps its columns below each other in %i columns', (width) => {
    const lines = timelineLines(tijdlijn, width, PLAIN);
    const [one, other] = [columnOf(lines, 'te laat gehaald'), columnOf(lines, 'overschreden')];
    expect(one).toBe(other);
    expect(columnOf(lines, 'Leerbaarheidstoets afnemen')).toBe(columnOf(lines, 'PIP vaststellen'));
    expect(one).toBeGreaterThan(0);
  });

  it.each(WIDTHS)('of the books ends its numbers below their names in %i columns', (width) => {
    const lines = PRINTERS['balans']?.(width, PLAIN) ?? [];
    const endOf = (text: string): number => columnOf(lines, text) + text.length;
    expect(endOf('123456')).toBe(endOf('produced'));
  });
});
