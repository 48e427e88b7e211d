import { writeParts } from '../generated-parts.ts';
import { PARTS } from './parts.ts';

/** Writes the tables of docs/privacy.md anew from the code: `npm run privacy`. */

writeParts('docs/privacy.md', PARTS);
