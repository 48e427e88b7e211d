import { afgerond } from '../statistiek.ts';
import type { Groei } from './groei.ts';
import type { Leestijd, Zaakmeting } from './lezen.ts';

/** The hub at one size. */
export interface Maat {
  /** Households that the hub holds. */
  readonly huishoudens: number;
  /** Growing to this size from the one before it. */
  readonly groei: Groei;
  /** Resident at rest, files that it has mapped included. */
  readonly rssMB: number;
  readonly schijfMB: number;
  readonly lezen: Leestijd;
}

/** Everything that one run measures; printed as is with `--json`. */
export interface Schaalmeting {
  readonly maten: readonly Maat[];
  readonly zaken: readonly Zaakmeting[];
}

/** How much longer a zaak takes than the smallest one, and how many more commits it has. */
export const verhoudingen = (
  zaken: readonly Zaakmeting[],
): readonly (Zaakmeting & { readonly maalCommits: number; readonly maalTijd: number })[] => {
  const [kleinste] = zaken;
  return kleinste === undefined
    ? []
    : zaken.map((zaak) => ({
        ...zaak,
        maalCommits: afgerond(zaak.commits / kleinste.commits),
        maalTijd: afgerond(zaak.p50 / kleinste.p50),
      }));
};

const kolommen = (breedtes: readonly number[], cellen: readonly (string | number)[]): string =>
  cellen.map((cel, n) => String(cel).padStart(breedtes[n] ?? 0)).join('');

const MATEN = [12, 10, 10, 22, 8, 12, 10, 18];
const ZAKEN = [12, 10, 10, 12, 10];

/** One size as a line of the report. */
export const maatRegel = ({ huishoudens, groei, rssMB, schijfMB, lezen }: Maat): string =>
  kolommen(MATEN, [
    huishoudens,
    groei.seconden.toFixed(0),
    groei.huishoudensPerSeconde.toFixed(1),
    `${groei.geheugen.beginMB} / ${groei.geheugen.eindMB} / ${groei.geheugen.maxMB}`,
    rssMB,
    schijfMB,
    ((schijfMB * 1024) / huishoudens).toFixed(1),
    `${lezen.p50} / ${lezen.p99} ms`,
  ]);

/** The measurement for people. */
export const schaalVerslag = ({ maten, zaken }: Schaalmeting): readonly string[] => [
  kolommen(MATEN, [
    'households',
    'seconds',
    'a second',
    'own MB begin/end/max',
    'RSS MB',
    'on disk MB',
    'kB each',
    'tijdlijn p50/p99',
  ]),
  ...maten.map(maatRegel),
  '',
  kolommen(ZAKEN, ['commits', 'p50 ms', 'p99 ms', 'x commits', 'x time']),
  ...verhoudingen(zaken).map(({ commits, p50, p99, maalCommits, maalTijd }) =>
    kolommen(ZAKEN, [commits, p50, p99, maalCommits, maalTijd]),
  ),
];
