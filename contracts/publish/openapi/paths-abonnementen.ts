import { ref } from './components.ts';
import type { Json } from './json-schema.ts';
import {
  ALWAYS,
  body,
  header,
  inPath,
  partnerInQuery,
  problems,
  succeeded,
  uuid,
  withoutContent,
} from './parts.ts';

/** The calls about abonnementen on a webhook. */

const SCOPE = 'Scope: `abonnementen:beheren`.';

export const ABONNEMENT_ID = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e';
const SECRET = 'whsec_aHViLWNvbmZvcm1hbmNlLXZlY3Rvci1rZXktMzJieXQ=';

export const abonnementIdInPath = inPath('abonnementId', 'Kenmerk van het abonnement', uuid(ABONNEMENT_ID));

const abonnement = {
  id: ABONNEMENT_ID,
  status: 'actief',
  sink: 'https://partner.example.nl/hooks/inburgering',
  protocol: 'HTTP',
  types: ['nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1'],
  filters: [],
  mtls: false,
  instemming: { wijze: 'handdruk', op: '2025-06-20T08:32:01.000Z' },
  aangemaaktOp: '2025-06-20T08:32:00.000Z',
  versie: 2,
};
const { instemming: _, ...withoutInstemming } = abonnement;
const waiting = { ...withoutInstemming, status: 'wacht-op-verificatie', versie: 1 };

const WITH_BODY = ['te-groot', 'mediatype-niet-ondersteund'] as const;

/** A call in which a partner changes the state of its abonnement. The answer is the abonnement in its new state. */
const action = (
  operationId: string,
  summary: string,
  description: string,
  response: typeof abonnement | typeof waiting,
): Json => ({
  post: {
    operationId,
    tags: ['Berichten'],
    summary,
    description: `${description} ${SCOPE}`,
    parameters: [abonnementIdInPath],
    responses: {
      '200': succeeded('Het abonnement zoals het nu is', 'Abonnement', response),
      ...problems(...ALWAYS, 'niet-gevonden', 'intussen-gewijzigd', 'stand-laat-niet-toe'),
    },
  },
});

const collection: Json = {
  get: {
    operationId: 'leesAbonnementen',
    tags: ['Berichten'],
    summary: 'Abonnementen van een partner',
    description: `Oudste eerst. Een bericht gaat naar het oudste abonnement dat erom vraagt. ${SCOPE}`,
    parameters: [partnerInQuery],
    responses: {
      '200': succeeded('De abonnementen', 'Abonnementen', { abonnementen: [abonnement] }),
      ...problems(...ALWAYS),
    },
  },
  post: {
    operationId: 'plaatsAbonnement',
    tags: ['Berichten'],
    summary: 'Abonnement op een webhook nemen',
    description: [
      'De hub controleert het adres, vraagt de ontvanger met OPTIONS om instemming (CloudEvents-webhook) en levert',
      'daarna elk bericht af dat aan types en filters voldoet, ondertekend volgens Standard Webhooks. Het antwoord toont',
      `het geheim, alleen deze keer. Hoogstens tien abonnementen per partner. ${SCOPE}`,
    ].join(' '),
    requestBody: {
      required: true,
      description: 'Waar en wat',
      content: {
        'application/json': {
          schema: ref('AbonnementAanvraag'),
          examples: {
            kort: {
              summary: 'Alle berichten',
              value: { sink: abonnement.sink, protocol: 'HTTP', types: [] },
            },
            volledig: {
              summary: 'Een soort, met eigen geheim, tempo en OAuth 2.0',
              value: {
                sink: abonnement.sink,
                protocol: 'HTTP',
                types: abonnement.types,
                filters: [{ prefix: { subject: '3f7d6c1e' } }],
                secret: SECRET,
                tempo: 120,
                oauth2: {
                  tokenUrl: 'https://login.partner.example.nl/oauth2/token',
                  clientId: 'inburgeringshub',
                  clientSecret: 'een-lang-willekeurig-wachtwoord',
                },
              },
            },
          },
        },
      },
    },
    responses: {
      '201': succeeded(
        'Het abonnement, met zijn geheim',
        'AbonnementMetGeheim',
        { ...waiting, secret: SECRET },
        { Location: header('Location') },
      ),
      ...problems(...ALWAYS, 'stand-laat-niet-toe', ...WITH_BODY),
    },
  },
};

