/** Makes a value on first use and keeps it, for a value that takes time in every function that loads it. */
export const onceNeeded = <Made>(create: () => Made): (() => Made) => {
  let made: { readonly it: Made } | undefined;
  return () => {
    made ??= { it: create() };
    return made.it;
  };
};

/** Makes a value once and keeps it. When making it fails, the next call tries again. */
export const once = <Made>(create: () => Promise<Made>): (() => Promise<Made>) => {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= create().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
};
