import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../../exported-names.ts';
import { withPart } from '../generated-parts.ts';
import { PARTS } from './parts.ts';

/** Writes the tables of docs/privacy.md anew from the code: `npm run privacy`. */

const PAGE = join(PROJECT, 'docs/privacy.md');

writeFileSync(
  PAGE,
  Object.entries(PARTS).reduce(
    (page, [name, content]) => withPart(page, name, content()),
    readFileSync(PAGE, 'utf8'),
  ),
);