const single: Json = {
  get: {
    operationId: 'leesAbonnement',
    tags: ['Berichten'],
    summary: 'Eén abonnement',
    description: `Zonder geheimen. ${SCOPE}`,
    parameters: [abonnementIdInPath, partnerInQuery],
    responses: {
      '200': succeeded('Het abonnement', 'Abonnement', abonnement),
      ...problems(...ALWAYS, 'niet-gevonden'),
    },
  },
  patch: {
    operationId: 'wijzigAbonnement',
    tags: ['Berichten'],
    summary: 'Abonnement wijzigen',
    description: [
      'Wat er niet staat blijft zoals het is; null haalt weg. Na een andere sink vraagt de hub daar eerst om instemming;',
      `tot dan blijven de berichten bewaard. Met versie alleen als die nog de laatste is, anders 409. ${SCOPE}`,
    ].join(' '),
    parameters: [abonnementIdInPath],
    requestBody: body('AbonnementWijziging', 'De wijziging', { types: [], versie: 2 }),
    responses: {
      '200': succeeded('Het abonnement zoals het nu is', 'Abonnement', {
        ...abonnement,
        types: [],
        versie: 3,
      }),
      ...problems(...ALWAYS, 'niet-gevonden', 'intussen-gewijzigd', ...WITH_BODY),
    },
  },
  delete: {
    operationId: 'verwijderAbonnement',
    tags: ['Berichten'],
    summary: 'Abonnement opzeggen',
    description: `Wat er nog klaarligt gaat naar een ander abonnement dat erom vraagt, of naar de deur van het kanaal. ${SCOPE}`,
    parameters: [abonnementIdInPath],
    responses: {
      '204': withoutContent('Opgezegd'),
      ...problems(...ALWAYS, 'niet-gevonden', 'intussen-gewijzigd'),
    },
  },
};

const newSecret: Json = {
  post: {
    operationId: 'vernieuwGeheim',
    tags: ['Berichten'],
    summary: 'Nieuw geheim',
    description: [
      'De hub ondertekent gedurende overlapUren met het nieuwe en het oude geheim; daarna alleen met het nieuwe. Er',
      'ondertekenen hoogstens drie geheimen tegelijk: een vierde weigert de hub met 409, behalve met overlapUren 0.',
      SCOPE,
    ].join(' '),
    parameters: [abonnementIdInPath],
    requestBody: body('NieuwGeheim', 'Een eigen geheim, of geen: dan maakt de hub er een', {
      overlapUren: 24,
    }),
    responses: {
      '200': succeeded('Het abonnement, met zijn nieuwe geheim', 'AbonnementMetGeheim', {
        ...abonnement,
        oudGeheimTot: '2025-06-22T08:32:00.000Z',
        versie: 3,
        secret: SECRET,
      }),
      ...problems(...ALWAYS, 'niet-gevonden', 'intussen-gewijzigd', 'stand-laat-niet-toe', ...WITH_BODY),
    },
  },
};

const akkoord: Json = {
  post: {
    operationId: 'legAkkoordVast',
    tags: ['Berichten'],
    summary: 'Instemming van de ontvanger vastleggen',
    description: `Alleen door de gemeente van de partner, als de ontvanger buiten de hub om heeft ingestemd. ${SCOPE}`,
    parameters: [abonnementIdInPath, partnerInQuery],
    requestBody: body('Akkoord', 'Wie instemde en wanneer', {
      door: 'hoofd ICT van de taalschool',
      datum: '2025-06-20',
    }),
    responses: {
      '200': succeeded('Het abonnement zoals het nu is', 'Abonnement', abonnement),
      ...problems(...ALWAYS, 'niet-gevonden', 'intussen-gewijzigd', 'stand-laat-niet-toe', ...WITH_BODY),
    },
  },
};

const tijdlijn: Json = {
  get: {
    operationId: 'leesAbonnementTijdlijn',
    tags: ['Berichten'],
    summary: 'Wat er met een abonnement gebeurde',
    description: `Wijzigingen, instemming, waarschuwingen; ook nadat het is opgezegd. ${SCOPE}`,
    parameters: [abonnementIdInPath, partnerInQuery],
    responses: {
      '200': succeeded('De tijdlijn', 'AbonnementTijdlijn', {
        abonnementId: ABONNEMENT_ID,
        gebeurtenissen: [
          {
            tijdstip: '2025-06-20T08:32:00.000Z',
            naam: 'abonnement-genomen',
            door: 'taalschool-0907',
            gegevens: {},
          },
        ],
      }),
      ...problems(...ALWAYS, 'niet-gevonden'),
    },
  },
};

export const abonnementen: Json = {
  '/abonnementen': collection,
  '/abonnementen/{abonnementId}': single,
  '/abonnementen/{abonnementId}/_pauzeer': action(
    'pauzeerAbonnement',
    'Abonnement pauzeren',
    'Berichten blijven bewaard tot het abonnement hervat wordt.',
    { ...abonnement, status: 'gepauzeerd', versie: 3 },
  ),
  '/abonnementen/{abonnementId}/_hervat': action(
    'hervatAbonnement',
    'Abonnement hervatten',
    'Na een pauze, of nadat het gestopt is omdat de ontvanger 410 antwoordde. Wat bewaard is wordt meteen afgeleverd.',
    abonnement,
  ),
  '/abonnementen/{abonnementId}/_nieuwgeheim': newSecret,
  '/abonnementen/{abonnementId}/_verifieer': action(
    'verifieerAbonnement',
    'De ontvanger opnieuw om instemming vragen',
    [
      'De hub vraagt het meteen; de status zegt daarna wat de ontvanger antwoordde. Hoogstens zes keer per uur voor één',
      'abonnement en dertig keer voor één partner en één server; daarna 429 met Retry-After.',
    ].join(' '),
    waiting,
  ),
  '/abonnementen/{abonnementId}/_akkoord': akkoord,
  '/abonnementen/{abonnementId}/tijdlijn': tijdlijn,
};
