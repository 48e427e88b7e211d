import { percentile } from '../domain/kpis/percentile.ts';

/** The middle value (nearest rank). */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** Rounds a number to this number of digits. */
export const settled = (number: number, digits = 1): number => Number(number.toFixed(digits));
