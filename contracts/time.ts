/** An hour and a day by the clock, for what lasts a number of these. A day of the calendar may last an hour less or more. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const DAY_SECONDS = DAY_MS / 1000;
