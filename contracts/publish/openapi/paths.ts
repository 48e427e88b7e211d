import { ref } from './components.ts';
import type { Json } from './json-schema.ts';
import {
  ALWAYS,
  accepted,
  type Example,
  header,
  inHeader,
  inPath,
  ontvangst,
  ontvangstIdInPath,
  problems,
  succeeded,
  uuid,
  VERSION_HEADER,
} from './parts.ts';
import { abonnementen } from './paths-abonnementen.ts';
import { berichten, kanaal } from './paths-berichten.ts';
import { herleveringen } from './paths-herleveringen.ts';
import { kpis } from './paths-kpis.ts';
import { lists } from './paths-lists.ts';
import { partners } from './paths-partners.ts';
import { operations, zaken } from './paths-reading.ts';
import { verwerkingen } from './paths-verwerkingen.ts';

/** The calls of the API, as the OpenAPI document describes them. */

const WITHOUT_TOKEN: Json = { security: [] };

const ceHeader = (name: string, description: string, example: string, required = false): Json =>
  inHeader(name, `${description}; alleen bij application/json`, { type: 'string', example }, required);

const gebeurtenissen = (example: Example): Json => ({
  post: {
    operationId: 'plaatsGebeurtenis',
    tags: ['Aanleveren'],
    summary: 'Gebeurtenis aanleveren',
    description: [
      'Een bron levert één CloudEvent aan (NL GOV-profiel 1.1), gestructureerd of binair, van haar eigen typen.',
      '202 betekent: duurzaam opgeslagen. Dezelfde source en id met dezelfde inhoud nog eens: weer 202 en er',
      'gebeurt niets twee keer; met een andere inhoud: 409. Een source met een ander OIN dan dat van de afzender: 403.',
      'Scope: `gebeurtenissen:aanleveren`.',
    ].join(' '),
    parameters: [
      ceHeader('ce-specversion', 'CloudEvents-versie', '1.0'),
      ceHeader('ce-id', 'Blijvend kenmerk van de gebeurtenis', '1e398f10-12bd-4ace-baec-bd389be4bcfc'),
      ceHeader(
        'ce-source',
        'Organisatie (het OIN van de afzender) en systeem',
        'urn:nld:oin:00000099000000002000:systeem:tvs',
      ),
      ceHeader('ce-type', 'Soort gebeurtenis', 'nl.tvs.koppeling.geregistreerd.v1'),
      ceHeader('ce-time', 'Moment van vastlegging', '2025-06-20T08:32:00Z'),
    ],
    requestBody: {
      required: true,
      description: 'De gebeurtenis, hoogstens 65536 bytes',
      content: {
        'application/cloudevents+json': {
          schema: ref('InkomendeGebeurtenis'),
          examples: {
            koppeling: {
              summary: 'COA koppelt een huishouden',
              value: example('nl.tvs.koppeling.geregistreerd.v1', 'goed-huishouden'),
            },
            intrekking: {
              summary: 'COA trekt een koppeling in',
              value: example('nl.tvs.koppeling.ingetrokken.v1', 'goed-zonder-personen'),
            },
            // The linter of the design rules takes the member `postcode` for a POST, so no example has an address.
            overlijden: {
              summary: 'Overlijden in de BRP',
              value: example('nl.brp.persoon.overleden.v1', 'goed-onvolledige-datum'),
            },
          },
        },
        'application/json': { schema: ref('InkomendeGegevens') },
      },
    },
    responses: {
      '202': accepted('Duurzaam opgeslagen'),
      ...problems(...ALWAYS, 'niet-gevonden', 'ander-bericht', 'te-groot', 'mediatype-niet-ondersteund'),
    },
  },
});

const oin = { type: 'string', minLength: 20, maxLength: 20, pattern: '^[0-9]{20}$' };

