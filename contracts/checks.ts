import * as z from 'zod';

/**
 * A check over a whole value that also runs when a member of it is already wrong, so that a sender sees every fault
 * at once (NL API Design Rules /core/error-handling/all-errors). The value has not been validated: look, do not trust.
 */
export const controleAlways = <Value>(
  inspect: (value: unknown, announce: (pad: (string | number)[], bericht: string) => void) => void,
): z.core.$ZodCheck<Value> => {
  const check = z.check<Value>((ctx) =>
    inspect(ctx.value, (path, message) =>
      ctx.issues.push({ code: 'custom', input: ctx.value, path, message }),
    ),
  );
  check._zod.def.when = () => true;
  return check;
};

/** Members of something that may or may not be an object. */
export const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
