import { ZAAK_STATUSES } from '../../lists.ts';
import type { Json } from './json-schema.ts';
import { ALWAYS, inQuery, oneOf, pageParameters, problems, succeeded, ZAAK_ID } from './parts.ts';

/** The lists that a gemeente works from. */

const pip = { id: 'TG07', naam: 'PIP vaststellen', soort: 'wettelijk', datum: '2025-10-22' };

const none = { aantal: 0, lijst: [] };

const OF_GEMEENTE = {
  gemeentecode: '0907',
  datum: '2025-10-13',
  vandaag: none,
  binnenkort: { aantal: 1, lijst: [{ zaakId: ZAAK_ID, ...pip }] },
  teLaat: {
    aantal: 1,
    lijst: [
      {
        zaakId: ZAAK_ID,
        id: 'TG04',
        naam: 'Intakegesprek INTOS voeren',
        soort: 'lokaal',
        datum: '2025-08-28',
        onderdelen: [{ onderdeel: 'participatie', bij: 'intos' }],
      },
    ],
  },
  tegenspraken: none,
  wachtOpGegevens: { aantal: 1, lijst: [ZAAK_ID] },
  eigenMeldingen: none,
  nietBezorgd: none,
  nieuw: none,
};

const OF_PARTNER = {
  gemeentecode: '0907',
  partner: 'taalschool',
  datum: '2026-09-03',
  vandaag: {
    aantal: 1,
    lijst: [
      {
        zaakId: ZAAK_ID,
        gebeurtenis: 'brede-intake-gesprek-gevoerd',
        onderdeel: 'taalschool',
        uiterlijk: '2026-09-03',
      },
    ],
  },
  binnenkort: {
    aantal: 1,
    lijst: [{ zaakId: ZAAK_ID, gebeurtenis: 'taallessen-gestart', uiterlijk: '2026-09-16' }],
  },
  teLaat: none,
  zonderDag: none,
  klaar: {
    aantal: 1,
    lijst: [
      { zaakId: ZAAK_ID, volgnummer: 2, staat: 'klaargezet', klaargezetOp: '2026-09-02T08:32:00.000Z' },
    ],
  },
  nieuw: none,
};

export const lists: Json = {
  '/dag': {
    get: {
      operationId: 'leesDag',
      tags: ['Zaken'],
      summary: 'De daglijst van een gemeente of een partner',
      description: [
        'Wat vandaag aandacht vraagt. Een gemeente ziet termijnen die vandaag aflopen of binnenkort (bij de brede intake met',
        'wat nog moet en bij wie), wat te laat is, wat op een mens wacht, wat partners niet hebben gekregen, en nieuwe zaken.',
        'Een partner ziet wat zij zelf nog moet doen of melden van wie haar gemeld is, welke berichten klaarliggen, en over',
        'wie zij net hoorde. Zonder persoonsgegevens: die staan in de zaak en de berichten zelf. De lijst loopt een moment',
        'achter op wat net is verwerkt. Scope: `zaken:lezen`.',
      ].join(' '),
      parameters: [
        inQuery('datum', 'De dag die als vandaag telt; zonder is het vandaag. De feiten zijn die van nu', {
          type: 'string',
          format: 'date',
          example: '2025-10-13',
        }),
      ],
      responses: {
        '200': oneOf('De daglijst van wie het vraagt', {
          Daglijst: OF_GEMEENTE,
          Partnerdaglijst: OF_PARTNER,
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
