import { inboundData, inboundSchema } from '../../berichttypen.ts';
import { INBOUND_TYPES, type InboundType, isInboundType } from '../../event-types.ts';
import { regievoerderType } from '../../hub-type.ts';
import { isObject } from '../../is-object.ts';
import { partnerGebeurtenisSchema } from '../../partner-gebeurtenis-data.ts';
import { gebeurtenissenOf, partnerGebeurtenisType } from '../../partner-gebeurtenissen.ts';
import { gemeldFor, gewijzigdFor, gewistFor, vervallenFor } from '../../partnerberichten.ts';
import { BERICHTTYPEN, PARTNERROLLEN } from '../../partnerrollen.ts';
import {
  REGIEVOERDER_GEBEURTENISSEN,
  type RegievoerderGebeurtenis,
  regievoerderSchema,
} from '../../regievoerder.ts';
import { type Json, jsonSchema } from './json-schema.ts';

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
  direction: 'in' | 'out' | 'both',
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
    ...(direction === 'both' ? Object.values(ID_MEANING) : [ID_MEANING[direction]]),
    'Het attribuut time is het moment waarop de gebeurtenis is vastgelegd.',
  ].join(' '),
  definitions: { ...definitions, gebeurtenis },
});

/** The event, with a reference in the place of its `data`: to the root of the document, when it has one form. */
const withReference = (gebeurtenis: Json, data: Json = { $ref: '#' }): Json => ({
  ...gebeurtenis,
  properties: {
    ...(isObject(gebeurtenis['properties']) ? gebeurtenis['properties'] : {}),
    data,
  },
});

const inbound = (type: InboundType): Json =>
  document(
    type,
    'in',
    jsonSchema(inboundData(type), 'draft-07', 'in'),
    withReference(jsonSchema(inboundSchema(type), 'draft-07', 'in')),
  );

const dataOf = (gebeurtenis: Json): Json => {
  const data = isObject(gebeurtenis['properties']) ? gebeurtenis['properties']['data'] : undefined;
  if (!isObject(data)) throw new Error('the schema of an event has no data');
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
    withReference(first[1]),
    Object.fromEntries(gebeurtenissen.map(([role, gebeurtenis]) => [role, dataOf(gebeurtenis)])),
  );
};

const toRegievoerder = (gebeurtenis: RegievoerderGebeurtenis): Json => {
  const event = jsonSchema(regievoerderSchema(gebeurtenis), 'draft-07');
  return document(regievoerderType(gebeurtenis), 'out', dataOf(event), withReference(event));
};

/** One of the forms that messages of one type have: as reported to the hub, or as one receiver gets it. */
interface Form {
  readonly name: string;
  readonly event: Json;
}

/** The forms in which partners, and the gemeente beside them, get messages of each type about a step of a zaak. */
const formsOut = (): ReadonlyMap<string, readonly Form[]> => {
  const forms = PARTNERROLLEN.flatMap((role) =>
    gebeurtenissenOf(role).map((gebeurtenis) => ({
      type: partnerGebeurtenisType(gebeurtenis) as string,
      name: role as string,
      event: jsonSchema(partnerGebeurtenisSchema(gebeurtenis, role), 'draft-07'),
    })),
  );
  const toGemeente = REGIEVOERDER_GEBEURTENISSEN.map((gebeurtenis) => ({
    type: regievoerderType(gebeurtenis),
    name: 'regievoerder',
    event: jsonSchema(regievoerderSchema(gebeurtenis), 'draft-07'),
  }));
  const types = new Set(forms.map(({ type }) => type));
  return Map.groupBy([...forms, ...toGemeente.filter(({ type }) => types.has(type))], ({ type }) => type);
};

/** A type that has more than one form: each with its own attributes and fields. */
const inForms = (type: string, out: readonly Form[]): Json => {
  const reported = isInboundType(type)
    ? [{ name: 'melding', event: jsonSchema(inboundSchema(type), 'draft-07', 'in') }]
    : [];
  const forms = [...reported, ...out];
  const referenceTo = (name: string): Json => ({ $ref: `#/definitions/${name}` });
  return document(
    type,
    reported.length === 0 ? 'out' : 'both',
    { type: 'object', anyOf: forms.map(({ name }) => referenceTo(name)) },
    // What each form says of its data stands with it, so that the fields of one do not pass with the attributes of another.
    { anyOf: forms.map(({ name, event }) => withReference(event, referenceTo(name))) },
    Object.fromEntries(forms.map(({ name, event }) => [name, dataOf(event)])),
  );
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
  ...Object.fromEntries([...formsOut()].map(([type, forms]) => [type, inForms(type, forms)])),
  [BERICHTTYPEN.gemeld]: perRole(BERICHTTYPEN.gemeld, gemeldFor),
  [BERICHTTYPEN.gewijzigd]: perRole(BERICHTTYPEN.gewijzigd, gewijzigdFor),
  [BERICHTTYPEN.vervallen]: perRole(BERICHTTYPEN.vervallen, vervallenFor),
  [BERICHTTYPEN.gewist]: perRole(BERICHTTYPEN.gewist, gewistFor),
});
