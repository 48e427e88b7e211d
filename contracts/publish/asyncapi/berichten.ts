import { Adres } from '../../adres.ts';
import { MEDIA_TYPE } from '../../cloudevent.ts';
import { ContactTeamInburgering } from '../../partnerberichten.ts';
import {
  BERICHTTYPEN,
  PARTNERROLLEN,
  type PartnerberichtSoort,
  type Partnerrol,
} from '../../partnerrollen.ts';
import { Contact } from '../../personalia.ts';
import type { Door } from '../../postvak.ts';
import { components, type Json } from '../openapi/json-schema.ts';
import { partnerberichten, schemaName, withCapital } from '../openapi/partner-schemas.ts';
import type { Example } from '../openapi/parts.ts';

/**
 * The messages of the AsyncAPI document. There is one per kind, role and door, because the door decides the headers.
 */

const MEANING: Readonly<Record<PartnerberichtSoort, string>> = {
  gemeld: 'Er komt een nieuwe inburgeraar',
  gewijzigd: 'Een of meer van uw velden zijn veranderd; alle velden staan er weer in',
  vervallen: 'Deze inburgeraar komt toch niet',
};

export const MESSAGE_KINDS = Object.keys(BERICHTTYPEN) as readonly PartnerberichtSoort[];

export const schemaRef = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** Name of the schema of the headers, per door. The pull door has none: its pages hold whole messages. */
const HEADERS: Readonly<Partial<Record<Door, string>>> = {
  wachtrij: 'Wachtrijkenmerken',
  webhook: 'Webhookkoppen',
};

export const messageName = (soort: PartnerberichtSoort, role: Partnerrol, door: Door): string =>
  `${withCapital(soort)}${withCapital(role)}${withCapital(door)}`;

const bericht = (
  soort: PartnerberichtSoort,
  role: Partnerrol,
  door: 'wachtrij' | 'webhook',
  example: Example,
): Json => ({
  name: BERICHTTYPEN[soort],
  title: `${withCapital(soort)} (${role})`,
  summary: MEANING[soort],
  contentType: MEDIA_TYPE,
  headers: schemaRef(HEADERS[door] ?? ''),
  payload: schemaRef(schemaName(soort, role)),
  examples: [
    {
      name: `${soort}-${role}`,
      summary: MEANING[soort],
      payload: example(BERICHTTYPEN[soort], `goed-${role}`),
    },
  ],
});

export const pageName = (role: Partnerrol): string => `Bladzijde${withCapital(role)}`;

const page = (role: Partnerrol, example: Example): Json => ({
  name: pageName(role),
  title: `Bladzijde (${role})`,
  summary: 'Wat er klaarstaat, oudste eerst',
  contentType: 'application/json',
  payload: schemaRef(pageName(role)),
  examples: [
    {
      name: `bladzijde-${role}`,
      payload: { berichten: [example(BERICHTTYPEN.gemeld, `goed-${role}`)], na: 'eyJwayI6IjEifQ' },
    },
  ],
});

/** Every message, by name. */
export const berichten = (example: Example): Json =>
  Object.fromEntries(
    PARTNERROLLEN.flatMap((role) => [
      ...(['wachtrij', 'webhook'] as const).flatMap((door) =>
        MESSAGE_KINDS.map((soort) => [messageName(soort, role, door), bericht(soort, role, door, example)]),
      ),
      [pageName(role), page(role, example)],
    ]),
  );

const textHeader = (description: string, extra: Json): Json => ({ type: 'string', description, ...extra });

const headers: Json = {
  Wachtrijkenmerken: {
    title: 'Kenmerken van een bericht in de wachtrij',
    description: 'Message attributes van SQS',
    type: 'object',
    required: ['content-type', 'ce_type', 'ce_source'],
    properties: {
      'content-type': textHeader('Soort inhoud', { const: MEDIA_TYPE }),
      ce_type: textHeader('Gelijk aan type in het bericht', {
        enum: Object.values(BERICHTTYPEN),
      }),
      ce_source: textHeader('Gelijk aan source in het bericht', {}),
    },
  },
  Webhookkoppen: {
    title: 'Headers van een webhook',
    description: 'Standard Webhooks 1.0.0 en CloudEvents HTTP webhook',
    type: 'object',
    required: [
      'content-type',
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
      'webhook-request-origin',
    ],
    properties: {
      'content-type': textHeader('Soort inhoud', { examples: [`${MEDIA_TYPE}; charset=utf-8`] }),
      'webhook-id': textHeader('Gelijk aan id in het bericht en bij elke poging; negeer wat u al had', {
        format: 'uuid',
        examples: ['0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10'],
      }),
      'webhook-timestamp': textHeader('Moment van deze poging, in seconden sinds 1970 (UTC)', {
        pattern: '^[0-9]{1,12}$',
        examples: ['1795326000'],
      }),
      'webhook-signature': textHeader(
        'Een of meer handtekeningen, met een spatie ertussen: HMAC-SHA256 over id, moment en inhoud',
        {
          pattern: '^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$',
          examples: ['v1,1VCQPbvTyaeh39NvlUcMJBuIzkUznz4zbkduQY5dO+g='],
        },
      ),
      'webhook-request-origin': textHeader(
        'De hub die het bericht stuurt; dezelfde naam als in de OPTIONS vooraf',
        {
          examples: ['hub.example.nl'],
        },
      ),
      authorization: textHeader('Alleen als u OAuth2 hebt ingesteld', { pattern: '^Bearer .+$' }),
    },
  },
};

const pages: Json = Object.fromEntries(
  PARTNERROLLEN.map((role) => [
    pageName(role),
    {
      title: `Bladzijde (${role})`,
      description: 'Antwoord van GET /v1/berichten',
      type: 'object',
      required: ['berichten'],
      properties: {
        berichten: {
          title: 'Berichten',
          description: 'Precies zoals de andere deuren ze zouden bezorgen',
          type: 'array',
          items: { anyOf: MESSAGE_KINDS.map((soort) => schemaRef(schemaName(soort, role))) },
        },
        na: { title: 'Na', description: 'Geef dit mee bij de volgende vraag', type: 'string' },
      },
    },
  ]),
);

/** Every schema, by name. */
export const schemas = (): Json => ({
  ...components({ Adres, Contact, ContactTeamInburgering, ...partnerberichten }, 'draft-07'),
  ...headers,
  ...pages,
});
