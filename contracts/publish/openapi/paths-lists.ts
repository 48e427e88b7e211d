import { ZAAK_STATUSES } from '../../lists.ts';
import type { Json } from './json-schema.ts';
import { ALWAYS, inQuery, pageParameters, problems, succeeded, ZAAK_ID } from './parts.ts';

/** The lists that a gemeente works from. */

const pip = { id: 'TG07', naam: 'PIP vaststellen', soort: 'wettelijk', datum: '2025-10-22' };

const none = { aantal: 0, lijst: [] };

export const lists: Json = {
  '/dag': {
    get: {
      operationId: 'leesDag',
      tags: ['Zaken'],
      summary: 'De daglijst van een gemeente',
      description: [
        'Wat vandaag aandacht vraagt: termijnen die vandaag aflopen of binnenkort, wat te laat is, wat op een mens wacht, wat',
        'partners niet hebben gekregen, en nieuwe zaken. Zonder persoonsgegevens: die staan in de zaak zelf. De lijst loopt een',
        'moment achter op wat net is verwerkt. Scope: `zaken:lezen`.',
      ].join(' '),
      parameters: [
        inQuery('datum', 'De dag die als vandaag telt; zonder is het vandaag. De feiten zijn die van nu', {
          type: 'string',
          format: 'date',
          example: '2025-10-13',
        }),
      ],
      responses: {
        '200': succeeded('De daglijst', 'Daglijst', {
          gemeentecode: '0907',
          datum: '2025-10-13',
          vandaag: none,
          binnenkort: { aantal: 1, lijst: [{ zaakId: ZAAK_ID, ...pip }] },
          teLaat: none,
          tegenspraken: none,
          wachtOpGegevens: { aantal: 1, lijst: [ZAAK_ID] },
          eigenMeldingen: none,
          nietBezorgd: none,
          nieuw: none,
        }),
        ...problems(...ALWAYS),
      },
    },
  },
  '/zaken': {
    get: {
      operationId: 'leesZaken',
      tags: ['Zaken'],
      summary: 'De zaken van een gemeente',
      description: [
        'De eigen zaken van de gemeente, wat het eerst drukt eerst: de vroegste laatste dag van een open termijn die kan',
        'verstrijken. Die dag kan voorbij zijn; zaken zonder zo’n dag staan achteraan, vervallen zaken als laatste. Zonder',
        'persoonsgegevens: die staan in de zaak zelf. De lijst loopt een moment achter op wat net is verwerkt. Met een',
        'filter kan een bladzijde korter zijn dan `limit`, of leeg, terwijl er nog een volgt: lees door zolang er een `na`',
        'is. Scope: `zaken:lezen`.',
      ].join(' '),
      parameters: [
        inQuery('status', 'Alleen zaken met deze stand', {
          type: 'string',
          enum: ZAAK_STATUSES,
          example: 'actief',
        }),
        inQuery('termijn', 'Alleen zaken waarin deze termijn open is, bij zijn nummer', {
          type: 'string',
          maxLength: 20,
          example: 'TG07',
        }),
        inQuery('tot', 'Alleen zaken die op of voor deze dag drukken', {
          type: 'string',
          format: 'date',
          example: '2025-10-31',
        }),
        inQuery(
          'regisseur',
          'Alleen zaken die vandaag van deze casusregisseur zijn, bij zijn `regisseurId`',
          {
            type: 'string',
            pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
            example: 'R-0042',
          },
        ),
        inQuery(
          'partner',
          'Alleen zaken waarover deze partner iets gemeld is, bij haar sleutel; een partner die per huishouden hoort, staat bij geen zaak',
          { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', example: 'taalschool' },
        ),
        ...pageParameters('Zaken'),
      ],
      responses: {
        '200': succeeded('De zaken', 'Zakenlijst', {
          zaken: [
            {
              zaakId: ZAAK_ID,
              status: 'actief',
              eersteTermijn: pip,
              regisseurId: 'R-0042',
              partners: ['taalschool'],
            },
          ],
        }),
        ...problems(...ALWAYS),
      },
    },
  },
};