const notificaties = (example: Example): Json => ({
  post: {
    operationId: 'opvoerenNotificatie',
    tags: ['Aanleveren'],
    summary: 'Notificatie van DUO',
    description: [
      'Notificatie API 1.8.0 van DUO: een code en een sleutel, geen inhoud. Zonder bsn en zonder vNummer: 400.',
      'Alles wat niet aan de specificatie voldoet is 400, ook een berichtId dat eerder voor een andere notificatie',
      'is gebruikt. Dezelfde notificatie nog eens: 201 en er gebeurt niets twee keer. Scope: `notificaties:aanleveren`.',
    ].join(' '),
    parameters: [
      inHeader('bron', 'OIN van DUO, dat het bericht stuurt; een ander OIN is 403', {
        ...oin,
        example: '00000099000000004000',
      }),
      inHeader(
        'doel',
        'OIN van de gemeente waarvoor het bericht is, of van de hub voor al haar gemeenten; een ander OIN is 403',
        {
          ...oin,
          example: '00000099000000001000',
        },
      ),
      inHeader('berichtId', 'Identificatie van het bericht', uuid('0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d10')),
    ],
    requestBody: {
      required: true,
      description: 'De notificatie',
      content: {
        'application/json': {
          schema: ref('Notificatie'),
          example: example('nl.duo.notificatie.v1', 'goed-beide'),
        },
      },
    },
    responses: {
      '201': { description: 'Opvoeren notificatie gelukt', headers: VERSION_HEADER },
      ...problems('ongeldig-verzoek', 'niet-aangemeld', 'geen-toegang', 'te-veel-verzoeken', 'interne-fout'),
      '503': {
        description: 'Even niet beschikbaar; problem details als Accept daar om vraagt',
        headers: { ...VERSION_HEADER, 'Retry-After': header('Retry-After') },
        content: {
          'application/json': {
            schema: ref('Foutmelding'),
            example: { fouttekst: 'De hub is even niet beschikbaar.' },
          },
          'application/problem+json': { schema: ref('Probleem') },
        },
      },
    },
  },
});

const publicPaths: Json = {
  '/openapi.json': {
    get: {
      operationId: 'leesSpecificatie',
      tags: ['Specificatie'],
      summary: 'Deze specificatie',
      description: 'Het OpenAPI-document van de API, voor iedereen en van elke website.',
      ...WITHOUT_TOKEN,
      responses: {
        '200': succeeded('De specificatie', 'Openapi', undefined, {
          'access-control-allow-origin': header('Access-Control-Allow-Origin'),
        }),
        ...problems('ongeldig-verzoek', 'niet-acceptabel', 'te-veel-verzoeken', 'interne-fout'),
      },
    },
  },
  '/schemas/{type}': {
    get: {
      operationId: 'leesSchema',
      tags: ['Specificatie'],
      summary: 'JSON Schema van een soort gebeurtenis',
      description:
        'Waar `dataschema` van een gebeurtenis naar verwijst. De wortel beschrijft data, definitions/gebeurtenis het geheel.',
      ...WITHOUT_TOKEN,
      parameters: [
        inPath('type', 'Soort gebeurtenis', {
          type: 'string',
          pattern: '^[a-z][a-z0-9]*([.][a-z0-9]+)+$',
          example: 'nl.tvs.koppeling.geregistreerd.v1',
        }),
      ],
      responses: {
        '200': succeeded('Het schema', 'JsonSchema', undefined, {
          'access-control-allow-origin': header('Access-Control-Allow-Origin'),
        }),
        ...problems(
          'ongeldig-verzoek',
          'niet-gevonden',
          'niet-acceptabel',
          'te-veel-verzoeken',
          'interne-fout',
        ),
      },
    },
  },
};

/** Every path of the document. */
export const paths = (example: Example): Json => ({
  '/gebeurtenissen': gebeurtenissen(example),
  '/gebeurtenissen/{ontvangstId}': {
    get: {
      operationId: 'leesOntvangst',
      tags: ['Aanleveren'],
      summary: 'Stand van een aangeleverd bericht',
      description: 'Voor wie het aanleverde en voor beheer; zonder de inhoud.',
      parameters: [ontvangstIdInPath],
      responses: {
        '200': succeeded('De ontvangst', 'Ontvangst', ontvangst),
        ...problems(...ALWAYS, 'niet-gevonden'),
      },
    },
  },
  '/notificaties': notificaties(example),
  ...lists,
  ...zaken,
  ...verwerkingen,
  ...kpis,
  ...berichten(example),
  ...kanaal,
  ...partners,
  ...abonnementen,
  ...herleveringen,
  ...operations,
  ...publicPaths,
});
