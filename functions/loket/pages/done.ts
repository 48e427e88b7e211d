/** The query of an address. */
export type Query = Readonly<Record<string, string>>;

/** Which of these things the address says that was just done; undefined when it says none. */
export const doneIn = <Done extends string>(
  texts: Readonly<Record<Done, string>>,
  { gedaan = '' }: Query,
): Done | undefined => (Object.hasOwn(texts, gedaan) ? (gedaan as Done) : undefined);
