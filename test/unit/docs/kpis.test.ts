import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gemeenteProfiles } from '../../../domain/gemeenten/index.ts';
import { indicatorenOf } from '../../../domain/kpis/indicatoren.ts';
import { PROJECT } from '../../exported-names.ts';

/**
 * `docs/kpis.csv`: every indicator that a law or a plan of a gemeente names, and by which figures the hub gives it or why
 * it does not. `kpis-of-plans.csv` is the list as it was taken from those plans, with the chapter of each in `bron`.
 */

/** The cells of a line; a cell with a comma stands in quotes. */
const cellsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );

const rowsOf = (file: string): readonly (readonly string[])[] =>
  readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1).map(cellsOf);

const rows = rowsOf(join(PROJECT, 'docs/kpis.csv'));
const named = rows.map(([gemeente = '', kpi = '', , , figures = '', why = '']) => ({
  name: `${gemeente}: ${kpi}`,
  ids: figures.split(' ').filter((id) => id !== ''),
  why,
}));

/** Those of every gemeente; the terms of each profile under one name. */
const ids = new Set(
  gemeenteProfiles.flatMap((profile) =>
    indicatorenOf(profile).map(({ id }) => id.replace(/^op-tijd-.*/, 'op-tijd-*')),
  ),
);

describe('the list of indicators', () => {
  it('names each indicator once', () => {
    expect(named.length).toBeGreaterThan(50);
    expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
  });

  it.each(named)('$name is given by figures that exist, or the list says why it is not', (one) => {
    expect(one.ids.filter((id) => !ids.has(id))).toEqual([]);
    expect(one.ids.length > 0).not.toBe(one.why.length > 10);
  });

  it('gives the source of every figure of the API', () => {
    const given = new Set(named.flatMap((one) => one.ids));
    expect([...ids].filter((id) => !given.has(id))).toEqual([]);
  });

  it('leaves out none of the list that it follows', () => {
    expect(named.map(({ name }) => name)).toEqual(
      rowsOf(join(import.meta.dirname, 'kpis-of-plans.csv')).map(
        ([gemeente = '', kpi = '']) => `${gemeente}: ${kpi}`,
      ),
    );
  });
});
