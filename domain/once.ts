/** What follows from a value that never changes. It is worked out once, and kept for as long as that value. */
export const oncePer = <Source extends object, Result extends object | string>(
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

/** What follows from such a value for some of its keys, worked out once for each key. */
export const oncePerKey = <Source extends object, Result>() => {
  const perSource = oncePer((_: Source) => new Map<string, Result>());
  return (source: Source, key: string, derive: () => Result): Result => {
    const known = perSource(source);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const result = derive();
    known.set(key, result);
    return result;
  };
};
