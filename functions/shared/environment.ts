import * as z from 'zod';
import { Gemeentecode } from '../../contracts/base-types.ts';

/** What every function that changes zaken finds in its environment; infra/ sets exactly this. */
export const ProcessorEnvironment = z.object({
  TABEL_NAAM: z.string().min(1),
  BUS_NAAM: z.string().min(1),
  SLEUTEL_GEHEIM_ID: z.string().min(1),
});

/** The gemeenten that take part in this deployment, as infra/ writes them. */
export const Gemeenten = z
  .string()
  .transform((codes) => codes.split(','))
  .pipe(z.array(Gemeentecode));

/** Parses the environment once, at cold start; names what is missing, never a value. */
export const readEnvironment = <Schema extends z.ZodType>(schema: Schema): z.infer<Schema> => {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`omgevingsvariabelen ontbreken of zijn ongeldig: ${names}`);
};
