/** Only the fields that are there. */
export const known = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;

/** The first, and of what it leaves out what the next one told: nothing that was said is forgotten. */
export const completed = <Fields extends object>(first: Fields, others: readonly Fields[]): Fields =>
  others.reduce((all, other) => ({ ...other, ...known(all) }), first);
