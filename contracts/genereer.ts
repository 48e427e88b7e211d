import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapiDocument } from './openapi/document.ts';
import { eventschemas } from './openapi/eventschemas.ts';

/** Writes openapi.json and schemas/*.json from the zod contracts: `npm run contracten`. */

const CONTRACTEN = import.meta.dirname;

const voorbeeld = (type: string, naam: string): unknown =>
  JSON.parse(readFileSync(join(CONTRACTEN, 'voorbeelden', type, `${naam}.json`), 'utf8'));

/** Every generated file, by its path below `contracts/`. */
export const gegenereerd = (): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ['openapi.json', openapiDocument(voorbeeld)],
    ...Object.entries(eventschemas()).map(([type, schema]) => [`schemas/${type}.json`, schema] as const),
  ]);

if (import.meta.main) {
  mkdirSync(join(CONTRACTEN, 'schemas'), { recursive: true });
  for (const [pad, inhoud] of gegenereerd()) {
    writeFileSync(join(CONTRACTEN, pad), `${JSON.stringify(inhoud, undefined, 2)}\n`);
  }
  // In the layout of all other files, so that the linter has nothing to say.
  execFileSync(
    join(CONTRACTEN, '..', 'node_modules', '.bin', 'biome'),
    ['format', '--write', 'openapi.json', 'schemas'],
    { cwd: CONTRACTEN, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
