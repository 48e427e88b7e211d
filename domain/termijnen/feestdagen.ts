import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import { plus, weekdag } from './kalender.ts';

/**
 * Days on which a statutory term does not end (Algemene termijnenwet art. 1 and 3). The holidays follow from the law;
 * the days put on a par with them by royal decree (art. 3 lid 3) are a list that is kept by hand.
 */
export const GELIJKGESTELDE_DAGEN: ReadonlySet<string> = new Set<string>([]);

/** Easter Sunday of a year (Meeus/Jones/Butcher, Gregorian calendar). */
const eerstePaasdag = (jaar: number): string => {
  const a = jaar % 19;
  const b = Math.floor(jaar / 100);
  const c = jaar % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const maand = Math.floor((h + l - 7 * m + 90) / 25);
  const dag = (h + l - 7 * m + 33 * maand + 19) % 32;
  return PlainDate.toString(PlainDate.create(jaar, maand, dag));
};

/** Koningsdag is 27 April, or the 26th when the 27th is a Sunday. */
const koningsdag = (jaar: number): string =>
  weekdag(`${jaar}-04-27`) === 7 ? `${jaar}-04-26` : `${jaar}-04-27`;

/** The holidays of a year, Good Friday included (art. 3 lid 2). */
export const feestdagen = (jaar: number): readonly string[] => {
  const pasen = eerstePaasdag(jaar);
  return [
    `${jaar}-01-01`,
    plus(pasen, '-P2D'),
    plus(pasen, 'P1D'),
    koningsdag(jaar),
    `${jaar}-05-05`,
    plus(pasen, 'P39D'),
    plus(pasen, 'P50D'),
    `${jaar}-12-25`,
    `${jaar}-12-26`,
  ];
};

const isGewoneDag = (datum: string, gelijkgesteld: ReadonlySet<string>): boolean =>
  weekdag(datum) <= 5 && !feestdagen(Number(datum.slice(0, 4))).includes(datum) && !gelijkgesteld.has(datum);

/** The day itself, or the first ordinary day after it (Atw art. 1 lid 1). */
export const eersteGewoneDag = (
  datum: string,
  gelijkgesteld: ReadonlySet<string> = GELIJKGESTELDE_DAGEN,
): string => (isGewoneDag(datum, gelijkgesteld) ? datum : eersteGewoneDag(plus(datum, 'P1D'), gelijkgesteld));
