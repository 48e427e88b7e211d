import { BASE_DOORS, POSTSTATEN } from '../../postvak.ts';
import type { Json } from './json-schema.ts';
import {
  ALWAYS,
  afterInQuery,
  body,
  type Example,
  inPath,
  inQuery,
  partnerInQuery,
  partnerOfGemeente,
  problems,
  succeeded,
  uuid,
  withoutContent,
  ZAAK_ID,
} from './parts.ts';

/** The calls about what a partner is sent, and through which door. */

const BERICHT_ID = '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10';
const TYPE = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';

const berichtIdInPath = inPath('berichtId', 'Attribuut `id` van het bericht', uuid(BERICHT_ID));

/** Why nothing can be said of a message: it is not there, it says that it is over, or its content is gone or not for this partner. */
const OVER = ['niet-gevonden', 'stand-laat-niet-toe', 'verlopen', 'ingetrokken'] as const;

/** What a partner says of a message, and its gemeente of that. */
const replies: Json = {
  '/berichten/{berichtId}/_opgepakt': {
    post: {
      operationId: 'pakBerichtOp',
      tags: ['Berichten'],
      summary: 'Zeggen dat u doet wat het bericht vraagt',
      description:
        'Alleen door de partner zelf. Bevestigt het bericht ook. U mag later iets anders zeggen; wat u het laatst zei geldt, en wat u eerder zei blijft voor de gemeente zichtbaar. Nog eens hetzelfde zeggen verandert niets. Scope: `berichten:lezen`.',
      parameters: [berichtIdInPath],
      responses: {
        '204': withoutContent('Vastgelegd en bevestigd'),
        ...problems(...ALWAYS, ...OVER),
      },
    },
  },
  '/berichten/{berichtId}/_luktniet': {
    post: {
      operationId: 'meldDatBerichtNietLukt',
      tags: ['Berichten'],
      summary: 'Zeggen dat u niet kunt doen wat het bericht vraagt',
      description:
        'Alleen door de partner zelf, met een reden uit de lijst. Bevestigt het bericht ook. De gemeente ziet het op haar daglijst tot u `_opgepakt` zegt, het niet meer doorgaat, of zij het afgehandeld heeft. Vrije tekst kan niet: daarin komen snel persoonsgegevens terecht. Scope: `berichten:lezen`.',
      parameters: [berichtIdInPath],
      requestBody: body('LuktNiet', 'De reden', { reden: 'geen-plek' }),
      responses: {
        '204': withoutContent('Vastgelegd en bevestigd'),
        ...problems(...ALWAYS, ...OVER, 'te-groot', 'mediatype-niet-ondersteund'),
      },
    },
  },
  '/berichten/{berichtId}/_afgehandeld': {
    post: {
      operationId: 'handelLuktNietAf',
      tags: ['Berichten'],
      summary: 'Zeggen dat u iets deed met wat een partner niet kan',
      description:
        'Alleen door de gemeente, over een bericht aan een van haar partners (`partner`). Het gaat van de daglijst en blijft op de tijdlijn staan. Zei de partner niets, of pakt hij het op, dan verandert er niets. Scope: `berichten:lezen`.',
      parameters: [
        berichtIdInPath,
        partnerInQuery,
        inQuery(
          'sinds',
          'Wat u afhandelt: `sinds` van de daglijst. Zei de partner intussen iets nieuws, dan is het antwoord 409',
          {
            type: 'string',
            format: 'date-time',
            example: '2026-03-12T09:30:00Z',
          },
        ),
      ],
      responses: {
        '204': withoutContent('Afgehandeld'),
        ...problems(...ALWAYS, 'niet-gevonden', 'stand-laat-niet-toe'),
      },
    },
  },
};

