import { writeParts } from '../generated-parts.ts';
import { PARTS, PARTS_FOR_PARTNERS } from './parts.ts';

/** Writes what docs/routemap.md and docs/partners/melden.md say of reports anew from the code: `npm run routemap`. */

writeParts('docs/routemap.md', PARTS);
writeParts('docs/partners/melden.md', PARTS_FOR_PARTNERS);
