import * as z from 'zod';
import { AbonnementWijziging, Secret } from '../abonnementen.ts';
import { Zoekvraag } from '../api.ts';
import { OnvolledigeDatum } from '../basistypen.ts';
import { Datacontenttype } from '../cloudevent.ts';
import { Notificatie } from '../duo.ts';
import { Filter } from '../filters.ts';
import { CRITERIA, HerleveringAanvraag } from '../herleveringen.ts';

/** From zod to JSON Schema: what zod cannot know about its own refinements is added here, once. */

export type Json = { [naam: string]: unknown };
export type Doel = 'openapi-3.0' | 'draft-07';

export const isJson = (waarde: unknown): waarde is Json =>
  typeof waarde === 'object' && waarde !== null && !Array.isArray(waarde);

/** Rules that are code in zod and can be said in JSON Schema as well. */
const AANVULLINGEN = new Map<unknown, Json>([
  [AbonnementWijziging, { minProperties: 1 }],
  [Filter, { minProperties: 1, maxProperties: 1 }],
  [HerleveringAanvraag, { anyOf: CRITERIA.map((naam) => ({ required: [naam] })) }],
  [Secret, { pattern: '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$' }],
  [OnvolledigeDatum, { pattern: '^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' }],
  [Datacontenttype, { pattern: '^application/json *(; *charset="?[Uu][Tt][Ff]-8"?)?$' }],
  [Notificatie, { anyOf: [{ required: ['bsn'] }, { required: ['vNummer'] }] }],
  [Zoekvraag, { oneOf: [{ required: ['bsn'] }, { required: ['vNummer'] }] }],
]);

/** Control characters written out: `\p{Cc}` needs a flag that few other regex engines have. */
const zonderEigenschappen = (patroon: string): string =>
  patroon
    .replaceAll('\\P{Cc}', '[^\\u0000-\\u001f\\u007f-\\u009f]')
    .replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f');

/**
 * DUO calls a moment `registratieDatumTijd`. The design rules want the format `date` for every field with `Datum` in
 * its name, so in the OpenAPI document this one, which is not ours to rename, names the format by its own source.
 */
const TIJDSTIP_VAN_DUO = 'registratieDatumTijd';
export const FORMAAT_TIJDSTIP_VAN_DUO = 'rfc3339-date-time';

const lid = (naam: string, waarde: unknown, doel: Doel): readonly (readonly [string, unknown])[] => {
  if (naam === 'pattern' && typeof waarde === 'string') return [[naam, zonderEigenschappen(waarde)]];
  if (naam === '$schema' || naam === '$id') return [];
  if (doel === 'draft-07') return [[naam, netjes(waarde, doel)]];
  if (naam === 'propertyNames') return [];
  if (naam === 'examples' && Array.isArray(waarde)) return [['example', waarde[0]]];
  if (naam === TIJDSTIP_VAN_DUO && isJson(waarde)) {
    return [[naam, { ...netjesObject(waarde, doel), format: FORMAAT_TIJDSTIP_VAN_DUO }]];
  }
  return [[naam, netjes(waarde, doel)]];
};

const netjesObject = (schema: Json, doel: Doel): Json => {
  // A field may be called `pattern` or `examples`: those are names, not keywords.
  const { properties, ...rest } = schema;
  return {
    ...Object.fromEntries(Object.entries(rest).flatMap(([naam, waarde]) => lid(naam, waarde, doel))),
    ...(isJson(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).flatMap(([naam, waarde]) =>
              naam === TIJDSTIP_VAN_DUO ? lid(naam, waarde, doel) : [[naam, netjes(waarde, doel)]],
            ),
          ),
        }
      : {}),
  };
};

const netjes = (waarde: unknown, doel: Doel): unknown => {
  if (Array.isArray(waarde)) return waarde.map((deel) => netjes(deel, doel));
  return isJson(waarde) ? netjesObject(waarde, doel) : waarde;
};

/** Attributes that a sender of an event may add (CloudEvents: text, integer or boolean). */
const uitbreidingen = (doel: Doel): Json => ({
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'boolean' }] },
  ...(doel === 'draft-07' ? { propertyNames: { pattern: '^[a-z0-9]{1,20}$' } } : {}),
});

const isInkomendEvent = (schema: z.core.JSONSchema.BaseSchema): boolean =>
  isJson(schema.properties) && 'specversion' in schema.properties && schema.additionalProperties !== false;

const parameters = (doel: Doel) => ({
  target: doel,
  io: 'input' as const,
  override: ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    Object.assign(jsonSchema, AANVULLINGEN.get(zodSchema));
    if (isInkomendEvent(jsonSchema)) Object.assign(jsonSchema, uitbreidingen(doel));
  },
});

/** One schema, complete in itself. */
export const jsonSchema = (schema: z.ZodType, doel: Doel): Json =>
  netjesObject({ ...z.toJSONSchema(schema, parameters(doel)) }, doel);

/** Schemas that refer to each other by name, as the components of an OpenAPI or AsyncAPI document. */
export const componenten = (
  schemas: Readonly<Record<string, z.ZodType>>,
  doel: Doel = 'openapi-3.0',
): Json => {
  const register = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) register.add(schema, { id });
  const gemaakt = z.toJSONSchema(register, {
    ...parameters(doel),
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(gemaakt.schemas).map(([id, schema]) => [id, netjesObject({ ...schema }, doel)]),
  );
};
