import { plus } from '../../domain/termijnen/calendar.ts';

/** The day so many days later, earlier when negative. */
export const later = (day: string, days: number): string => plus(day, days < 0 ? `-P${-days}D` : `P${days}D`);
