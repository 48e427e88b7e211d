import type { z } from 'zod';
import {
  AbonnementAanvraag,
  AbonnementWijziging,
  Akkoord,
  NieuwGeheim,
  Oauth2Aanvraag,
} from '../abonnementen.ts';
import {
  AbonnementenLijst,
  AbonnementGebeurtenis,
  AbonnementMetGeheim,
  AbonnementTijdlijn,
  AbonnementWeergave,
} from '../abonnementen-lezen.ts';
import {
  Aangenomen,
  GevondenZaak,
  Ontvangst,
  Ontvangsten,
  Tijdlijn,
  TijdlijnGebeurtenis,
  TijdlijnTermijn,
  Zaak,
  ZoekAntwoord,
  Zoekvraag,
} from '../api.ts';
import { Balans, Openstaand, Postbalans, Verschil } from '../balans.ts';
import { Adres, Contact } from '../basistypen.ts';
import { BerichtStand, KanaalKeuze, KanaalWeergave, StilstaandBericht } from '../berichten.ts';
import { INKOMENDE_DATA, type InkomendType, inkomendSchema } from '../berichttypen.ts';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from '../brp.ts';
import { Koppeling, KoppelingIngetrokken, Persoon } from '../coa.ts';
import { Notificatie } from '../duo.ts';
import { Filter } from '../filters.ts';
import {
  HerleveringAangenomen,
  HerleveringAanvraag,
  HerleveringProef,
  HerleveringWeergave,
} from '../herleveringen.ts';
import { ContactTeamInburgering } from '../partnerberichten.ts';
import { Foutmelding, Probleem, ProbleemFout } from '../probleem.ts';
import { componenten, isJson, type Json } from './jsonschema.ts';
import { metHoofdletter, partnerberichten } from './partnerschemas.ts';

/** Names of the schemas in the OpenAPI document. */

/** `nl.tvs.koppeling.geregistreerd.v1` becomes `KoppelingGeregistreerdV1`. */
const naamVanType = (type: string): string => type.split('.').slice(2).map(metHoofdletter).join('');

const INKOMEND = Object.keys(INKOMENDE_DATA) as InkomendType[];

const inkomendeEvents = Object.fromEntries(
  INKOMEND.map((type): [string, z.ZodType] => [naamVanType(type), inkomendSchema(type)]),
);

const zod: Readonly<Record<string, z.ZodType>> = {
  Aangenomen,
  Abonnement: AbonnementWeergave,
  AbonnementAanvraag,
  AbonnementGebeurtenis,
  AbonnementMetGeheim,
  AbonnementTijdlijn,
  AbonnementWijziging,
  Abonnementen: AbonnementenLijst,
  Adres,
  Akkoord,
  Balans,
  Contact,
  ContactTeamInburgering,
  Filter,
  Foutmelding,
  GevondenZaak,
  Herlevering: HerleveringWeergave,
  HerleveringAangenomen,
  HerleveringAanvraag,
  HerleveringProef,
  Kanaal: KanaalWeergave,
  KanaalKeuze,
  Koppeling,
  KoppelingIngetrokken,
  NieuwGeheim,
  Notificatie,
  Oauth2Aanvraag,
  Ontvangst,
  Ontvangsten,
  Openstaand,
  Persoon,
  PersoonIngeschreven,
  PersoonOverleden,
  PersoonVerhuisd,
  Postbalans,
  Probleem,
  ProbleemFout,
  StilstaandBericht,
  Tijdlijn,
  TijdlijnGebeurtenis,
  TijdlijnTermijn,
  Verschil,
  Zaak,
  ZoekAntwoord,
  Zoekvraag,
  ...inkomendeEvents,
  ...partnerberichten,
};

export const ref = (naam: string): Json => ({ $ref: `#/components/schemas/${naam}` });

/** How far a message is, with the message as it was sent. */
const berichtMetStand = (stand: unknown): Json => {
  if (!isJson(stand) || !isJson(stand['properties']))
    throw new Error('geen schema van de stand van een bericht');
  return { ...stand, properties: { ...stand['properties'], bericht: ref('Partnerbericht') } };
};

/** All schemas of the document, those that are only a choice between others among them. */
export const schemas = (): Json => ({
  ...componenten(zod),
  Bericht: berichtMetStand(componenten({ BerichtStand })['BerichtStand']),
  InkomendeGebeurtenis: {
    title: 'Inkomende gebeurtenis',
    description: 'Een CloudEvent van een bron; het type bepaalt de vorm van data',
    oneOf: INKOMEND.map((type) => ref(naamVanType(type))),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(
        INKOMEND.map((type) => [type, `#/components/schemas/${naamVanType(type)}`]),
      ),
    },
  },
  InkomendeGegevens: {
    title: 'Inkomende gegevens',
    description: 'Alleen data; de attributen staan in ce-headers',
    anyOf: [
      'Koppeling',
      'KoppelingIngetrokken',
      'PersoonIngeschreven',
      'PersoonVerhuisd',
      'PersoonOverleden',
    ].map(ref),
  },
  Partnerbericht: {
    title: 'Partnerbericht',
    description: 'Een bericht zoals een partner het ontving; type en partner bepalen de vorm van data',
    anyOf: Object.keys(partnerberichten).map(ref),
  },
  Berichten: {
    title: 'Berichten',
    description: 'Eén bladzijde; zonder `na` is het de laatste',
    type: 'object',
    required: ['berichten'],
    properties: {
      berichten: {
        title: 'Berichten',
        description: 'In de volgorde waarin de hub ze vastlegde',
        type: 'array',
        items: ref('Partnerbericht'),
      },
      stilstaand: {
        title: 'Stilstaand',
        description:
          'Berichten van deze bladzijde die niet te maken zijn, zonder inhoud; ontbreekt als er geen zijn',
        type: 'array',
        items: ref('StilstaandBericht'),
      },
      na: {
        title: 'Na',
        description: 'Waar de volgende bladzijde begint',
        type: 'string',
        example: 'eyJwayI6IjEifQ',
      },
    },
  },
  JsonSchema: { title: 'JSON Schema', description: 'JSON Schema, draft-07', type: 'object' },
  Openapi: { title: 'OpenAPI', description: 'Een OpenAPI-document, versie 3.0.3', type: 'object' },
});
