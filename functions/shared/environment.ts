import * as z from 'zod';

/** What every function that changes zaken finds in its environment; infra/ sets exactly this. */
export const ProcessorEnvironment = z.object({
  TABEL_NAAM: z.string().min(1),
  BUS_NAAM: z.string().min(1),
  SLEUTEL_GEHEIM_ID: z.string().min(1),
});

/**
 * A variable that holds JSON. When it does not, that is a fault of the variable, because the error of `JSON.parse` would show its
 * value.
 */
export const fromJson = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, ctx): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        ctx.addIssue({ code: 'custom', message: 'is geen JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/**
 * Parses the environment once, at cold start, and names what is missing, never a value. It refuses an environment in which
 * certificates are not checked, because libraries make the connections to AWS and to the issuer's keys, and go by that variable.
 */
export const readEnvironment = <Schema extends z.ZodType>(schema: Schema): z.infer<Schema> => {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw new Error('NODE_TLS_REJECT_UNAUTHORIZED zet de controle van certificaten uit');
  }
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`omgevingsvariabelen ontbreken of zijn ongeldig: ${names}`);
};
