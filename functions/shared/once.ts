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
