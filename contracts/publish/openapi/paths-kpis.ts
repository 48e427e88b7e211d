import { IN_YEARS } from '../../years.ts';
import type { Json } from './json-schema.ts';
import { ALWAYS, inPath, inQuery, problems, succeeded } from './parts.ts';

/** The call for the figures of a gemeente. */

const example: Json = {
  gemeentecode: '0907',
  peildatum: '2026-03-31',
  zaken: 31,
  indicatoren: [
    {
      id: 'pip-binnen-tien-weken',
      naam: 'PIP binnen tien weken',
      teller: 18,
      noemer: 24,
      waarde: 75,
      buitenBeschouwing: [{ reden: 'onzeker', aantal: 2 }],
      definitie:
        'Van de zaken waarvan de laatste dag van de tien weken op of voor de peildatum ligt: het deel waarvan het PIP uiterlijk op die dag gedagtekend is.',
      bron: 'Besluit inburgering 2021 art. 5.3',
    },
  ],
  wachttijden: [
    {
      id: 'koppeling-vestiging',
      naam: 'Van koppeling tot vestiging',
      aantal: 26,
      mediaan: 61,
      percentiel90: 83,
      buitenBeschouwing: [{ reden: 'loopt nog', aantal: 5 }],
      definitie: 'Dagen van de koppeling door het COA tot de vestiging in de gemeente.',
      bron: 'taakstelling Huisvestingswet art. 28 (TL05)',
    },
  ],
};

export const kpis: Json = {
  '/gemeenten/{code}/kpis': {
    get: {
      operationId: 'leesKpis',
      tags: ['Zaken'],
      summary: 'Cijfers van de gemeente',
      description:
        'De cijfers die volgen uit wat de hub van de zaken van de gemeente weet, op een dag die geweest is: alleen wat toen ' +
        'gebeurd was telt, wanneer het ook gemeld is. Elk cijfer zegt hoe er geteld is en hoeveel zaken waarom buiten ' +
        'beschouwing blijven. Zonder namen en zonder zaken te noemen. Alleen voor de gemeente zelf; andere cijfers bestaan ' +
        'niet: 404. Scope: `zaken:lezen`.',
      parameters: [
        inPath('code', 'CBS-code van de eigen gemeente', {
          type: 'string',
          pattern: '^\\d{4}$',
          example: '0907',
        }),
        inQuery('peildatum', 'De dag waarop geteld wordt; vandaag als zij ontbreekt', {
          type: 'string',
          format: 'date',
          pattern: IN_YEARS.source,
          example: '2026-03-31',
        }),
      ],
      responses: {
        '200': succeeded('De cijfers', 'Kpis', example),
        ...problems(...ALWAYS, 'niet-gevonden'),
      },
    },
  },
};
