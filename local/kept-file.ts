import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { openSeal } from './seal.ts';

const textIn = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * What a hub keeps as JSON in a file of its data folder, sealed or not; undefined when there is no such file. Throws for a file that
 * holds something else, with its name and what to do about it.
 */
export const readKept = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  whatToDo: string,
): z.infer<Schema> | undefined => {
  const text = textIn(path);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(openSeal().open(text)));
  } catch {
    // The parser's own message would quote what the file holds.
    throw new Error(`${path} cannot be read: ${whatToDo}`);
  }
};
