import { Adres, Contact } from '../basistypen.ts';
import { MEDIATYPE } from '../cloudevent.ts';
import { componenten, type Json } from '../openapi/jsonschema.ts';
import type { Voorbeeld } from '../openapi/onderdelen.ts';
import { metHoofdletter, partnerberichten, schemanaam } from '../openapi/partnerschemas.ts';
import {
  BERICHTTYPE_GEMELD,
  BERICHTTYPEN,
  ContactTeamInburgering,
  PARTNERROLLEN,
  type PartnerberichtSoort,
  type Partnerrol,
} from '../partnerberichten.ts';
import type { Deur } from '../post.ts';

/** The messages of the AsyncAPI document: one per kind, role and door, since a door decides the headers. */

const BETEKENIS: Readonly<Record<PartnerberichtSoort, string>> = {
  gemeld: 'Er komt een nieuwe inburgeraar',
  gewijzigd: 'Een of meer van uw velden zijn veranderd; alle velden staan er weer in',
  vervallen: 'Deze inburgeraar komt toch niet',
};

export const BERICHTSOORTEN = Object.keys(BERICHTTYPEN) as readonly PartnerberichtSoort[];

const ref = (soort: string, naam: string): Json => ({ $ref: `#/components/${soort}/${naam}` });

export const schemaRef = (naam: string): Json => ref('schemas', naam);

/** Headers per door; a page of the pull door carries whole messages, and so has none. */
const KOPPEN: Readonly<Partial<Record<Deur, string>>> = {
  wachtrij: 'Wachtrijkenmerken',
  webhook: 'Webhookkoppen',
};

export const berichtnaam = (soort: PartnerberichtSoort, rol: Partnerrol, deur: Deur): string =>
  `${metHoofdletter(soort)}${metHoofdletter(rol)}${metHoofdletter(deur)}`;

const bericht = (
  soort: PartnerberichtSoort,
  rol: Partnerrol,
  deur: 'wachtrij' | 'webhook',
  voorbeeld: Voorbeeld,
): Json => ({
  name: BERICHTTYPEN[soort],
  title: `${metHoofdletter(soort)} (${rol})`,
  summary: BETEKENIS[soort],
  contentType: MEDIATYPE,
  headers: schemaRef(KOPPEN[deur] ?? ''),
  payload: schemaRef(schemanaam(soort, rol)),
  examples: [
    {
      name: `${soort}-${rol}`,
      summary: BETEKENIS[soort],
      payload: voorbeeld(BERICHTTYPEN[soort], `goed-${rol}`),
    },
  ],
});

export const bladzijdenaam = (rol: Partnerrol): string => `Bladzijde${metHoofdletter(rol)}`;

const bladzijde = (rol: Partnerrol, voorbeeld: Voorbeeld): Json => ({
  name: bladzijdenaam(rol),
  title: `Bladzijde (${rol})`,
  summary: 'Wat er klaarstaat, oudste eerst',
  contentType: 'application/json',
  payload: schemaRef(bladzijdenaam(rol)),
  examples: [
    {
      name: `bladzijde-${rol}`,
      payload: { berichten: [voorbeeld(BERICHTTYPE_GEMELD, `goed-${rol}`)], na: 'eyJwayI6IjEifQ' },
    },
  ],
});

/** Every message, by name. */
export const berichten = (voorbeeld: Voorbeeld): Json =>
  Object.fromEntries(
    PARTNERROLLEN.flatMap((rol) => [
      ...(['wachtrij', 'webhook'] as const).flatMap((deur) =>
        BERICHTSOORTEN.map((soort) => [berichtnaam(soort, rol, deur), bericht(soort, rol, deur, voorbeeld)]),
      ),
      [bladzijdenaam(rol), bladzijde(rol, voorbeeld)],
    ]),
  );

const kop = (description: string, extra: Json): Json => ({ type: 'string', description, ...extra });

const koppen: Json = {
  Wachtrijkenmerken: {
    title: 'Kenmerken van een bericht in de wachtrij',
    description: 'Message attributes van SQS',
    type: 'object',
    required: ['content-type', 'ce_type', 'ce_source'],
    properties: {
      'content-type': kop('Soort inhoud', { const: MEDIATYPE }),
      ce_type: kop('Gelijk aan type in het bericht', {
        enum: Object.values(BERICHTTYPEN),
      }),
      ce_source: kop('Gelijk aan source in het bericht', {}),
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
      'content-type': kop('Soort inhoud', { examples: [`${MEDIATYPE}; charset=utf-8`] }),
      'webhook-id': kop('Gelijk aan id in het bericht en bij elke poging; negeer wat u al had', {
        format: 'uuid',
        examples: ['0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10'],
      }),
      'webhook-timestamp': kop('Moment van deze poging, in seconden sinds 1970 (UTC)', {
        pattern: '^[0-9]{1,12}$',
        examples: ['1795326000'],
      }),
      'webhook-signature': kop(
        'Een of meer handtekeningen, met een spatie ertussen: HMAC-SHA256 over id, moment en inhoud',
        {
          pattern: '^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$',
          examples: ['v1,1VCQPbvTyaeh39NvlUcMJBuIzkUznz4zbkduQY5dO+g='],
        },
      ),
      'webhook-request-origin': kop('De hub die het bericht stuurt; dezelfde naam als in de OPTIONS vooraf', {
        examples: ['hub.example.nl'],
      }),
      authorization: kop('Alleen als u OAuth2 hebt ingesteld', { pattern: '^Bearer .+$' }),
    },
  },
};

const bladzijden: Json = Object.fromEntries(
  PARTNERROLLEN.map((rol) => [
    bladzijdenaam(rol),
    {
      title: `Bladzijde (${rol})`,
      description: 'Antwoord van GET /v1/berichten',
      type: 'object',
      required: ['berichten'],
      properties: {
        berichten: {
          title: 'Berichten',
          description: 'Precies zoals de andere deuren ze zouden bezorgen',
          type: 'array',
          items: { anyOf: BERICHTSOORTEN.map((soort) => schemaRef(schemanaam(soort, rol))) },
        },
        na: { title: 'Na', description: 'Geef dit mee bij de volgende vraag', type: 'string' },
      },
    },
  ]),
);

/** Every schema, by name. */
export const schemas = (): Json => ({
  ...componenten({ Adres, Contact, ContactTeamInburgering, ...partnerberichten }, 'draft-07'),
  ...koppen,
  ...bladzijden,
});
