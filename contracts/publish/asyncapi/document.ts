import { MEDIA_TYPE } from '../../cloudevent.ts';
import { API_VERSION } from '../../version.ts';
import type { Json } from '../openapi/json-schema.ts';
import type { Example } from '../openapi/parts.ts';
import { berichten, schemas } from './berichten.ts';
import { kanalen, operations } from './kanalen.ts';

/** The AsyncAPI document (3.0.0) of what partners receive: the same messages through each of the three doors. */
export const asyncapiDocument = (example: Example): Json => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Inburgeringshub: berichten aan partners en gemeenten',
    version: API_VERSION,
    description: [
      'Wat een partner van een gemeente ontvangt over nieuwe inburgeraars: gemeld, gewijzigd en vervallen.',
      'En wat een gemeente zelf ontvangt over haar eigen zaken, als zij dat wil: rol regievoerder.',
      'Elke rol krijgt precies haar eigen velden. Elk bericht gaat door één deur: wachtrij, ophalen of webhook.',
      'Een bericht kan vaker komen: negeer een id dat u al had. Per zaak telt volgnummer 1, 2, 3 ….',
    ].join(' '),
    contact: {
      name: 'Beheer inburgeringshub',
      url: 'https://hub.example.nl/contact',
      email: 'beheer@hub.example.nl',
    },
    license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/nl/' },
  },
  defaultContentType: MEDIA_TYPE,
  servers: {
    wachtrij: {
      host: 'sqs.{regio}.amazonaws.com',
      protocol: 'sqs',
      description: 'Amazon SQS, in het account van de hub; u leest met uw eigen AWS-account',
      variables: { regio: { enum: ['eu-west-1', 'eu-central-1'], default: 'eu-west-1' } },
    },
    api: {
      host: 'hub.example.nl',
      pathname: '/v1',
      protocol: 'https',
      description: 'De API van de hub (openapi.json)',
      security: [{ $ref: '#/components/securitySchemes/token' }],
    },
    webhook: {
      host: '{adres}',
      protocol: 'https',
      description: 'Uw eigen server; alleen https op poort 443',
      variables: { adres: { description: 'Naam van uw server', examples: ['taalschool.example'] } },
    },
  },
  channels: kanalen(),
  operations: operations(),
  components: {
    messages: berichten(example),
    schemas: schemas(),
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'Token van de uitgever van de hub, met scope `berichten:lezen`',
      },
    },
  },
});
