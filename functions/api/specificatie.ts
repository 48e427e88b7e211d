import openapi from '../../contracts/openapi.json' with { type: 'json' };
import ingeschreven from '../../contracts/schemas/nl.brp.persoon.ingeschreven.v1.json' with { type: 'json' };
import overleden from '../../contracts/schemas/nl.brp.persoon.overleden.v1.json' with { type: 'json' };
import verhuisd from '../../contracts/schemas/nl.brp.persoon.verhuisd.v1.json' with { type: 'json' };
import gemeld from '../../contracts/schemas/nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1.json' with {
  type: 'json',
};
import gewijzigd from '../../contracts/schemas/nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1.json' with {
  type: 'json',
};
import vervallen from '../../contracts/schemas/nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1.json' with {
  type: 'json',
};
import koppelingGeregistreerd from '../../contracts/schemas/nl.tvs.koppeling.geregistreerd.v1.json' with {
  type: 'json',
};
import koppelingGewijzigd from '../../contracts/schemas/nl.tvs.koppeling.gewijzigd.v1.json' with {
  type: 'json',
};
import koppelingIngetrokken from '../../contracts/schemas/nl.tvs.koppeling.ingetrokken.v1.json' with {
  type: 'json',
};
import { type Antwoord, json } from './antwoord.ts';
import { nietGevonden } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

/** What anyone may read: the specification and the schemas, as generated from the contracts and bundled. */

const SCHEMAS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['nl.brp.persoon.ingeschreven.v1', ingeschreven],
  ['nl.brp.persoon.overleden.v1', overleden],
  ['nl.brp.persoon.verhuisd.v1', verhuisd],
  ['nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', gemeld],
  ['nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1', gewijzigd],
  ['nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1', vervallen],
  ['nl.tvs.koppeling.geregistreerd.v1', koppelingGeregistreerd],
  ['nl.tvs.koppeling.gewijzigd.v1', koppelingGewijzigd],
  ['nl.tvs.koppeling.ingetrokken.v1', koppelingIngetrokken],
]);

/** True for the paths that every website may read. */
export const isOpenbaar = (pad: string): boolean => pad === '/openapi.json' || pad.startsWith('/schemas/');

/** `GET /openapi.json`. */
export const leesSpecificatie = async (): Promise<Antwoord> => json(200, openapi);

/** `GET /schemas/{type}`: the JSON Schema that `dataschema` of an event refers to. */
export const leesSchema = async ({ padwaarden }: Verzoek): Promise<Antwoord> => {
  const schema = SCHEMAS.get(padwaarden['type'] ?? '');
  if (schema === undefined) throw nietGevonden();
  return json(200, schema);
};
