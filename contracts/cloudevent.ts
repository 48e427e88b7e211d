import * as z from 'zod';
import { InboundMoment, ZaakId } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { utf8Kind } from './media-type.ts';
import { outsideYears } from './outside-years.ts';
import { OUTSIDE_YEARS } from './years.ts';

/**
 * Events as CloudEvents 1.0 and the NL GOV profile 1.1 describe them. (N4), (W2) and the like are rules of that
 * profile.
 */

/** Media type of one event as JSON (structured mode). */
export const MEDIA_TYPE = 'application/cloudevents+json';

/** The id of an event is persistent, has no dots, and is the same on every retry (N4, N5, W2). */
const GebeurtenisId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}.]*$/u, 'mag geen punt of stuurteken bevatten')
  .meta({
    title: 'id',
    description: 'Blijvend kenmerk van de gebeurtenis; gelijk bij elke herhaling',
    examples: ['1e398f10-12bd-4ace-baec-bd389be4bcfc'],
  });

/** Characters that may stand in a URI-reference, as they are or percent-encoded, with one fragment at most (RFC 3986). */
const URI_REFERENCE = /^(?!.*#.*#)([A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;

/** Whether this can be a URI-reference as it is written. */
export const isUri = (text: string): boolean => URI_REFERENCE.test(text);

const ATTRIBUTE_NAME = /^[a-z0-9]{1,20}$/;

/** Attributes that a sender may add. Their names and kinds are checked; the hub keeps no values (N2, N3, N22). */
const extensions = z.union([z.string().regex(/^\P{Cc}*$/u), z.int32(), z.boolean()]);

/** The media type of JSON in UTF-8, in capitals or not, with or without `charset`. */
export const Datacontenttype = z
  .string()
  .refine((soort) => utf8Kind(soort) === 'application/json', 'moet application/json zijn, in UTF-8');

/**
 * Attributes of an event that the hub accepts. The source is any `urn:nld:`; `dataschema` and `subject` are optional.
 */
export const inboundEnvelope = {
  specversion: z
    .literal('1.0', 'moet 1.0 zijn')
    .meta({ title: 'specversion', description: 'CloudEvents 1.0' }),
  id: GebeurtenisId,
  source: z
    .string()
    .max(200)
    .regex(/^urn:nld:[!-~]+$/, 'is geen urn:nld')
    .meta({
      title: 'source',
      description: 'Organisatie en systeem van herkomst; het OIN is dat van de afzender',
      examples: ['urn:nld:oin:00000099000000002000:systeem:tvs'],
    }),
  time: InboundMoment,
  datacontenttype: Datacontenttype.optional().meta({
    title: 'datacontenttype',
    description: 'Altijd JSON in UTF-8',
    examples: ['application/json', 'application/json; charset=utf-8'],
  }),
  dataschema: z
    .url('is geen URL')
    .max(500)
    .optional()
    .meta({
      title: 'dataschema',
      description: 'Schema van data',
      examples: ['https://hub.example.nl/v1/schemas/nl.tvs.koppeling.geregistreerd.v1'],
    }),
  dataref: z
    .string()
    .regex(URI_REFERENCE, 'is geen URI-verwijzing (RFC 3986)')
    .optional()
    .meta({
      title: 'dataref',
      description: 'Waar de gegevens staan; wordt niet bewaard',
      examples: ['https://bron.example.nl/koppelingen/TVS-2025-000001'],
    }),
  subject: z.string().max(200).optional().meta({ title: 'subject', description: 'Wordt niet bewaard' }),
};

export const EventType = z
  .string()
  .max(120)
  .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/, 'is geen omgekeerde domeinnaam')
  .meta({
    title: 'type',
    description: 'Soort gebeurtenis',
    examples: ['nl.tvs.koppeling.geregistreerd.v1'],
  });

const isExtension = (name: string): boolean => ATTRIBUTE_NAME.test(name) && name !== 'data_base64';

const wellFormedExtensions = checkAlways<Record<string, unknown>>((event, report) => {
  for (const [name, value] of Object.entries(members(event))) {
    if (Object.hasOwn(inboundEnvelope, name) || name === 'type' || name === 'data') continue;
    if (!isExtension(name)) report([name], 'is geen toegestaan attribuut');
    else if (!extensions.safeParse(value).success) {
      report([name], 'mag alleen tekst, een geheel getal of true/false zijn');
    }
  }
});

/** The dates of an event lie in years that people live in, when it comes in: what was accepted before is not held against them. */
const datesInYears = (schema: z.ZodType) =>
  checkAlways<Record<string, unknown>>((event, report) => {
    const { data } = members(event);
    for (const { path } of outsideYears(schema, data)) report(['data', ...path], OUTSIDE_YEARS);
  });

/** Schema of one inbound event: its attributes, the `data` of its type, and well-formed extension attributes. */
export const inboundEvent = <Data extends z.ZodType>(type: string, data: Data) =>
  z
    .object({ ...inboundEnvelope, type: z.literal(type), data })
    .catchall(z.unknown())
    .check(wellFormedExtensions, datesInYears(data));

/** An event without the attributes that are `null`: those count as absent (CloudEvents JSON format, N23). */
export const withoutNull = (event: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(event).filter(([name, value]) => value !== null || name === 'data'));

/** Schema of one event that the hub sends. `nlgov/hub-event.schema.json` says the same of its attributes. */
export const outboundEvent = <Data extends z.ZodType>(type: string, data: Data) =>
  z.strictObject({
    specversion: z.literal('1.0').meta({ title: 'specversion', description: 'CloudEvents 1.0' }),
    id: z.guid().meta({
      title: 'id',
      description: 'Blijvend kenmerk, afgeleid van gebeurtenis en partner; gelijk bij elke herhaling',
      examples: ['0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10'],
    }),
    source: z
      .string()
      .regex(/^urn:nld:oin:\d{20}:systeem:[a-z0-9][a-z0-9-]*$/)
      .meta({
        title: 'source',
        description: 'De hub',
        examples: ['urn:nld:oin:00000099000000001000:systeem:inburgeringshub'],
      }),
    type: z.literal(type),
    subject: ZaakId,
    time: z.iso.datetime().meta({
      title: 'time',
      description: 'Moment van vastlegging in de hub (UTC)',
      examples: ['2025-06-20T08:32:00.000Z'],
    }),
    datacontenttype: z.literal('application/json'),
    dataschema: z.url({ protocol: /^https$/ }),
    traceparent: z
      .string()
      .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
      .optional()
      .meta({
        title: 'traceparent',
        description:
          'Waar deze gebeurtenis in de hub begon (W3C Trace Context); gelijk bij elke herhaling en langs elke deur. Een kop traceparent van HTTP noemt daarnaast de poging zelf',
        examples: ['00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01'],
      }),
    data,
  });
