import { parseArgs } from 'node:util';
import * as z from 'zod';

/** The largest size for which the test BSNs suffice. */
const LARGEST = 80_000;

const Sizes = z
  .string()
  .regex(/^\d+(,\d+)*$/, 'numbers with commas between them')
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(z.int().min(1).max(LARGEST)))
  .refine((sizes) => sizes.every((size, n) => size > (sizes[n - 1] ?? 0)), 'each larger than the one before');

/** The sizes of `--sizes 1000,10000`. */
export const readSizes = (text: string): readonly number[] => {
  const parsed = Sizes.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Error(`--sizes: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
};

/** The options of every bench with sizes: `--sizes`, and `--json` to print only one object. */
export const readOptions = (
  standard: string,
): { readonly json: boolean; readonly sizes: readonly number[] } => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      sizes: { type: 'string', default: standard },
    },
  });
  return { json: values.json, sizes: readSizes(values.sizes) };
};
