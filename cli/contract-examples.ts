import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Partnerrol } from '../contracts/partnerrollen.ts';

/**
 * Beside the folder of this file: in the project, and in the package that is built of it alike (`infra/bundling/command-line.ts`
 * puts them there).
 */
const EXAMPLES = join(import.meta.dirname, '..', 'contracts', 'voorbeelden');

/** The example that the contracts give of a message of this type to this role. */
export const readExample = (type: string, role: Partnerrol): unknown =>
  JSON.parse(readFileSync(join(EXAMPLES, type, `goed-${role}.json`), 'utf8'));
