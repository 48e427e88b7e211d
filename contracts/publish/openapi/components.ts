import type { z } from 'zod';
import {
  AbonnementChange,
  AbonnementRequest,
  Consent,
  NewSecret,
  Oauth2Request,
} from '../../abonnementen.ts';
import {
  AbonnementenList,
  AbonnementGebeurtenis,
  AbonnementTijdlijn,
  AbonnementView,
  AbonnementWithSecret,
} from '../../abonnementen-view.ts';
import { Adres } from '../../adres.ts';
import {
  Accepted,
  FindResponse,
  FoundZaak,
  Ontvangst,
  Ontvangsten,
  SearchQuery,
  Tijdlijn,
  TijdlijnGebeurtenis,
  Zaak,
} from '../../api.ts';
import { Balans, Difference, Disappeared, Openstaand, Postbalans } from '../../balans.ts';
import { BerichtState, KanaalChoice, KanaalView, StilstaandBericht } from '../../berichten.ts';
import { inboundSchema } from '../../berichttypen.ts';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from '../../brp.ts';
import { Koppeling, KoppelingIngetrokken, Persoon } from '../../coa.ts';
import { Dag } from '../../dag.ts';
import { Notificatie } from '../../duo.ts';
import { INBOUND_TYPES } from '../../event-types.ts';
import { Filter } from '../../filters.ts';
import { HerstelAanvraag } from '../../gemeente.ts';
import {
  HerleveringAccepted,
  HerleveringRequest,
  HerleveringTrial,
  HerleveringView,
} from '../../herleveringen.ts';
import { Intake } from '../../intake.ts';
import { isObject } from '../../is-object.ts';
import { IndicatorFigures, Kpis, WachttijdFigures } from '../../kpis.ts';
import { FirstTermijn, ZaakInList, ZakenList } from '../../lists.ts';
import { PartnerDag } from '../../partner-dag.ts';
import { ContactTeamInburgering } from '../../partnerberichten.ts';
import { Contact } from '../../personalia.ts';
import { ErrorMessage, Problem, ProblemError } from '../../problem.ts';
import { Decline } from '../../replies.ts';
import { ShutOut, ShutOutRequest } from '../../shut-out.ts';
import { Termijnen, TermijnUitleg, TijdlijnTermijn } from '../../termijnen.ts';
import { Verwerking, Verwerkingen } from '../../verwerkingen.ts';
import { WisAanvraag, Wissing } from '../../wissen.ts';
import { components, type Json } from './json-schema.ts';
import { partnerberichten, withCapital } from './partner-schemas.ts';
import { regievoerderBerichten } from './regievoerder-schemas.ts';

/** The schemas of the OpenAPI document, with the names that they have there. */

/** `nl.tvs.koppeling.geregistreerd.v1` becomes `KoppelingGeregistreerdV1`. */
const nameOfType = (type: string): string => type.split('.').slice(2).map(withCapital).join('');

const INBOUND = INBOUND_TYPES;

const inboundEvents = Object.fromEntries(
  INBOUND.map((type): [string, z.ZodType] => [nameOfType(type), inboundSchema(type)]),
);

const zodSchemas: Readonly<Record<string, z.ZodType>> = {
  Aangenomen: Accepted,
  Abonnement: AbonnementView,
  AbonnementAanvraag: AbonnementRequest,
  AbonnementGebeurtenis,
  AbonnementMetGeheim: AbonnementWithSecret,
  AbonnementTijdlijn,
  AbonnementWijziging: AbonnementChange,
  Abonnementen: AbonnementenList,
  Adres,
  Akkoord: Consent,
  Balans,
  Contact,
  ContactTeamInburgering,
  Daglijst: Dag,
  EersteTermijn: FirstTermijn,
  Filter,
  Foutmelding: ErrorMessage,
  GevondenZaak: FoundZaak,
  Herlevering: HerleveringView,
  HerleveringAangenomen: HerleveringAccepted,
  HerleveringAanvraag: HerleveringRequest,
  HerleveringProef: HerleveringTrial,
  Indicator: IndicatorFigures,
  Kanaal: KanaalView,
  KanaalKeuze: KanaalChoice,
  LuktNiet: Decline,
  Koppeling,
  KoppelingIngetrokken,
  Kpis,
  NieuwGeheim: NewSecret,
  Notificatie,
  Oauth2Aanvraag: Oauth2Request,
  Ontvangst,
  Ontvangsten,
  Openstaand,
  Partnerdaglijst: PartnerDag,
  Persoon,
  PersoonIngeschreven,
  PersoonOverleden,
  PersoonVerhuisd,
  Postbalans,
  Probleem: Problem,
  ProbleemFout: ProblemError,
  StilstaandBericht,
  Tijdlijn,
  TijdlijnGebeurtenis,
  TijdlijnTermijn,
  TermijnUitleg,
  Intake,
  Termijnen,
  Uitsluiting: ShutOut,
  UitsluitingAanvraag: ShutOutRequest,
  VerdwenenBericht: Disappeared,
  Verschil: Difference,
  Verwerking,
  Verwerkingen,
  Wachttijd: WachttijdFigures,
  Wisaanvraag: WisAanvraag,
  Wissing,
  Zaak,
  ZaakInLijst: ZaakInList,
  Zakenlijst: ZakenList,
  ZoekAntwoord: FindResponse,
  Zoekvraag: SearchQuery,
  Herstelaanvraag: HerstelAanvraag,
  ...inboundEvents,
  ...partnerberichten,
  ...regievoerderBerichten,
};

/** A reference to a schema of the specification by its name. */
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** Adds the message as it was sent to the schema of how far that message is. */
const withBericht = (state: unknown): Json => {
  if (!isObject(state) || !isObject(state['properties'])) {
    throw new Error('the schema of BerichtState has no properties');
  }
  return { ...state, properties: { ...state['properties'], bericht: ref('Partnerbericht') } };
};

/** What comes in with a date or a moment: the events, and the parts of them that have a name. */
const inboundSchemas = {
  ...inboundEvents,
  Akkoord: Consent,
  Koppeling,
  KoppelingIngetrokken,
  Persoon,
  PersoonIngeschreven,
  PersoonOverleden,
  PersoonVerhuisd,
  Notificatie,
};

/** All schemas of the document, by name. */
export const schemas = (): Json => ({
  ...components(zodSchemas),
  ...components(inboundSchemas, 'openapi-3.0', 'in'),
  Bericht: withBericht(components({ BerichtStand: BerichtState })['BerichtStand']),
  InkomendeGebeurtenis: {
    title: 'Inkomende gebeurtenis',
    description: 'Een CloudEvent van een bron; het type bepaalt de vorm van data',
    oneOf: INBOUND.map((type) => ref(nameOfType(type))),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(INBOUND.map((type) => [type, `#/components/schemas/${nameOfType(type)}`])),
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
    description:
      'Een bericht zoals een partner, of de gemeente zelf, het ontving; type en ontvanger bepalen de vorm van data',
    anyOf: Object.keys({ ...partnerberichten, ...regievoerderBerichten }).map(ref),
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
