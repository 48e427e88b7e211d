/** The moment so long before another one, as it stands in the index. */
export const momentBefore = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();
