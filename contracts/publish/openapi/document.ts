import { API_VERSION } from '../../version.ts';
import { schemas } from './components.ts';
import type { Json } from './json-schema.ts';
import { type Example, headers, responses } from './parts.ts';
import { paths } from './paths.ts';

const tag = (name: string, description: string): Json => ({ name, description });

/**
 * The OpenAPI document of the API. It is of version 3.0.3, which both published versions of the design rules accept.
 */
export const openapiDocument = (example: Example): Json => ({
  openapi: '3.0.3',
  info: {
    title: 'Inburgeringshub',
    version: API_VERSION,
    description: [
      'Berichten van COA, DUO en de BRP komen hier binnen; de tijdlijn van elke inburgeringszaak is hier te lezen.',
      'Elk antwoord draagt de header `API-Version` en de beveiligingsheaders van de NL API Design Rules;',
      'elke fout is `application/problem+json`, met alle gevonden fouten tegelijk onder `errors`.',
    ].join(' '),
    contact: {
      name: 'Beheer inburgeringshub',
      url: 'https://hub.example.nl/contact',
      email: 'beheer@hub.example.nl',
    },
    license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/nl/' },
  },
  servers: [{ url: 'https://hub.example.nl/v1', description: 'Productie' }],
  tags: [
    tag('Aanleveren', 'Berichten van bronnen'),
    tag('Beheer', 'Toezicht op wat binnenkwam'),
    tag('Berichten', 'Wat een partner ontvangt, en door welke deur'),
    tag('Specificatie', 'Voor iedereen'),
    tag('Zaken', 'Lezen door gemeenten en partners'),
  ],
  security: [{ token: [] }],
  paths: paths(example),
  components: {
    headers,
    responses,
    schemas: schemas(),
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          'Token van de uitgever van de hub: `sub` noemt de organisatie, `scope` (met spaties gescheiden) wat zij mag.',
      },
    },
  },
});
