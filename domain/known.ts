/** These fields, of which one that may be `undefined` is optional instead. */
type Known<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

/** Only the fields that are there: of a field that is absent, no reader is to find the name. */
export const known = <const Fields extends object>(fields: Fields): Known<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<Fields>;

/** The first, and of what it leaves out what the next one told: nothing that was said is forgotten. */
export const completed = <Fields extends object>(first: Fields, others: readonly Fields[]): Fields =>
  others.reduce((all, other) => ({ ...other, ...known(all) }), first);
