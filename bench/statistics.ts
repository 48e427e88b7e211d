/** The value below which `p` percent of the values lie (nearest rank). */
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1));
  const value = sorted[place];
  if (value === undefined) throw new Error('no values to take a percentile of');
  return value;
};

/** The middle value (nearest rank). */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** Rounds a number to so many digits. */
export const settled = (number: number, digits = 1): number => Number(number.toFixed(digits));
