import { ref } from './components.ts';
import type { Json } from './json-schema.ts';
import {
  ALWAYS,
  header,
  inPath,
  partnerInQuery,
  partnerOfGemeente,
  problems,
  succeeded,
  uuid,
} from './parts.ts';
import { abonnementIdInPath } from './paths-abonnementen.ts';

/** The calls about herleveringen. */

const HERLEVERING_ID = '2f6c0a4e-93b7-4f0e-8a55-1d7f3c2b9e60';

const requestFor = (
  operationId: string,
  summary: string,
  door: string,
  parameters: readonly Json[],
): Json => ({
  post: {
    operationId,
    tags: ['Berichten'],
    summary,
    description: [
      'Op periode, zaak of soort; alle voorwaarden samen, minstens één. Dezelfde berichten met hun eigen id. Wat nog',
      `onderweg is gaat niet mee. Met proef telt de hub alleen. ${door} Per partner loopt er één tegelijk.`,
      'Scope: `abonnementen:beheren`.',
    ].join(' '),
    ...(parameters.length === 0 ? {} : { parameters }),
    requestBody: {
      required: true,
      description: 'Welke berichten',
      content: {
        'application/json': {
          schema: ref('HerleveringAanvraag'),
          examples: {
            proef: {
              summary: 'Tellen wat er in een periode was',
              value: { van: '2025-06-20T00:00:00Z', tot: '2025-06-21T00:00:00Z', proef: true },
            },
            zaak: {
              summary: 'Alles van één zaak',
              value: { zaakId: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a', tempo: 60 },
            },
          },
        },
      },
    },
    responses: {
      '200': succeeded('Wat er opnieuw zou gaan', 'HerleveringProef', { aantal: 12 }),
      '202': succeeded(
        'De hub zet ze weer klaar',
        'HerleveringAangenomen',
        { herleveringId: HERLEVERING_ID, aantal: 12 },
        { Location: header('Location') },
      ),
      ...problems(
        ...ALWAYS,
        ...(parameters.length === 0 ? [] : (['niet-gevonden'] as const)),
        'stand-laat-niet-toe',
        'te-groot',
        'mediatype-niet-ondersteund',
      ),
    },
  },
});

export const herleveringen: Json = {
  '/abonnementen/{abonnementId}/herleveringen': requestFor(
    'herleverAbonnement',
    'Berichten van een abonnement opnieuw sturen',
    'Alleen berichten waar dit abonnement om vraagt.',
    [abonnementIdInPath],
  ),
  '/herleveringen': requestFor(
    'herlever',
    'Berichten opnieuw door de deur van het kanaal sturen',
    'Alleen berichten waar geen abonnement om vraagt: door de wachtrij, of om op te halen. Een gemeente vraagt dit ook voor een partner van haar.',
    [partnerOfGemeente],
  ),
  '/herleveringen/{herleveringId}': {
    get: {
      operationId: 'leesHerlevering',
      tags: ['Berichten'],
      summary: 'Hoe ver een herlevering is',
      description: 'Voor de partner zelf en haar gemeente. Scope: `abonnementen:beheren`.',
      parameters: [
        inPath('herleveringId', 'Kenmerk van de herlevering', uuid(HERLEVERING_ID)),
        partnerInQuery,
      ],
      responses: {
        '200': succeeded('De herlevering', 'Herlevering', {
          herleveringId: HERLEVERING_ID,
          status: 'klaar',
          van: '2025-06-20T00:00:00Z',
          tot: '2025-06-21T00:00:00Z',
          aantal: 12,
          gedaan: 12,
          door: 'taalschool-0907',
          aangevraagdOp: '2025-06-22T08:32:00.000Z',
        }),
        ...problems(...ALWAYS, 'niet-gevonden'),
      },
    },
  },
};
