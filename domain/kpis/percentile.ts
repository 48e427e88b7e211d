/** The value below which `p` percent of the values lie (nearest rank). Throws when there are none. */
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1));
  const value = sorted[place];
  if (value === undefined) throw new Error('no values to take a percentile of');
  return value;
};
