import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { errorCode, userError } from '../errors.ts';
import { parseScenario, type Step } from './parse.ts';

/** Reads a scenario file. Throws an error with the name of the file when the file cannot be read or holds a malformed line. */
export const readScenario = (file: string): readonly Step[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw userError(`cannot read ${file} (${errorCode(error) ?? 'unknown reason'})`, error);
  }
  return parseScenario(text, basename(file));
};