/** The paths about messages to partners: reading, fetching, confirming and declining them. */
export const berichten = (example: Example): Json => ({
  '/berichten': {
    get: {
      operationId: 'leesBerichten',
      tags: ['Berichten'],
      summary: 'Berichten aan een partner, of ophalen wat klaarligt',
      description: [
        'Zonder `wacht`: alles wat een partner in de laatste 90 dagen gestuurd is, oudste eerst; `staat` kiest één staat.',
        'Met `wacht`: wat er nu klaarligt voor een partner die zijn berichten ophaalt. Ligt er niets, dan wacht het',
        'antwoord tot er iets komt, hoogstens zo veel seconden; van één organisatie wachten hoogstens vier verzoeken',
        'tegelijk, meer is 429. Bevestig elk bericht met `_bevestig`; wat bevestigd is',
        'komt niet meer terug, wat niet bevestigd is wel. `na` gaat nooit verder dan een halve minuut geleden, zodat',
        'niets overgeslagen wordt; berichten van daarna kunnen dus nog eens komen. Een bericht blijft 30 dagen',
        'klaarliggen. Een gemeente leest de berichten van een van haar partners. Scope: `berichten:lezen`.',
      ].join(' '),
      parameters: [
        partnerInQuery,
        afterInQuery,
        inQuery('staat', 'Alleen berichten in deze staat; niet samen met wacht', {
          type: 'string',
          enum: POSTSTATEN,
          example: 'geparkeerd',
        }),
        inQuery('wacht', 'Ophalen: hoogstens zo lang wachten, in seconden', {
          type: 'integer',
          minimum: 0,
          maximum: 20,
          example: 20,
        }),
      ],
      responses: {
        '200': succeeded('De berichten, oudste eerst', 'Berichten', {
          berichten: [example(TYPE, 'goed-taalschool')],
        }),
        ...problems(...ALWAYS, 'andere-deur', 'verlopen'),
      },
    },
  },
  '/berichten/{berichtId}': {
    get: {
      operationId: 'leesBericht',
      tags: ['Berichten'],
      summary: 'Eén bericht, met elke poging om het af te leveren',
      description:
        'Van berichten die worden opgehaald of door een webhook gaan. De inhoud staat erbij zolang hij bewaard wordt (90 dagen). Van wie u niet meer mag weten krijgt u de inhoud niet meer: 410. Scope: `berichten:lezen`.',
      parameters: [berichtIdInPath, partnerInQuery],
      responses: {
        '200': succeeded('Het bericht', 'Bericht', {
          id: BERICHT_ID,
          zaakId: ZAAK_ID,
          volgnummer: 1,
          type: TYPE,
          staat: 'bezorgd',
          deur: 'webhook',
          klaargezetOp: '2025-06-20T08:32:00.000Z',
          sinds: '2025-06-20T08:32:06.000Z',
          pogingen: [
            { tijdstip: '2025-06-20T08:32:00.500Z', reden: 'status', status: 503, duurMs: 184 },
            { tijdstip: '2025-06-20T08:32:05.800Z', reden: 'gelukt', status: 204, duurMs: 95 },
          ],
          bericht: example(TYPE, 'goed-taalschool'),
        }),
        ...problems(...ALWAYS, 'niet-gevonden', 'ingetrokken'),
      },
    },
  },
  '/berichten/{berichtId}/_bevestig': {
    post: {
      operationId: 'bevestigBericht',
      tags: ['Berichten'],
      summary: 'Bevestigen dat een bericht verwerkt is',
      description:
        'Alleen door de partner zelf. Nog eens bevestigen mag en verandert niets. Scope: `berichten:lezen`.',
      parameters: [berichtIdInPath],
      responses: {
        '204': withoutContent('Bevestigd'),
        ...problems(...ALWAYS, 'niet-gevonden'),
      },
    },
  },
  ...replies,
});

export const KANAAL = {
  gemeentecode: '0907',
  partner: 'taalschool',
  deur: 'ophalen',
  abonnementen: 0,
  klaargezet: 3,
  geparkeerd: 0,
};

export const kanaal: Json = {
  '/kanaal': {
    get: {
      operationId: 'leesKanaal',
      tags: ['Berichten'],
      summary: 'De deuren van een partner',
      description: 'Langs welke deur berichten komen en hoeveel er klaarligt. Scope: `abonnementen:beheren`.',
      parameters: [partnerInQuery],
      responses: { '200': succeeded('Het kanaal', 'Kanaal', KANAAL), ...problems(...ALWAYS) },
    },
    put: {
      operationId: 'kiesDeur',
      tags: ['Berichten'],
      summary: 'De deur kiezen',
      description: [
        `De partner kiest zelf, of de gemeente voor een partner van haar (\`partner\`): ${BASE_DOORS.join(' of ')}. Wat er nog klaarligt gaat mee naar de nieuwe deur; er gaat niets`,
        'verloren en niets twee keer. Haalde nooit iemand iets uit de wachtrij, dan gaat ook mee wat daar ligt. Waar een abonnement om vraagt gaat naar dat abonnement, welke deur het ook is.',
        'Scope: `abonnementen:beheren`.',
      ].join(' '),
      parameters: [partnerOfGemeente],
      requestBody: body('KanaalKeuze', 'De deur', { deur: 'ophalen' }),
      responses: {
        '200': succeeded('Het kanaal', 'Kanaal', KANAAL),
        ...problems(...ALWAYS, 'te-groot', 'mediatype-niet-ondersteund'),
      },
    },
  },
};
