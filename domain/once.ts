/** What follows from something that never changes, worked out once: it is kept for as long as that something is. */
export const oncePer = <Source extends object, Result extends object>(
  derive: (source: Source) => Result,
): ((source: Source) => Result) => {
  const known = new WeakMap<Source, Result>();
  return (source) => {
    const earlier = known.get(source);
    if (earlier !== undefined) return earlier;
    const result = derive(source);
    known.set(source, result);
    return result;
  };
};
