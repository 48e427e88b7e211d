/** These fields. A field that may be `undefined` is optional instead. */
type Known<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

/** Only the fields that have a value, so that a reader does not find the name of an absent field. */
export const known = <const Fields extends object>(fields: Fields): Known<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<Fields>;

/**
 * The first of these objects. A field that it leaves out has the value of the next one that has it: nothing that was said is
 * forgotten.
 */
export const completed = <Fields extends object>(first: Fields, others: readonly Fields[]): Fields =>
  others.reduce((all, other) => ({ ...other, ...known(all) }), first);
