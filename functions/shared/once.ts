/** Makes something on first use and keeps it: for what costs time in every function that loads it. */
export const onceNeeded = <Made>(create: () => Made): (() => Made) => {
  let made: { readonly it: Made } | undefined;
  return () => {
    made ??= { it: create() };
    return made.it;
  };
};

/** Makes something once and keeps it; when making fails, the next call tries again. */
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
