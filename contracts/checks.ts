import * as z from 'zod';

/**
 * Makes a check over a whole value that also runs when a member of that value is already wrong, so that a sender sees
 * every fault at once (NL API Design Rules /core/error-handling/all-errors). `inspect` gets a value that zod has not
 * validated, and reports each fault with its path and its text in Dutch.
 */
export const checkAlways = <Value>(
  inspect: (value: unknown, report: (path: (string | number)[], message: string) => void) => void,
): z.core.$ZodCheck<Value> => {
  const check = z.check<Value>((ctx) =>
    inspect(ctx.value, (path, message) =>
      ctx.issues.push({ code: 'custom', input: ctx.value, path, message }),
    ),
  );
  check._zod.def.when = () => true;
  return check;
};

/** The members of `value`; none when it is not an object. */
export const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
