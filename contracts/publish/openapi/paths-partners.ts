import type { Json } from './json-schema.ts';
import { ALWAYS, body, inPath, problems, succeeded } from './parts.ts';
import { KANAAL } from './paths-berichten.ts';

/** The calls by which a gemeente shuts out a partner of its own, and lets it in again. */

const ONLY = 'Alleen de gemeente zelf, en alleen haar eigen partners. Scope: `abonnementen:beheren`.';

const partnerInPath = inPath('partner', 'Sleutel van de partner', {
  type: 'string',
  minLength: 1,
  maxLength: 60,
  example: 'taalschool',
});

export const partners: Json = {
  '/partners/{partner}/_uitsluiten': {
    post: {
      operationId: 'sluitPartnerUit',
      tags: ['Berichten'],
      summary: 'Een partner uitsluiten',
      description: [
        'Binnen vijf seconden geldt geen token van deze partner meer, ook niet een dat al gegeven was: 401. Er gaat niets meer',
        'naar haar wachtrij of webhook; wat voor haar is blijft bewaard. Wat al in haar wachtrij ligt haalt de hub niet terug.',
        'Met `kenmerk` geldt alleen dat ene token niet meer; haar berichten gaan dan gewoon door, en in het antwoord staat dat niet.',
        'Werkt de organisatie ook voor een andere gemeente, dan merkt die er niets van. Nog eens vragen verandert niets.',
        ONLY,
      ].join(' '),
      parameters: [partnerInPath],
      requestBody: body('UitsluitingAanvraag', 'Waarom; de reden mag ontbreken', { reden: 'token-gelekt' }),
      responses: {
        '200': succeeded('Uitgesloten', 'Kanaal', {
          ...KANAAL,
          uitgesloten: { sinds: '2025-06-20T08:32:00.000Z', door: 'gemeente-0907', reden: 'token-gelekt' },
        }),
        ...problems(...ALWAYS, 'niet-gevonden', 'te-groot', 'mediatype-niet-ondersteund'),
      },
    },
  },
  '/partners/{partner}/_toelaten': {
    post: {
      operationId: 'laatPartnerToe',
      tags: ['Berichten'],
      summary: 'Een partner weer toelaten',
      description: [
        'De tokens van deze partner gelden weer, behalve wat met `kenmerk` is uitgesloten, en wat bewaard bleef gaat door de deur die zij koos. Nog eens vragen mag.',
        'Wie door beheer is uitgesloten, blijft dat.',
        ONLY,
      ].join(' '),
      parameters: [partnerInPath],
      responses: {
        '200': succeeded('Toegelaten', 'Kanaal', KANAAL),
        ...problems(...ALWAYS, 'niet-gevonden'),
      },
    },
  },
};
