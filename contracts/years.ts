/**
 * The years that a date or a moment in a message can lie in: whoever it is about was born in 1900 or later, and nothing is planned
 * beyond 2199. A year that was typed wrong (`0026`) would count a term as met, and the end of the calendar has no day after it.
 */
export const FIRST_DAY = '1900-01-01';
export const LATEST_DAY = '2199-12-31';

/** What a date or a moment in these years begins with. */
export const IN_YEARS = /^(19|2[01])/;
export const inYears = (text: string): boolean => IN_YEARS.test(text);
export const OUTSIDE_YEARS = 'ligt niet in de jaren 1900 tot en met 2199';

/** What registrations write as the last day of what has no end (yet). DUO may answer it as `einddatum`; it counts as none. */
export const NO_END = '9999-12-31';
