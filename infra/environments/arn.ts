import * as z from 'zod';

/** The schema of an ARN of this form; what is wrong is said with the example. */
export const arn = (form: RegExp, example: string) => z.string().regex(form, `moet eruitzien als ${example}`);
