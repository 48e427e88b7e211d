import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { PROJECT } from '../../exported-names.ts';

const Kinds = z.array(z.strictObject({ soort: z.string(), persoon: z.boolean(), einde: z.string().min(5) }));

/** Every kind of item that the table holds: whether it says who somebody is, and when it ends. */
export const KINDS = Kinds.parse(JSON.parse(readFileSync(join(PROJECT, 'docs/bewaren.json'), 'utf8')));
