import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { asyncapiDocument } from './asyncapi/document.ts';
import { openapiDocument } from './openapi/document.ts';
import { eventschemas } from './openapi/eventschemas.ts';

/** Writes openapi.json, asyncapi.yaml and schemas/*.json from the zod contracts: `npm run contracten`. */

const CONTRACTEN = import.meta.dirname;

const voorbeeld = (type: string, naam: string): unknown =>
  JSON.parse(readFileSync(join(CONTRACTEN, 'voorbeelden', type, `${naam}.json`), 'utf8'));

/** Every generated file, by its path below `contracts/`. */
export const gegenereerd = (): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ['openapi.json', openapiDocument(voorbeeld)],
    ['asyncapi.yaml', asyncapiDocument(voorbeeld)],
    ...Object.entries(eventschemas()).map(([type, schema]) => [`schemas/${type}.json`, schema] as const),
  ]);

const alsTekst = (pad: string, inhoud: unknown): string =>
  pad.endsWith('.yaml')
    ? // Anchors would save lines and confuse people.
      stringify(inhoud, { aliasDuplicateObjects: false, lineWidth: 110 })
    : `${JSON.stringify(inhoud, undefined, 2)}\n`;

if (import.meta.main) {
  mkdirSync(join(CONTRACTEN, 'schemas'), { recursive: true });
  for (const [pad, inhoud] of gegenereerd()) writeFileSync(join(CONTRACTEN, pad), alsTekst(pad, inhoud));
  // In the layout of all other files, so that the linter has nothing to say.
  execFileSync(
    join(CONTRACTEN, '..', 'node_modules', '.bin', 'biome'),
    ['format', '--write', 'openapi.json', 'schemas'],
    { cwd: CONTRACTEN, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
