import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { GemeenteProfileFile } from '../gemeente-profile.ts';
import { asyncapiDocument } from './asyncapi/document.ts';
import { openapiDocument } from './openapi/document.ts';
import { eventSchemas } from './openapi/event-schemas.ts';
import { jsonSchema } from './openapi/json-schema.ts';

/** Writes openapi.json, asyncapi.yaml, schemas/*.json and the schema of a profile from the zod contracts: `npm run contracten`. */

const CONTRACTS = join(import.meta.dirname, '..');

const example = (type: string, name: string): unknown =>
  JSON.parse(readFileSync(join(CONTRACTS, 'voorbeelden', type, `${name}.json`), 'utf8'));

/** What an editor checks the file of a gemeente against while it is written. */
const profileSchema = (): unknown => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...jsonSchema(GemeenteProfileFile, 'draft-07'),
});

/** Every generated file, by its path below `contracts/`. */
export const generated = (): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ['openapi.json', openapiDocument(example)],
    ['asyncapi.yaml', asyncapiDocument(example)],
    ['../gemeenten/gemeenteprofiel.schema.json', profileSchema()],
    ...Object.entries(eventSchemas()).map(([type, schema]) => [`schemas/${type}.json`, schema] as const),
  ]);

const toText = (path: string, content: unknown): string =>
  path.endsWith('.yaml')
    ? // Anchors would save lines and confuse readers.
      stringify(content, { aliasDuplicateObjects: false, lineWidth: 110 })
    : `${JSON.stringify(content, undefined, 2)}\n`;

if (import.meta.main) {
  mkdirSync(join(CONTRACTS, 'schemas'), { recursive: true });
  for (const [path, content] of generated()) writeFileSync(join(CONTRACTS, path), toText(path, content));
  // The linter wants the layout that all other files have.
  execFileSync(
    join(CONTRACTS, '..', 'node_modules', '.bin', 'biome'),
    ['format', '--write', 'openapi.json', 'schemas', '../gemeenten'],
    { cwd: CONTRACTS, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
