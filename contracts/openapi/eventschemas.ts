import { INKOMENDE_DATA, type InkomendType, inkomendSchema, isInkomendType } from '../berichttypen.ts';
import {
  BERICHTTYPE_GEMELD,
  BERICHTTYPE_GEWIJZIGD,
  BERICHTTYPE_VERVALLEN,
  gemeldVoor,
  gewijzigdVoor,
  PARTNERROLLEN,
  Vervallen,
} from '../partnerberichten.ts';
import { isJson, type Json, jsonSchema } from './jsonschema.ts';

/**
 * The documents behind `dataschema`: the root describes `data`, `definitions/gebeurtenis` the whole event. Each says
 * what its `id` means (NL GOV profile: a random id must be declared; none of ours is).
 */

export const SCHEMA_BASIS = 'https://hub.example.nl/v1/schemas/';

const ID_BETEKENIS = {
  in: 'Het attribuut id is het blijvende kenmerk van de gebeurtenis bij de bron en is bij elke herhaling gelijk; het is niet willekeurig.',
  uit: 'Het attribuut id is een blijvend kenmerk, afgeleid van de gebeurtenis en de partner, en is bij elke herhaling gelijk; het is niet willekeurig.',
} as const;

const document = (
  type: string,
  richting: 'in' | 'uit',
  data: Json,
  gebeurtenis: Json,
  definities = {},
): Json => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: `${SCHEMA_BASIS}${type}`,
  ...data,
  title: type,
  description: [
    `Gegevens (data) van gebeurtenissen van het type ${type}.`,
    'De hele gebeurtenis staat onder definitions/gebeurtenis.',
    ID_BETEKENIS[richting],
    'Het attribuut time is het moment waarop de gebeurtenis is vastgelegd.',
  ].join(' '),
  definitions: { ...definities, gebeurtenis: metVerwijzing(gebeurtenis) },
});

/** The event with its `data` as the root of the document. */
const metVerwijzing = (gebeurtenis: Json): Json => ({
  ...gebeurtenis,
  properties: {
    ...(isJson(gebeurtenis['properties']) ? gebeurtenis['properties'] : {}),
    data: { $ref: '#' },
  },
});

const inkomend = (type: InkomendType): Json =>
  document(
    type,
    'in',
    jsonSchema(INKOMENDE_DATA[type], 'draft-07'),
    jsonSchema(inkomendSchema(type), 'draft-07'),
  );

const dataVan = (gebeurtenis: Json): Json => {
  const data = isJson(gebeurtenis['properties']) ? gebeurtenis['properties']['data'] : undefined;
  if (!isJson(data)) throw new Error('een gebeurtenis zonder data');
  return data;
};

const perRol = (type: string, schemaVoor: typeof gemeldVoor | typeof gewijzigdVoor): Json => {
  const gebeurtenissen = PARTNERROLLEN.map((rol) => [rol, jsonSchema(schemaVoor(rol), 'draft-07')] as const);
  const [eerste] = gebeurtenissen;
  if (eerste === undefined) throw new Error('geen partnerrollen');
  return document(
    type,
    'uit',
    { type: 'object', anyOf: PARTNERROLLEN.map((rol) => ({ $ref: `#/definitions/${rol}` })) },
    eerste[1],
    Object.fromEntries(gebeurtenissen.map(([rol, gebeurtenis]) => [rol, dataVan(gebeurtenis)])),
  );
};

const vervallen = (): Json => {
  const gebeurtenis = jsonSchema(Vervallen, 'draft-07');
  return document(BERICHTTYPE_VERVALLEN, 'uit', dataVan(gebeurtenis), gebeurtenis);
};

/** JSON Schema (draft-07) of every event type, in and out. */
export const eventschemas = (): Readonly<Record<string, Json>> => ({
  ...Object.fromEntries(
    Object.keys(INKOMENDE_DATA)
      .filter(isInkomendType)
      .map((type) => [type, inkomend(type)]),
  ),
  [BERICHTTYPE_GEMELD]: perRol(BERICHTTYPE_GEMELD, gemeldVoor),
  [BERICHTTYPE_GEWIJZIGD]: perRol(BERICHTTYPE_GEWIJZIGD, gewijzigdVoor),
  [BERICHTTYPE_VERVALLEN]: vervallen(),
});
