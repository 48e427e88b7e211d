import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

export const PROJECT = join(import.meta.dirname, '..');

/** The names that a source file exports, as written in it; `file` is a path from the root of the project. */
export const exportedNames = (file: string): readonly string[] =>
  parseSync(file, readFileSync(join(PROJECT, file), 'utf8')).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName: { name } }) => (name === null || name === undefined ? [] : [name])),
  );
