import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Manifest = z.object({ version: z.string() });

/** The version of the hub: that of `package.json`, of the project and of the package that is built of it alike. */
export const readVersion = (): string =>
  Manifest.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))).version;
