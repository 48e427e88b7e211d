import { readFile } from 'node:fs/promises';
import { ROUTEMAP_TYPES } from '../../../../contracts/routemap.ts';
import { notFound } from '../http/problems.ts';
import type { Request } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';

/** What anyone may read: the specification and the schemas, as generated from the contracts. */

/** Set by the bundler, which puts the documents beside the bundle; from source they lie in contracts/. */
declare const CONTRACTS_FOLDER: string | undefined;
const MAP = new URL(
  typeof CONTRACTS_FOLDER === 'string' ? CONTRACTS_FOLDER : '../../../../contracts/',
  import.meta.url,
);

/** Event types with a published schema (`contracts/schemas/`). */
export const TYPES_WITH_SCHEMA: ReadonlySet<string> = new Set([
  'nl.brp.persoon.ingeschreven.v1',
  'nl.brp.persoon.overleden.v1',
  'nl.brp.persoon.verhuisd.v1',
  'nl.inburgeringszaken.brede.intake.gestart.v1',
  'nl.inburgeringszaken.brp.adres.gewijzigd.v1',
  'nl.inburgeringszaken.brp.inschrijving.ontvangen.v1',
  'nl.inburgeringszaken.casus.geopend.v1',
  'nl.inburgeringszaken.duo.niet.gemeld.v1',
  'nl.inburgeringszaken.duo.weigert.v1',
  'nl.inburgeringszaken.feit.hersteld.v1',
  'nl.inburgeringszaken.gebeurtenis.vervallen.v1',
  'nl.inburgeringszaken.gemeente.gewijzigd.v1',
  'nl.inburgeringszaken.inburgeringsplicht.gewijzigd.v1',
  'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
  'nl.inburgeringszaken.koppeling.geregistreerd.v1',
  'nl.inburgeringszaken.koppeling.gewijzigd.v1',
  'nl.inburgeringszaken.koppeling.ingetrokken.v1',
  'nl.inburgeringszaken.leerbaarheidstoets.uitslag.bekend.v1',
  'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1',
  'nl.inburgeringszaken.leerbaarheidstoets.uitslag.uitgebleven.v1',
  'nl.inburgeringszaken.melding.ontvangen.v1',
  'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
  'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1',
  'nl.inburgeringszaken.nieuwe.inburgeraar.gewist.v1',
  'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1',
  'nl.inburgeringszaken.partnerbericht.onbezorgd.v1',
  'nl.inburgeringszaken.pip.gewijzigd.v1',
  'nl.inburgeringszaken.pip.ingetrokken.v1',
  'nl.inburgeringszaken.pip.vastgesteld.v1',
  'nl.inburgeringszaken.regievoerder.toegewezen.v1',
  'nl.inburgeringszaken.taallessen.gestart.v1',
  'nl.inburgeringszaken.tegenspraak.gevonden.v1',
  'nl.inburgeringszaken.termijn.nadert.v1',
  'nl.inburgeringszaken.termijn.overschreden.v1',
  'nl.inburgeringszaken.termijn.verstreken.v1',
  'nl.inburgeringszaken.termijn.vervallen.v1',
  'nl.inburgeringszaken.zaak.geopend.v1',
  'nl.inburgeringszaken.zaak.gewist.v1',
  'nl.inburgeringszaken.zaak.vervallen.v1',
  'nl.tvs.koppeling.geregistreerd.v1',
  'nl.tvs.koppeling.gewijzigd.v1',
  'nl.tvs.koppeling.ingetrokken.v1',
  ...ROUTEMAP_TYPES,
]);

const parsed = new Map<string, Promise<unknown>>();

/** A generated document, read once. */
const document = (path: string): Promise<unknown> => {
  const known =
    parsed.get(path) ?? readFile(new URL(path, MAP), 'utf8').then((text): unknown => JSON.parse(text));
  parsed.set(path, known);
  return known;
};

/** True for the paths that every website may read. */
export const isPublic = (path: string): boolean => path === '/openapi.json' || path.startsWith('/schemas/');

/** The OpenAPI document. */
export const specification = (): Promise<unknown> => document('openapi.json');

/** `GET /openapi.json`. */
export const readSpecification = async (): Promise<Response> => json(200, await specification());

/** `GET /schemas/{type}`: the JSON Schema that `dataschema` of an event refers to. */
export const readSchema = async ({ pathValues }: Request): Promise<Response> => {
  const type = pathValues['type'] ?? '';
  if (!TYPES_WITH_SCHEMA.has(type)) throw notFound();
  return json(200, await document(`schemas/${type}.json`));
};
