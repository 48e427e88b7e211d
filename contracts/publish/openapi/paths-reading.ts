import { OUTSTANDING_STATUSES } from '../../ontvangst-status.ts';
import { ref } from './components.ts';
import type { Json } from './json-schema.ts';
import {
  ALWAYS,
  accepted,
  afterInQuery,
  inQuery,
  ontvangst,
  ontvangstIdInPath,
  problems,
  succeeded,
  ZAAK_ID,
  zaakIdInPath,
} from './parts.ts';

/** The calls about zaken, and the calls of operators. */

const WISSING: Json = {
  zaakId: ZAAK_ID,
  reden: 'verzoek-betrokkene',
  stand: 'besloten',
  gevraagdOp: '2030-06-20T08:32:00Z',
  komtNietAan: [{ partner: '0907/balk', berichtId: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d42' }],
  wachtUit: [{ partner: '0907/taalschool', uiterlijk: '2030-07-04T08:32:01Z' }],
  ontvangers: [],
};

export const zaken: Json = {
  '/zaken/_zoek': {
    post: {
      operationId: 'zoekZaken',
      tags: ['Zaken'],
      summary: 'Zaken van een persoon zoeken',
      description:
        'Een gemeente zoekt haar eigen zaken op V-nummer of BSN. De sleutel staat in de inhoud, nooit in een URL. Hoogstens 5000 keer per dag; meer is 429. Scope: `zaken:lezen`.',
      requestBody: {
        required: true,
        description: 'Precies één sleutel',
        content: { 'application/json': { schema: ref('Zoekvraag'), example: { vNummer: '2798163871' } } },
      },
      responses: {
        '200': succeeded('De gevonden zaken; leeg als er geen zijn', 'ZoekAntwoord', {
          zaken: [{ zaakId: ZAAK_ID, gemeentecode: '0907', status: 'actief' }],
        }),
        ...problems(...ALWAYS, 'te-groot', 'mediatype-niet-ondersteund'),
      },
    },
  },
  '/zaken/{zaakId}': {
    get: {
      operationId: 'leesZaak',
      tags: ['Zaken'],
      summary: 'Eén zaak',
      description:
        'De gemeente leest haar eigen zaken; een partner alleen wat hem zelf verteld is. Al het andere bestaat niet: 404. Een gewiste zaak is voor de gemeente 410, met wie het wissen bevestigde onder `wissing`. Scope: `zaken:lezen`.',
      parameters: [zaakIdInPath],
      responses: {
        '200': succeeded('De zaak', 'Zaak', {
          zaakId: ZAAK_ID,
          gemeentecode: '0907',
          status: 'actief',
          gegevens: {},
        }),
        ...problems(...ALWAYS, 'niet-gevonden', 'gewist'),
      },
    },
  },
  '/zaken/{zaakId}/_herstel': {
    post: {
      operationId: 'herstelZaak',
      tags: ['Zaken'],
      summary: 'Een feit rechtzetten',
      description:
        'Een mens bij de gemeente zet een feit van een eigen zaak recht, met een reden: feiten die niet kloppen, een verkeerd BSN, of twee zaken van één persoon. Alles wat ervan afhangt volgt, en partners horen wat voor hen verandert. Dezelfde aanvraag nog eens verandert niets. Scope: `gebeurtenissen:aanleveren`.',
      parameters: [zaakIdInPath],
      requestBody: {
        required: true,
        description: 'Wat er rechtgezet wordt, en waarom',
        content: {
          'application/json': {
            schema: ref('Herstelaanvraag'),
            example: {
              id: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
              reden: 'Overlijden per ongeluk gemeld',
              vervalt: ['koppeling:TVS-2025-993909:1'],
            },
          },
        },
      },
      responses: {
        '202': accepted('Duurzaam opgeslagen'),
        ...problems(...ALWAYS, 'niet-gevonden', 'ander-bericht', 'te-groot', 'mediatype-niet-ondersteund'),
      },
    },
  },
  '/zaken/{zaakId}/_wis': {
    post: {
      operationId: 'wisZaak',
      tags: ['Zaken'],
      summary: 'Een persoon wissen',
      description:
        'De gemeente van de zaak wist een persoon: tijdlijn, postvak, ontvangsten, lijsten en huishouden. Iedere ontvanger die over deze persoon hoorde krijgt `gewist`. Nog eens vragen verandert niets. Scope: `zaken:wissen`.',
      parameters: [zaakIdInPath],
      requestBody: {
        required: true,
        description: 'Waarom deze persoon gewist wordt',
        content: {
          'application/json': { schema: ref('Wisaanvraag'), example: { reden: 'verzoek-betrokkene' } },
        },
      },
      responses: {
        '202': {
          ...succeeded('Besloten; de hub wist', 'Wissing', WISSING),
        },
        ...problems(...ALWAYS, 'niet-gevonden', 'te-groot', 'mediatype-niet-ondersteund'),
      },
    },
  },
  '/zaken/{zaakId}/tijdlijn': {
    get: {
      operationId: 'leesTijdlijn',
      tags: ['Zaken'],
      summary: 'Tijdlijn van een zaak',
      description:
        'Wat er gebeurd is en welke termijnen lopen, voor wie de zaak mag lezen. Scope: `zaken:lezen`.',
      parameters: [zaakIdInPath],
      responses: {
        '200': succeeded('De tijdlijn', 'Tijdlijn', {
          zaakId: ZAAK_ID,
          gebeurtenissen: [
            {
              naam: 'koppeling-ontvangen',
              tijdstip: '2025-06-20T08:32:00Z',
              bron: 'urn:nld:oin:00000099000000002000:systeem:tvs',
              gegevens: {},
            },
          ],
          termijnen: [],
        }),
        ...problems(...ALWAYS, 'niet-gevonden', 'gewist'),
      },
    },
  },
  '/zaken/{zaakId}/termijnen': {
    get: {
      operationId: 'leesTermijnen',
      tags: ['Zaken'],
      summary: 'Termijnen van een zaak, met uitleg',
      description:
        'Van elke termijn: uit welke feiten en welke regel de datum volgt, en wat die zou veranderen. Alleen voor de gemeente die de zaak mag lezen. Scope: `zaken:lezen`.',
      parameters: [zaakIdInPath],
      responses: {
        '200': succeeded('De termijnen', 'Termijnen', {
          zaakId: ZAAK_ID,
          termijnen: [
            {
              id: 'TG07',
              naam: 'PIP vaststellen',
              startGebeurtenis: 'inburgeringsplicht-vastgesteld',
              eindGebeurtenis: 'pip-vastgesteld',
              startdatum: '2026-11-02',
              duur: 'P10W',
              einddatum: '2027-01-11',
              soort: 'wettelijk',
              bron: 'Besluit inburgering 2021 art. 5.3; werkafspraken R10.T1',
              stand: 'loopt',
              uitleg: {
                regel:
                  '10 weken na de vestiging in de gemeente of de kennisgeving van de plicht, de laatste van de twee; die dag zelf telt niet mee',
                start: [
                  {
                    gebeurtenis: 'brp-inschrijving-ontvangen',
                    waarde: '2026-06-01',
                    feitId:
                      'brp:urn:nld:oin:00000099000000003000:systeem:brp#ab1031d0-f646-41f4-8a09-7c976bf46c69',
                  },
                  {
                    gebeurtenis: 'inburgeringsplicht-vastgesteld',
                    waarde: '2026-11-02',
                    feitId: 'duo:SS101:1793602800000',
                  },
                ],
                verandertDoor: ['de dagtekening van het PIP, van DUO of van de gemeente'],
              },
            },
          ],
        }),
        ...problems(...ALWAYS, 'niet-gevonden', 'gewist'),
      },
    },
  },
  '/zaken/{zaakId}/intake': {
    get: {
      operationId: 'leesIntake',
      tags: ['Zaken'],
      summary: 'De brede intake van een zaak',
      description:
        'Welke gesprekken gevoerd zijn, hoe ver de leerbaarheidstoets is, wat ontbreekt, bij wie en uiterlijk wanneer. Alleen voor de gemeente die de zaak mag lezen. Scope: `zaken:lezen`.',
      parameters: [zaakIdInPath],
      responses: {
        '200': succeeded('De intake', 'Intake', {
          zaakId: ZAAK_ID,
          onderdelen: [
            {
              onderdeel: 'casusregisseur',
              bij: 'gemeente',
              uiterlijk: '2026-06-16',
              gehoudenOp: '2026-06-08',
            },
            { onderdeel: 'taalschool', bij: 'taalschool', uiterlijk: '2026-06-16' },
            { onderdeel: 'participatie', bij: 'intos', uiterlijk: '2026-06-16' },
            { onderdeel: 'financieel', bij: 'balk', gehoudenOp: '2026-06-03', adviesOp: '2026-06-05' },
            { onderdeel: 'maatschappelijke begeleiding', bij: 'gemeente', gehoudenOp: '2026-06-03' },
          ],
          leerbaarheidstoets: { bij: 'gemeente', uiterlijk: '2026-08-03', uitslagBekend: false },
          ontbreekt: ['taalschool', 'participatie', 'leerbaarheidstoets'],
        }),
        ...problems(...ALWAYS, 'niet-gevonden', 'gewist'),
      },
    },
  },
};

export const operations: Json = {
  '/ontvangsten': {
    get: {
      operationId: 'leesOntvangsten',
      tags: ['Beheer'],
      summary: 'Berichten die aandacht vragen',
      description:
        'Aangenomen berichten die nog niet verwerkt zijn, oudste eerst, zonder inhoud. Scope: `beheer`.',
      parameters: [
        inQuery('status', 'Stand', { type: 'string', enum: OUTSTANDING_STATUSES, example: 'wacht' }, true),
        afterInQuery,
      ],
      responses: {
        '200': succeeded('De ontvangsten', 'Ontvangsten', {
          ontvangsten: [{ ...ontvangst, status: 'wacht', reden: 'persoon onbekend' }],
        }),
        ...problems(...ALWAYS),
      },
    },
  },
  '/ontvangsten/{ontvangstId}/_heropnemen': {
    post: {
      operationId: 'heropnemen',
      tags: ['Beheer'],
      summary: 'Bericht opnieuw aanbieden',
      description:
        'Biedt een bericht dat wacht, in quarantaine staat of is blijven liggen opnieuw aan. Scope: `beheer`.',
      parameters: [ontvangstIdInPath],
      responses: {
        '202': accepted('Opnieuw aangeboden'),
        ...problems(...ALWAYS, 'niet-gevonden', 'al-verwerkt', 'stand-laat-niet-toe'),
      },
    },
  },
  '/balans': {
    get: {
      operationId: 'leesBalans',
      tags: ['Beheer'],
      summary: 'De boeken van de hub',
      description:
        'Wat de hub aannam en wat ervan werd, wat hij te vertellen had en wat daarvan werd. Voor beheer alles, voor ' +
        'een gemeente haar eigen zaken en berichten, en van wat de hub aannam wat zij of haar partners stuurden. ' +
        'Komt bladzij voor bladzij: tel de getallen op tot er geen `na` ' +
        'meer is. Scope: `beheer` of `zaken:lezen`.',
      parameters: [afterInQuery],
      responses: {
        '200': succeeded('De balans', 'Balans', {
          ontvangsten: { ontvangen: 0, wacht: 1, quarantaine: 0, verwerkt: 12 },
          aangenomen: 13,
          verdwenen: [],
          zaken: 4,
          post: {
            '0907/taalschool': {
              geproduceerd: 4,
              klaargezet: 1,
              bezorgd: 3,
              bevestigd: 0,
              geparkeerd: 0,
              vervallen: 0,
            },
          },
          nogTeVersturen: 0,
          verschillen: [],
        }),
        ...problems(...ALWAYS),
      },
    },
  },
  '/openstaand': {
    get: {
      operationId: 'leesOpenstaand',
      tags: ['Beheer'],
      summary: 'Wat er nu onderweg is',
      description:
        'Getallen die snel te geven zijn. Voor beheer alles, voor een gemeente haar eigen partners, ' +
        'en van wat de hub aannam wat zij of haar partners stuurden. ' +
        'Scope: `beheer` of `zaken:lezen`.',
      responses: {
        '200': succeeded('Wat er onderweg is', 'Openstaand', {
          ontvangen: 0,
          wacht: 1,
          quarantaine: 0,
          nogTeVersturen: 0,
          wachtOpGegevens: { '0907': { aantal: 1, zaken: ['3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a'] } },
          post: { '0907/taalschool': { klaargezet: 1, geparkeerd: 0 } },
        }),
        ...problems(...ALWAYS),
      },
    },
  },
};
