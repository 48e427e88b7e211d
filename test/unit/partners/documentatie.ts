import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages for partners, taken apart. */

export const MAP = join(import.meta.dirname, '../../../docs/partners');

export const BLADZIJDEN = readdirSync(MAP, { recursive: true, encoding: 'utf8' })
  .filter((naam) => naam.endsWith('.md'))
  .toSorted();

export const leesBladzijde = (naam: string): string => readFileSync(join(MAP, naam), 'utf8');

export interface Codeblok {
  readonly taal: string;
  /** What stands behind the language: how the block is to be run. */
  readonly wijze: string;
  readonly tekst: string;
}

/** Fenced blocks, in order. */
export const codeblokken = (tekst: string): readonly Codeblok[] =>
  [...tekst.matchAll(/^( *)```(\w+) *([^\n]*)\n([\s\S]*?)^\1```$/gm)].map(
    ([, , taal = '', wijze = '', inhoud = '']) => ({ taal, wijze, tekst: inhoud }),
  );

/** Cells of the tables, by row, without header and rule. */
export const tabelrijen = (tekst: string, kop: string): readonly (readonly string[])[] => {
  const regels = tekst.split('\n');
  const begin = regels.findIndex((regel) => regel.replace(/ +/g, ' ').startsWith(kop));
  if (begin < 0) throw new Error(`geen tabel met de kop ${kop}`);
  const na = regels.slice(begin + 2);
  return na
    .slice(
      0,
      na.findIndex((regel) => !regel.startsWith('|')),
    )
    .map((regel) =>
      regel
        .split('|')
        .slice(1, -1)
        .map((cel) => cel.trim()),
    );
};
