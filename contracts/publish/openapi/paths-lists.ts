import { AGENDA_DAYS, AGENDA_MAX, APPOINTMENT_HOURS } from '../../agenda.ts';
import { ZAAK_STATUSES } from '../../lists.ts';
import { IN_YEARS } from '../../years.ts';
import type { Json } from './json-schema.ts';
import {
  ALWAYS,
  inQuery,
  oneOf,
  pageParameters,
  problems,
  succeeded,
  VERSION_HEADER,
  ZAAK_ID,
} from './parts.ts';

/** The lists that a gemeente works from. */

const pip = { id: 'TG07', naam: 'PIP vaststellen', soort: 'wettelijk', datum: '2025-10-22' };

const none = { aantal: 0, lijst: [] };

const AFSPRAAK = {
  zaakId: ZAAK_ID,
  gebeurtenis: 'brede-intake-uitgenodigd',
  onderdeel: 'taalschool',
  tijd: '10:30',
  plaats: 'Gemeentehuis Gennep, kamer 2',
  tolk: true,
};

const OF_GEMEENTE = {
  gemeentecode: '0907',
  datum: '2025-10-13',
  afspraken: { aantal: 1, lijst: [AFSPRAAK] },
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
  luktNiet: {
    aantal: 1,
    lijst: [
      {
        berichtId: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
        partner: 'taalmaatjes',
        zaken: [ZAAK_ID],
        reden: 'geen-plek',
        sinds: '2025-10-12T08:40:00.000Z',
      },
    ],
  },
  nieuw: none,
  aflopendeOpdrachten: {
    aantal: 1,
    lijst: [{ partner: 'taalmaatjes', rol: 'taalmaatjes', einddatum: '2025-12-31' }],
  },
};

const OF_PARTNER = {
  gemeentecode: '0907',
  partner: 'taalschool',
  datum: '2026-09-03',
  afspraken: { aantal: 1, lijst: [AFSPRAAK] },
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

const CALENDAR = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Inburgeringshub//Agenda//NL',
  'NAME:Afspraken inburgering',
  'X-WR-CALNAME:Afspraken inburgering',
  'BEGIN:VEVENT',
  'UID:0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
  'SEQUENCE:2',
  'DTSTAMP:20250820T080000Z',
  'DTSTART:20250903T083000Z',
  'DTEND:20250903T093000Z',
  'SUMMARY:Brede intake: taalschool',
  'LOCATION:Gemeentehuis Gennep\\, kamer 2',
  `DESCRIPTION:Zaak ${ZAAK_ID}\\nTolk nodig: ja`,
  'STATUS:CONFIRMED',
  'CLASS:PRIVATE',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

export const lists: Json = {
  '/dag': {
    get: {
      operationId: 'leesDag',
      tags: ['Zaken'],
      summary: 'De daglijst van een gemeente of een partner',
      description: [
        'Wat vandaag aandacht vraagt, en de afspraken van die dag. Een gemeente ziet termijnen die vandaag aflopen of binnenkort (bij de brede intake met',
        'wat nog moet en bij wie), wat te laat is, wat op een mens wacht, wat partners niet hebben gekregen, nieuwe zaken, en',
        'partners waarvan de opdracht afloopt.',
        'Een partner ziet wat zij zelf nog moet doen of melden van wie haar gemeld is, welke berichten klaarliggen, en over',
        'wie zij net hoorde. Zonder persoonsgegevens: die staan in de zaak en de berichten zelf. De lijst loopt een moment',
        'achter op wat net is verwerkt. Scope: `zaken:lezen`.',
      ].join(' '),
      parameters: [
        inQuery('datum', 'De dag die als vandaag telt; zonder is het vandaag. De feiten zijn die van nu', {
          type: 'string',
          format: 'date',
          pattern: IN_YEARS.source,
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
  '/agenda': {
    get: {
      operationId: 'leesAgenda',
      tags: ['Zaken'],
      summary: 'De afspraken van een gemeente of een partner',
      description: [
        'Kennismakingen, gesprekken van de brede intake en wat er verder is gepland als iCalendar-bestand (RFC 5545): een gemeente',
        'ziet die van haar eigen zaken, een partner die welke haar gemeld zijn of die zij zelf plande. Zonder persoonsgegevens: over wie het gaat staat in de zaak die erbij',
        'staat. Een afspraak houdt haar UID als zij verandert, met een hogere SEQUENCE; wat vervalt staat er op zijn eigen dag als',
        `afgezegd. Niemand meldt hoe lang een afspraak duurt: zij staat er voor ${APPOINTMENT_HOURS} uur. Hoogstens ${AGENDA_MAX} afspraken; zijn`,
        'het er in deze dagen meer, dan is dat 400. Een programma haalt het bestand op met zijn token: een adres waarop een agenda',
        'zich zonder token abonneert is er niet. De lijst loopt een moment achter op wat net is verwerkt. Scope: `zaken:lezen`.',
      ].join(' '),
      parameters: [
        inQuery('van', 'Eerste dag; zonder is het vandaag', {
          type: 'string',
          format: 'date',
          pattern: IN_YEARS.source,
          example: '2025-09-01',
        }),
        inQuery(
          'totEnMet',
          `Laatste dag; van de eerste tot en met de laatste hoogstens ${AGENDA_DAYS} dagen; zonder drie maanden na \`van\``,
          {
            type: 'string',
            format: 'date',
            pattern: IN_YEARS.source,
            example: '2025-11-30',
          },
        ),
      ],
      responses: {
        '200': {
          description: 'De afspraken',
          headers: VERSION_HEADER,
          content: { 'text/calendar': { schema: { type: 'string' }, example: CALENDAR } },
        },
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
