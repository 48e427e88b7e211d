import * as Calendar from 'temporal-polyfill/fns/Calendar';
import * as Duration from 'temporal-polyfill/fns/Duration';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import { vandaagInNederland } from '../../contracts/basistypen.ts';

/** Calendar dates are texts `YYYY-MM-DD` in Europe/Amsterdam; their order is the order of the texts. */

const lees = (datum: string) => PlainDate.fromString(datum, Calendar.getISO);

/** The date that lies an ISO 8601 duration (`P15D`, `P10W`, `P3Y`) after `datum`. */
export const plus = (datum: string, duur: string): string =>
  PlainDate.toString(PlainDate.add(lees(datum), Duration.fromString(duur)));

/** 1 = Monday … 7 = Sunday. */
export const weekdag = (datum: string): number => PlainDate.dayOfWeek(lees(datum));

/** First and last day that an incomplete date (`2001-05-17`, `2001-05`, `2001`) can be. */
export const grenzen = (onvolledig: string): { eerste: string; laatste: string } => {
  if (onvolledig.length === 10) return { eerste: onvolledig, laatste: onvolledig };
  if (onvolledig.length === 7) {
    const eerste = `${onvolledig}-01`;
    return {
      eerste,
      laatste: PlainDate.toString(PlainDate.subtractDays(PlainDate.addMonths(lees(eerste), 1), 1)),
    };
  }
  return { eerste: `${onvolledig}-01-01`, laatste: `${onvolledig}-12-31` };
};

/** The calendar date in Europe/Amsterdam at a moment. */
export const dagVan = (moment: Date): string => vandaagInNederland(moment);
