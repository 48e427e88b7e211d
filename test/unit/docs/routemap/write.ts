import { writeParts } from '../generated-parts.ts';
import { PARTS } from './parts.ts';

/** Writes the table of reports in docs/routemap.md anew from the code: `npm run routemap`. */

writeParts('docs/routemap.md', PARTS);
