import * as z from 'zod';

/** The largest run that there are test BSNs for. */
const GROOTSTE = 80_000;

const Maten = z
  .string()
  .regex(/^\d+(,\d+)*$/, 'numbers with commas between them')
  .transform((tekst) => tekst.split(',').map(Number))
  .pipe(z.array(z.int().min(1).max(GROOTSTE)))
  .refine((maten) => maten.every((maat, n) => maat > (maten[n - 1] ?? 0)), 'each larger than the one before');

/** The sizes of `--sizes 1000,10000`. */
export const leesMaten = (tekst: string): readonly number[] => {
  const gelezen = Maten.safeParse(tekst);
  if (gelezen.success) return gelezen.data;
  throw new Error(`--sizes: ${gelezen.error.issues.map(({ message }) => message).join('; ')}`);
};
