import { OUTBOUND_TYPES } from '../../abonnementen.ts';
import { Adres } from '../../adres.ts';
import { MEDIA_TYPE } from '../../cloudevent.ts';
import { ContactTeamInburgering } from '../../partnerberichten.ts';
import { Contact } from '../../personalia.ts';
import type { Door } from '../../postvak.ts';
import { ref } from '../openapi/components.ts';
import { components, type Json } from '../openapi/json-schema.ts';
import { partnerberichten, withCapital } from '../openapi/partner-schemas.ts';
import type { Example } from '../openapi/parts.ts';
import { regievoerderBerichten } from '../openapi/regievoerder-schemas.ts';
import { EVERY_RECEIVER, type ReceivedMessage, type Receiver } from './receiver.ts';

/**
 * The messages of the AsyncAPI document. There is one per kind, receiver and door, because the door decides the headers.
 */

/** Name of the schema of the headers, per door. The pull door has none: its pages hold whole messages. */
const HEADERS: Readonly<Partial<Record<Door, string>>> = {
  wachtrij: 'Wachtrijkenmerken',
  webhook: 'Webhookkoppen',
};

/** Name of a message at a door. */
export const messageName = ({ schema }: ReceivedMessage, door: Door): string =>
  `${schema}${withCapital(door)}`;

const bericht = (message: ReceivedMessage, door: 'wachtrij' | 'webhook', example: Example): Json => ({
  name: message.type,
  title: message.title,
  summary: message.summary,
  contentType: MEDIA_TYPE,
  headers: ref(HEADERS[door] ?? ''),
  payload: ref(message.schema),
  examples: [
    {
      name: `${message.key}-${message.example}`,
      summary: message.summary,
      payload: example(message.type, `goed-${message.example}`),
    },
  ],
});

/** Name of a page of messages at the pull door of a role. */
export const pageName = ({ rol }: Receiver): string => `Bladzijde${withCapital(rol)}`;

const page = (receiver: Receiver, example: Example): Json => {
  const [first] = receiver.messages;
  return {
    name: pageName(receiver),
    title: `Bladzijde (${receiver.rol})`,
    summary: 'Wat er klaarstaat, oudste eerst',
    contentType: 'application/json',
    payload: ref(pageName(receiver)),
    examples: [
      {
        name: `bladzijde-${receiver.rol}`,
        payload: { berichten: [example(first.type, `goed-${first.example}`)], na: 'eyJwayI6IjEifQ' },
      },
    ],
  };
};

/** Every message, by name. */
export const berichten = (example: Example): Json =>
  Object.fromEntries(
    EVERY_RECEIVER.flatMap((receiver) => [
      ...(['wachtrij', 'webhook'] as const)
        .filter((door) => door !== 'wachtrij' || receiver.hasQueue)
        .flatMap((door) =>
          receiver.messages.map((message) => [messageName(message, door), bericht(message, door, example)]),
        ),
      [pageName(receiver), page(receiver, example)],
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
        enum: OUTBOUND_TYPES,
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
  EVERY_RECEIVER.map((receiver) => [
    pageName(receiver),
    {
      title: `Bladzijde (${receiver.rol})`,
      description: 'Antwoord van GET /v1/berichten',
      type: 'object',
      required: ['berichten'],
      properties: {
        berichten: {
          title: 'Berichten',
          description: 'Precies zoals de andere deuren ze zouden bezorgen',
          type: 'array',
          items: { anyOf: receiver.messages.map(({ schema }) => ref(schema)) },
        },
        na: { title: 'Na', description: 'Geef dit mee bij de volgende vraag', type: 'string' },
      },
    },
  ]),
);

/** Every schema, by name. */
export const schemas = (): Json => ({
  ...components(
    { Adres, Contact, ContactTeamInburgering, ...partnerberichten, ...regievoerderBerichten },
    'draft-07',
  ),
  ...headers,
  ...pages,
});
