import { readFile } from 'node:fs/promises';
import { type Antwoord, json } from './antwoord.ts';
import { nietGevonden } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

/** What anyone may read: the specification and the schemas, as generated from the contracts. */

/** Set by the bundler, which puts the documents beside the bundle; from source they lie in contracts/. */
declare const CONTRACTEN_MAP: string | undefined;
const MAP = new URL(
  typeof CONTRACTEN_MAP === 'string' ? CONTRACTEN_MAP : '../../contracts/',
  import.meta.url,
);

/** Event types with a published schema (`contracts/schemas/`). */
export const TYPEN_MET_SCHEMA: ReadonlySet<string> = new Set([
  'nl.brp.persoon.ingeschreven.v1',
  'nl.brp.persoon.overleden.v1',
  'nl.brp.persoon.verhuisd.v1',
  'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
  'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1',
  'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1',
  'nl.tvs.koppeling.geregistreerd.v1',
  'nl.tvs.koppeling.gewijzigd.v1',
  'nl.tvs.koppeling.ingetrokken.v1',
]);

const gelezen = new Map<string, Promise<unknown>>();

/** A generated document, read once. */
const document = (pad: string): Promise<unknown> => {
  const bekend =
    gelezen.get(pad) ?? readFile(new URL(pad, MAP), 'utf8').then((tekst): unknown => JSON.parse(tekst));
  gelezen.set(pad, bekend);
  return bekend;
};

/** True for the paths that every website may read. */
export const isOpenbaar = (pad: string): boolean => pad === '/openapi.json' || pad.startsWith('/schemas/');

/** The OpenAPI document. */
export const specificatie = (): Promise<unknown> => document('openapi.json');

/** `GET /openapi.json`. */
export const leesSpecificatie = async (): Promise<Antwoord> => json(200, await specificatie());

/** `GET /schemas/{type}`: the JSON Schema that `dataschema` of an event refers to. */
export const leesSchema = async ({ padwaarden }: Verzoek): Promise<Antwoord> => {
  const type = padwaarden['type'] ?? '';
  if (!TYPEN_MET_SCHEMA.has(type)) throw nietGevonden();
  return json(200, await document(`schemas/${type}.json`));
};
