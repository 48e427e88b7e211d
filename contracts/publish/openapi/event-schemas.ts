import { inboundData, inboundSchema } from '../../berichttypen.ts';
import { INBOUND_TYPES, type InboundType, isInboundType } from '../../event-types.ts';
import { gemeldFor, gewijzigdFor, gewistFor, vervallenFor } from '../../partnerberichten.ts';
import { BERICHTTYPEN, PARTNERROLLEN } from '../../partnerrollen.ts';
import {
  REGIEVOERDER_GEBEURTENISSEN,
  type RegievoerderGebeurtenis,
  regievoerderSchema,
  regievoerderType,
} from '../../regievoerder.ts';
import { isJson, type Json, jsonSchema } from './json-schema.ts';

/**
 * The documents behind `dataschema`. The root describes `data`, `definitions/gebeurtenis` the whole event. Each says
 * what the `id` of the event means, because the NL GOV profile asks to declare a random id; no id of the hub is
 * random.
 */

export const SCHEMA_BASE = 'https://hub.example.nl/v1/schemas/';

const ID_MEANING = {
  in: 'Het attribuut id is het blijvende kenmerk van de gebeurtenis bij de bron en is bij elke herhaling gelijk; het is niet willekeurig.',
  out: 'Het attribuut id is een blijvend kenmerk, afgeleid van de gebeurtenis en de partner, en is bij elke herhaling gelijk; het is niet willekeurig.',
} as const;

const document = (
  type: string,
  direction: 'in' | 'out',
  data: Json,
  gebeurtenis: Json,
  definitions = {},
): Json => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: `${SCHEMA_BASE}${type}`,
  ...data,
  title: type,
  description: [
    `Gegevens (data) van gebeurtenissen van het type ${type}.`,
    'De hele gebeurtenis staat onder definitions/gebeurtenis.',
    ID_MEANING[direction],
    'Het attribuut time is het moment waarop de gebeurtenis is vastgelegd.',
  ].join(' '),
  definitions: { ...definitions, gebeurtenis: withReference(gebeurtenis) },
});

/** The event, with a reference to the root of the document in the place of its `data`. */
const withReference = (gebeurtenis: Json): Json => ({
  ...gebeurtenis,
  properties: {
    ...(isJson(gebeurtenis['properties']) ? gebeurtenis['properties'] : {}),
    data: { $ref: '#' },
  },
});

const inbound = (type: InboundType): Json =>
  document(
    type,
    'in',
    jsonSchema(inboundData(type), 'draft-07'),
    jsonSchema(inboundSchema(type), 'draft-07'),
  );

const dataOf = (gebeurtenis: Json): Json => {
  const data = isJson(gebeurtenis['properties']) ? gebeurtenis['properties']['data'] : undefined;
  if (!isJson(data)) throw new Error('the schema of an event has no data');
  return data;
};

const perRole = (
  type: string,
  schemaFor: typeof gemeldFor | typeof gewijzigdFor | typeof vervallenFor | typeof gewistFor,
): Json => {
  const gebeurtenissen = PARTNERROLLEN.map(
    (role) => [role, jsonSchema(schemaFor(role), 'draft-07')] as const,
  );
  const [first] = gebeurtenissen;
  if (first === undefined) throw new Error('there are no partnerrollen');
  return document(
    type,
    'out',
    { type: 'object', anyOf: PARTNERROLLEN.map((role) => ({ $ref: `#/definitions/${role}` })) },
    first[1],
    Object.fromEntries(gebeurtenissen.map(([role, gebeurtenis]) => [role, dataOf(gebeurtenis)])),
  );
};

const toRegievoerder = (gebeurtenis: RegievoerderGebeurtenis): Json => {
  const event = jsonSchema(regievoerderSchema(gebeurtenis), 'draft-07');
  return document(regievoerderType(gebeurtenis), 'out', dataOf(event), event);
};

/** JSON Schema (draft-07) of every event type, in and out. */
export const eventSchemas = (): Readonly<Record<string, Json>> => ({
  ...Object.fromEntries(INBOUND_TYPES.filter(isInboundType).map((type) => [type, inbound(type)])),
  ...Object.fromEntries(
    REGIEVOERDER_GEBEURTENISSEN.map((gebeurtenis) => [
      regievoerderType(gebeurtenis),
      toRegievoerder(gebeurtenis),
    ]),
  ),
  [BERICHTTYPEN.gemeld]: perRole(BERICHTTYPEN.gemeld, gemeldFor),
  [BERICHTTYPEN.gewijzigd]: perRole(BERICHTTYPEN.gewijzigd, gewijzigdFor),
  [BERICHTTYPEN.vervallen]: perRole(BERICHTTYPEN.vervallen, vervallenFor),
  [BERICHTTYPEN.gewist]: perRole(BERICHTTYPEN.gewist, gewistFor),
});
