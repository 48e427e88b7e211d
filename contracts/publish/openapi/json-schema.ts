import * as z from 'zod';
import { AbonnementChange, Secret } from '../../abonnementen.ts';
import { Adres, InboundAdres } from '../../adres.ts';
import { SearchQuery } from '../../api.ts';
import { InboundMoment, InboundUnknownDatum, IncompleteDatum } from '../../base-types.ts';
import { Datacontenttype } from '../../cloudevent.ts';
import { Naam } from '../../coa.ts';
import { Notificatie } from '../../duo.ts';
import { Filter } from '../../filters.ts';
import { CRITERIA, HerleveringRequest } from '../../herleveringen.ts';
import { isObject } from '../../is-object.ts';
import { FIRST_DAY, IN_YEARS, LATEST_DAY } from '../../years.ts';

/** Turns zod schemas into JSON Schema, and adds what zod cannot tell about their refinements. */

export type Json = { [name: string]: unknown };
export type Target = 'openapi-3.0' | 'draft-07';

const INCOMPLETE_DATUM = '(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?';
const FINDABLE = { anyOf: [{ required: ['locatiebeschrijving'] }, { required: ['straat', 'huisnummer'] }] };

/** Checks that are code in zod and that JSON Schema can express, by the schema that has them. */
const ADDITIONS = new Map<unknown, Json>([
  [AbonnementChange, { minProperties: 1 }],
  [Filter, { minProperties: 1, maxProperties: 1 }],
  [HerleveringRequest, { anyOf: CRITERIA.map((name) => ({ required: [name] })) }],
  [Secret, { pattern: '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$' }],
  [IncompleteDatum, { pattern: `^${INCOMPLETE_DATUM}$` }],
  [InboundUnknownDatum, { pattern: `^(${INCOMPLETE_DATUM}|0000(-?00(-?00)?)?)$` }],
  [Adres, FINDABLE],
  [InboundAdres, FINDABLE],
  [Naam, { anyOf: [{ required: ['voornamen'] }, { required: ['geslachtsnaam'] }] }],
  [Datacontenttype, { pattern: '^application/json *(; *charset="?[Uu][Tt][Ff]-8"?)?$' }],
  [Notificatie, { anyOf: [{ required: ['bsn'] }, { required: ['vNummer'] }] }],
  [SearchQuery, { oneOf: [{ required: ['bsn'] }, { required: ['vNummer'] }] }],
]);

/** Writes control characters out, because `\p{Cc}` needs a flag that few other regex engines have. */
const withoutUnicodeClasses = (pattern: string): string =>
  pattern
    .replaceAll('\\P{Cc}', '[^\\u0000-\\u001f\\u007f-\\u009f]')
    .replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f');

/**
 * DUO calls a moment `registratieDatumTijd`. The design rules want the format `date` for every field with `Datum` in
 * its name, and the hub cannot rename DUO's field. So the OpenAPI document gives this field a format of its own.
 */
const MOMENT_OF_DUO = 'registratieDatumTijd';
export const FORMAT_MOMENT_OF_DUO = 'rfc3339-date-time';

const member = (name: string, value: unknown, target: Target): readonly (readonly [string, unknown])[] => {
  if (name === 'pattern' && typeof value === 'string') return [[name, withoutUnicodeClasses(value)]];
  if (name === '$schema' || name === '$id') return [];
  if (target === 'draft-07') return [[name, tidy(value, target)]];
  if (name === 'propertyNames') return [];
  if (name === 'examples' && Array.isArray(value)) return [['example', value[0]]];
  if (name === MOMENT_OF_DUO && isObject(value)) {
    return [[name, { ...tidyObject(value, target), format: FORMAT_MOMENT_OF_DUO }]];
  }
  return [[name, tidy(value, target)]];
};

const tidyObject = (schema: Json, target: Target): Json => {
  // A field may be called `pattern` or `examples`. Under `properties` those are names and no keywords.
  const { properties, ...rest } = schema;
  return {
    ...Object.fromEntries(Object.entries(rest).flatMap(([name, value]) => member(name, value, target))),
    ...(isObject(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).flatMap(([name, value]) =>
              name === MOMENT_OF_DUO ? member(name, value, target) : [[name, tidy(value, target)]],
            ),
          ),
        }
      : {}),
  };
};

const tidy = (value: unknown, target: Target): unknown => {
  if (Array.isArray(value)) return value.map((part) => tidy(part, target));
  return isObject(value) ? tidyObject(value, target) : value;
};

/** Attributes that a sender of an event may add (CloudEvents: text, integer or boolean). */
const extensions = (target: Target): Json => ({
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'boolean' }] },
  ...(target === 'draft-07' ? { propertyNames: { pattern: '^[a-z0-9]{1,20}$' } } : {}),
});

const isInboundEvent = (schema: z.core.JSONSchema.BaseSchema): boolean =>
  isObject(schema.properties) && 'specversion' in schema.properties && schema.additionalProperties !== false;

/** What a message that comes in may hold as a date or a moment. The hub keeps what it accepted before it asked for these years, and shows that. */
const inYears = ({ pattern = '', description = '' }: z.core.JSONSchema.BaseSchema): Json => ({
  pattern: pattern.replace('^', `^(?=${IN_YEARS.source.slice(1)})`),
  description: `${description}; van ${FIRST_DAY} tot en met ${LATEST_DAY}`,
});

/** Whether what a schema describes comes into the hub or goes out of it. */
type Direction = 'in' | 'out';

const optionsFor = (target: Target, direction: Direction) => ({
  target,
  io: 'input' as const,
  override: ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    Object.assign(jsonSchema, ADDITIONS.get(zodSchema));
    if (isInboundEvent(jsonSchema)) Object.assign(jsonSchema, extensions(target));
    const isDay = zodSchema instanceof z.ZodISODate || zodSchema === InboundMoment;
    if (direction === 'in' && isDay) Object.assign(jsonSchema, inYears(jsonSchema));
  },
});

/** One schema as JSON Schema, without references to others. */
export const jsonSchema = (schema: z.ZodType, target: Target, direction: Direction = 'out'): Json =>
  tidyObject({ ...z.toJSONSchema(schema, optionsFor(target, direction)) }, target);

/** Schemas by name, for the components of an OpenAPI or AsyncAPI document. They refer to each other by those names. */
export const components = (
  schemas: Readonly<Record<string, z.ZodType>>,
  target: Target = 'openapi-3.0',
  direction: Direction = 'out',
): Json => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const converted = z.toJSONSchema(registry, {
    ...optionsFor(target, direction),
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(converted.schemas).map(([id, schema]) => [id, tidyObject({ ...schema }, target)]),
  );
};
