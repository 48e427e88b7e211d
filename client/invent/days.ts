import { plus } from '../../domain/termijnen/calendar.ts';

/** The date that lies this number of days later, or earlier when the number is negative. */
export const later = (day: string, days: number): string => plus(day, days < 0 ? `-P${-days}D` : `P${days}D`);
