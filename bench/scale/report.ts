import { settled } from '../statistics.ts';
import type { Growth } from './growth.ts';
import type { ReadTime, ZaakMeasurement } from './reading.ts';

/** The measurements of the hub at one size. */
export interface Size {
  /** Households that the hub holds. */
  readonly huishoudens: number;
  /** The growth from the size before to this size. */
  readonly growth: Growth;
  /** The resident memory of the hub at rest, including mapped files. */
  readonly rssMB: number;
  readonly diskMB: number;
  readonly lezen: ReadTime;
  /** The time of the books for each zaak (ms). */
  readonly booksMs: number;
}

/** The measurements of one run. `--json` prints this object as it is. */
export interface ScaleMeasurement {
  readonly sizes: readonly Size[];
  readonly zaken: readonly ZaakMeasurement[];
}

/** How many times longer a zaak takes than the smallest zaak, and how many times more commits it has. */
export const ratios = (
  zaken: readonly ZaakMeasurement[],
): readonly (ZaakMeasurement & { readonly timesCommits: number; readonly timesTime: number })[] => {
  const [smallest] = zaken;
  return smallest === undefined
    ? []
    : zaken.map((zaak) => ({
        ...zaak,
        timesCommits: settled(zaak.commits / smallest.commits),
        timesTime: settled(zaak.p50 / smallest.p50),
      }));
};

const columns = (widths: readonly number[], cells: readonly (string | number)[]): string =>
  cells.map((cell, n) => String(cell).padStart(widths[n] ?? 0)).join('');

const SIZES = [12, 10, 10, 22, 8, 12, 10, 18, 18];
const ZAKEN = [12, 15, 10, 10, 12, 10];

/** One size as a line of the report. */
export const sizeLine = ({ huishoudens, growth, rssMB, diskMB, lezen, booksMs }: Size): string =>
  columns(SIZES, [
    huishoudens,
    growth.seconden.toFixed(0),
    growth.huishoudensPerSeconde.toFixed(1),
    `${growth.memory.beginMB} / ${growth.memory.endMB} / ${growth.memory.maxMB}`,
    rssMB,
    diskMB,
    ((diskMB * 1024) / huishoudens).toFixed(1),
    `${lezen.p50} / ${lezen.p99} ms`,
    booksMs,
  ]);

/** The measurement as lines of text. */
export const scaleReport = ({ sizes, zaken }: ScaleMeasurement): readonly string[] => [
  columns(SIZES, [
    'households',
    'seconds',
    'a second',
    'own MB begin/end/max',
    'RSS MB',
    'on disk MB',
    'kB each',
    'tijdlijn p50/p99',
    'balans ms a zaak',
  ]),
  ...sizes.map(sizeLine),
  '',
  columns(ZAKEN, ['commits', 'ms a commit', 'p50 ms', 'p99 ms', 'x commits', 'x time']),
  ...ratios(zaken).map(({ commits, msPerCommit, p50, p99, timesCommits, timesTime }) =>
    columns(ZAKEN, [commits, msPerCommit, p50, p99, timesCommits, timesTime]),
  ),
];
