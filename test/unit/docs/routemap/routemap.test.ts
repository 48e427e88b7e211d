import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROUTEMAP, ROUTEMAP_EVENTS } from '../../../../contracts/routemap.ts';
import { exportedNames, PROJECT } from '../../../exported-names.ts';
import { partOf, partsIn } from '../generated-parts.ts';
import { DONE, KINDS, LINES, stateOf } from './lines.ts';
import { PARTS } from './parts.ts';

/** docs/routemap.md leads from a line of the routemap to the functions that carry it. */

interface Place {
  readonly file: string;
  readonly names: readonly string[];
}

const placesIn = (cell: string): readonly Place[] =>
  cell.split('<br>').map((part) => {
    const [, file = ''] = /\]\(\.\.\/([^)]+)\)/.exec(part) ?? [];
    const [, names = ''] = part.split('): ');
    return { file, names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name) };
  });

/** The names that code exports, or the values that stand in the profile of a gemeente. */
const namesIn = (file: string): readonly string[] =>
  file.endsWith('.json')
    ? [...readFileSync(join(PROJECT, file), 'utf8').matchAll(/"([^"]+)"/g)].map(([, value = '']) => value)
    : exportedNames(file);

const page = readFileSync(join(PROJECT, 'docs/routemap.md'), 'utf8');

/** The rows with places: those of what is reported come from the code. */
const rows = page
  .split('<!-- reports: begin -->')
  .filter((_, place) => place === 0)
  .join('')
  .split('\n')
  .flatMap((line): [string, readonly Place[]][] => {
    const [, id = '', , where = ''] = line
      .split(' | ')
      .join('|')
      .split('|')
      .map((cell) => cell.trim());
    return /^R(\d|BI)/.test(id) ? [[id, placesIn(where)]] : [];
  });

describe('a line of the routemap', () => {
  it('is on the page, among them R00.6a to R00.6f', () => {
    const ids = rows.map(([id]) => id);
    expect(ids).toEqual(expect.arrayContaining(['R00.6a', 'R00.6c', 'R00.6f', 'R10.T1']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(rows)('%s leads to files that exist and to names in those files', (_id, places) => {
    expect(places).not.toEqual([]);
    for (const { file, names } of places) {
      expect(existsSync(join(PROJECT, file)), file).toBe(true);
      expect(names).not.toEqual([]);
      expect(namesIn(file)).toEqual(expect.arrayContaining([...names]));
    }
  });

  it.each(rows)('%s is named in one of those files', (id, places) => {
    const texts = places.map(({ file }) => readFileSync(join(PROJECT, file), 'utf8'));
    expect(texts.some((text) => new RegExp(`${id.replace('.', '\\.')}(?![\\da-z])`).test(text))).toBe(true);
  });
});

describe('the lines of step 0 to 10', () => {
  it('are 60 messages, 23 mijlpalen and 9 terms, each once', () => {
    const numbers = KINDS.map((kind) => LINES.filter((line) => line.kind === kind).length);
    expect(numbers).toEqual([60, 23, 9]);
    expect(new Set(LINES.map(({ id }) => id)).size).toBe(LINES.length);
  });

  it('hold every line of the register, and every event of the register stands at each of its lines', () => {
    const ids = LINES.map(({ id }) => id);
    for (const event of ROUTEMAP_EVENTS) {
      const { rows: own } = ROUTEMAP[event];
      expect(ids, event).toEqual(expect.arrayContaining([...own]));
      const named = LINES.filter((line) => line.event === event).map(({ id }) => id);
      expect(own, event).toEqual(expect.arrayContaining(named));
    }
  });

  it('hold every line that the page says is done, but for those of step 15', () => {
    const ids = new Set(LINES.map(({ id }) => id));
    expect([...DONE.keys()].filter((id) => !ids.has(id))).toEqual(['R15.T1', 'R15.T4']);
  });

  it('run all, but for the two letters to the inburgeraar alone, of which the hub records that they went', () => {
    const ids = (state: ReturnType<typeof stateOf>) =>
      LINES.filter((line) => stateOf(line) === state).map(({ id }) => id);
    expect(ids('not')).toEqual([]);
    expect(ids('recorded')).toEqual(['R00.8', 'R09.2']);
    expect(
      KINDS.map((kind) => LINES.filter((line) => line.kind === kind && stateOf(line) === 'done').length),
    ).toEqual([58, 23, 9]);
  });

  it('run as far as the page says: done, recorded while others are not told, or not at all', () => {
    const stateBy = Object.fromEntries(LINES.map((line) => [line.id, stateOf(line)]));
    expect(stateBy).toMatchObject({
      'R00.6c': 'done',
      'R05.T1': 'done',
      'R06.T2': 'done',
      'R01.T3': 'done',
      'R06.5': 'done',
      'R03.T1': 'done',
      'R10.4a': 'done',
      'R10.4d': 'done',
      'R00.1': 'done',
      'R00.3': 'done',
      'R00.4': 'done',
      'R00.5': 'done',
      'R00.T1': 'done',
    });
  });
});

describe('what can be reported along the routemap', () => {
  it('has every part that comes from the code, once', () => {
    expect(partsIn(page)).toEqual(Object.keys(PARTS));
  });

  it.each(Object.entries(PARTS))('says of %s what the code says', (name, content) => {
    expect(partOf(page, name)).toBe(content());
  });
});
