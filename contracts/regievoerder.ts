import * as z from 'zod';
import {
  CbsGemeentecode,
  Datum,
  described,
  Gemeentecode,
  HuishoudenId,
  IncompleteDatum,
  Moment,
  ZaakId,
} from './base-types.ts';
import { outboundEvent } from './cloudevent.ts';
import { regievoerderType } from './hub-type.ts';
import { REASONS_INTREKKING } from './reasons.ts';
import { ROUTEMAP_EVENTS } from './routemap.ts';
import { toldFields } from './routemap-data.ts';
import { Vervangt, volgnummerPer } from './volgnummer.ts';

/**
 * What the gemeente is told of its own zaken, one message per step (`docs/gemeente.md`). The schemas are strict: a field
 * that they do not name cannot leave the hub. Names and scores are read over the API; BSN, V-nummer and nationaliteit are not.
 */

/** Whether the plicht holds, or why it does not. */
export const PLICHTEN = ['geldt', 'geen', 'voldaan', 'ingetrokken', 'tijdelijk vrijgesteld'] as const;

const datum = Datum.meta({
  title: 'Datum',
  description: 'Dag van de gebeurtenis, zoals de bron die gaf',
  examples: ['2025-08-13'],
});

/** A day that the BRP may know in part. */
const partlyKnown = (title: string, description: string) =>
  IncompleteDatum.meta({ title, description, examples: ['2025-08-13'] });

const since = Datum.meta({
  title: 'Datum',
  description: 'Dag waarop de hub dit vaststelde',
  examples: ['2025-10-08'],
});

const koppeling = {
  koppelingId: described('KoppelingId', 'Kenmerk van de koppeling bij COA', 'TVS-2025-993909'),
  versie: z
    .int()
    .min(1)
    .meta({ title: 'Versie', description: 'Versie van de koppeling', examples: [1] }),
  datum: datum.meta({ description: 'Datum van de koppeling' }),
};

const residence = {
  isCoaLocatie: z
    .boolean()
    .meta({ title: 'Is COA-locatie', description: 'Of het adres een COA-locatie is', examples: [false] }),
  teltAlsVestiging: z.boolean().meta({
    title: 'Telt als vestiging',
    description: 'Of termijnen van deze inschrijving kunnen tellen',
    examples: [true],
  }),
};

const lastDay = (title: string, description: string, example: string) =>
  Datum.meta({ title, description, examples: [example] });

const termijn = {
  termijnId: described('Termijn', 'Nummer van de termijn', 'TG07', 20),
  naam: described('Naam', 'Wat er moet gebeuren', 'PIP vaststellen', 200),
  soort: z.enum(['lokaal', 'wettelijk']).meta({
    title: 'Soort',
    description: 'Lokaal waarschuwt, wettelijk wordt overschreden',
    examples: ['wettelijk'],
  }),
  einddatum: lastDay('Einddatum', 'Laatste dag van de termijn', '2025-10-22'),
  einddatumUiterlijk: lastDay(
    'Einddatum uiterlijk',
    'Laatste dag die de einddatum kan zijn, als het begin niet vaststaat',
    '2025-11-10',
  ).optional(),
  datum: since,
};

/** Why a term that was announced is none any more. */
export const TERMIJN_REASONS = [
  'verplaatst',
  'gehaald',
  'te laat gehaald',
  'gestopt',
  'onzeker',
  'vervallen',
] as const;

/** How far a message is that its partner does not have. */
const UNDELIVERED_STATES = ['klaargezet', 'geparkeerd', 'vervallen'] as const;
export type UndeliveredState = (typeof UNDELIVERED_STATES)[number];

/** What the hub tells DUO for the gemeente. */
const toldToDuo = {
  over: z
    .enum(['PIP', 'leerbaarheidstoets', 'contactpersoon', 'uitslag', 'inburgeringsaanbod'])
    .meta({ title: 'Over', description: 'Waarover DUO iets moet weten', examples: ['PIP'] }),
  handeling: z.enum(['registreren', 'verwijderen', 'overslaan', 'navragen']).meta({
    title: 'Handeling',
    description: 'Wat DUO ermee moet doen',
    examples: ['registreren'],
  }),
  datum: datum.meta({
    description:
      'Dagtekening van het PIP, dag van het overslaan of van de toets, of eerste dag van de casusregisseur of van het deel van het PIP',
  }),
};

const reasonsIn = (description: string) =>
  z
    .array(
      described('Reden', 'Een zin', 'De dagtekening ligt voor het begin van de inburgeringsplicht.', 200),
    )
    .min(1)
    .meta({ title: 'Redenen', description });

/** What is told of a step that the facts of a zaak amount to, by its name on the timeline. Made when it is first asked for. */
const STEP_FIELDS = {
  'zaak-geopend': () => z.strictObject({ datum: datum.optional() }),
  'zaak-vervallen': () =>
    z.strictObject({
      reden: z
        .enum(REASONS_INTREKKING)
        .meta({ title: 'Reden', description: 'Waarom de zaak ophoudt', examples: ['overleden'] }),
      opgenomenIn: ZaakId.optional().meta({
        title: 'Opgenomen in',
        description: 'De zaak van dezelfde persoon waarin deze verdergaat',
      }),
    }),
  'koppeling-geregistreerd': () => z.strictObject(koppeling),
  'koppeling-gewijzigd': () => z.strictObject(koppeling),
  'koppeling-ingetrokken': () =>
    z.strictObject({
      ...koppeling,
      reden: z
        .enum(REASONS_INTREKKING)
        .meta({ title: 'Reden', description: 'Waarom de koppeling ophoudt', examples: ['anders'] }),
    }),
  'inburgeringsplicht-gewijzigd': () =>
    z.strictObject({
      plicht: z
        .enum(PLICHTEN)
        .meta({ title: 'Plicht', description: 'Of de plicht geldt, of waarom niet', examples: ['geldt'] }),
      datum: datum.meta({ description: 'Dag waarop dit voor het eerst gemeld is' }),
    }),
  'brp-inschrijving-ontvangen': () =>
    z.strictObject({
      datumInschrijving: partlyKnown(
        'Datum inschrijving',
        'Dag van inschrijving; dag of maand kan onbekend zijn',
      ),
      ...residence,
    }),
  'brp-adres-gewijzigd': () =>
    z.strictObject({
      datumVerhuizing: partlyKnown('Datum verhuizing', 'Dag van verhuizing; dag of maand kan onbekend zijn'),
      ...residence,
    }),
  'leerbaarheidstoets-uitslag-bekend': () =>
    z.strictObject({
      datum: datum.meta({ description: 'Dag van de toets; de uitslag leest u via de API' }),
      gemeldOp: Moment.meta({
        title: 'Gemeld op',
        description: 'Wanneer deze uitslag voor het eerst gemeld is',
        examples: ['2025-10-19T07:00:00Z'],
      }),
    }),
  'leerbaarheidstoets-uitslag-uitgebleven': () =>
    z.strictObject({
      datum: datum.meta({ description: 'Dag van de toets' }),
      nagevraagdOp: datum.meta({
        title: 'Nagevraagd op',
        description: 'Dag waarop de hub DUO voor het eerst naar de uitslag vroeg',
      }),
      redenen: reasonsIn('Wat de hub doet, en wat u kunt doen'),
    }),
  'gemeente-gewijzigd': () =>
    z.strictObject({
      richting: z.enum(['ingekomen', 'vertrokken']).meta({
        title: 'Richting',
        description: 'Of de zaak naar uw gemeente kwam of uw gemeente verliet',
        examples: ['vertrokken'],
      }),
      datum: datum.optional(),
      naar: CbsGemeentecode.optional().meta({
        title: 'Naar',
        description: 'De gemeente waar de zaak heen ging; alleen bij vertrokken',
        examples: ['0796'],
      }),
    }),
  'tegenspraak-gevonden': () =>
    z.strictObject({
      over: z
        .enum(['koppeling', 'inschrijving', 'overlijden', 'inburgeringsplicht', 'leerbaarheidstoets'])
        .meta({
          title: 'Over',
          description: 'Waarover de bron iets anders zegt dan uw gemeente overtypte',
          examples: ['inschrijving'],
        }),
      velden: z
        .array(described('Veld', 'Naam van een veld', 'datumInschrijving', 60))
        .min(1)
        .meta({ title: 'Velden', description: 'Welke velden verschillen, zonder hun inhoud' }),
      datum: datum.meta({ description: 'Dag waarop de tweede van de twee gemeld is' }),
    }),
  'melding-ontvangen': () =>
    z.strictObject({
      gebeurtenis: z.enum(ROUTEMAP_EVENTS).meta({
        title: 'Gebeurtenis',
        description: 'Wat er gemeld is, zoals de routemap het noemt',
        examples: ['brede-intake-gesprek-gevoerd'],
      }),
      datum: datum.meta({ description: 'Dag waarop het gebeurde, begon, of is afgesproken' }),
      ...toldFields(),
    }),
  'duo-niet-gemeld': () =>
    z.strictObject({
      ...toldToDuo,
      regels: z
        .array(described('Regel', 'Nummer van een regel van DUO of van de routemap', 'PIP-3', 20))
        .min(1)
        .meta({ title: 'Regels', description: 'Aan welke regels dit niet voldoet' }),
      redenen: reasonsIn('Wat er aan het besluit niet klopt, per regel'),
    }),
  'duo-weigert': () =>
    z.strictObject({ ...toldToDuo, redenen: reasonsIn('Waarom DUO weigert, in de woorden van DUO') }),
  'partnerbericht-onbezorgd': () =>
    z.strictObject({
      partner: described('Partner', 'Sleutel van de partner', 'taalschool', 40),
      partnerVolgnummer: z
        .int()
        .min(1)
        .meta({
          title: 'Volgnummer van de partner',
          description: 'Volgnummer van het bericht aan die partner',
          examples: [2],
        }),
      huishoudenId: HuishoudenId.optional().meta({
        title: 'HuishoudenId',
        description: 'Het huishouden waar het bericht over gaat, als het niet over de zaak zelf gaat',
      }),
      staat: z.enum(UNDELIVERED_STATES).meta({
        title: 'Staat',
        description:
          'klaargezet: niet opgehaald, afgeleverd of bevestigd; geparkeerd: niet te bezorgen; vervallen: te lang niet opgehaald',
        examples: ['klaargezet'],
      }),
      datum: datum.meta({ description: 'Dag sinds welke het bericht wacht' }),
    }),
} as const;

const TERMIJN_FIELDS = {
  'termijn-nadert': () => z.strictObject(termijn),
  'termijn-overschreden': () => z.strictObject(termijn),
  'termijn-verstreken': () => z.strictObject(termijn),
  'termijn-vervallen': () =>
    z.strictObject({
      ...termijn,
      einddatum: lastDay('Einddatum', 'De laatste dag die u kende, en die niet meer geldt', '2025-10-22'),
      reden: z
        .enum(TERMIJN_REASONS)
        .meta({ title: 'Reden', description: 'Waarom deze datum niet meer geldt', examples: ['verplaatst'] }),
      nieuweEinddatum: lastDay(
        'Nieuwe einddatum',
        'De laatste dag die nu geldt; zonder is er geen termijn meer om op te letten',
        '2025-10-28',
      ).optional(),
      nieuweEinddatumUiterlijk: lastDay(
        'Nieuwe einddatum uiterlijk',
        'Laatste dag die de nieuwe einddatum kan zijn, als het begin niet vaststaat',
        '2025-11-10',
      ).optional(),
    }),
} as const;

type StepNaam = keyof typeof STEP_FIELDS;

/** Every message to the gemeente, by the name of its event. */
const FIELDS = {
  ...STEP_FIELDS,
  ...TERMIJN_FIELDS,
  'zaak-gewist': () =>
    z.strictObject({
      datum: datum.meta({ description: 'Dag waarop de hub deze persoon wiste' }),
    }),
  'gebeurtenis-vervallen': () =>
    z.strictObject({
      gebeurtenis: z.enum(Object.keys(STEP_FIELDS) as [StepNaam, ...StepNaam[]]).meta({
        title: 'Gebeurtenis',
        description: 'Wat u eerder hoorde en niet meer geldt',
        examples: ['brp-inschrijving-ontvangen'],
      }),
      datum: since,
    }),
} as const;

export type RegievoerderGebeurtenis = keyof typeof FIELDS;
export type TermijnGebeurtenis = keyof typeof TERMIJN_FIELDS;

/** What a step, a term or a withdrawal says, each with its own fields. */
export type RegievoerderContent = {
  [Naam in RegievoerderGebeurtenis]: {
    readonly gebeurtenis: Naam;
    readonly gegevens: Readonly<z.infer<ReturnType<(typeof FIELDS)[Naam]>>>;
  };
}[RegievoerderGebeurtenis];

/** Those of them that the facts of a zaak amount to. */
export type StepContent = Extract<RegievoerderContent, { readonly gebeurtenis: StepNaam }>;
/** Those that say how a term stands. */
export type TermijnContent = Extract<RegievoerderContent, { readonly gebeurtenis: TermijnGebeurtenis }>;

export const REGIEVOERDER_GEBEURTENISSEN = Object.keys(FIELDS) as readonly RegievoerderGebeurtenis[];

export const REGIEVOERDER_TYPES = REGIEVOERDER_GEBEURTENISSEN.map(regievoerderType);

const core = { zaakId: ZaakId, gemeentecode: Gemeentecode, volgnummer: volgnummerPer('zaak') };

const createSchema = (gebeurtenis: RegievoerderGebeurtenis) =>
  outboundEvent(
    regievoerderType(gebeurtenis),
    z.strictObject({
      ...core,
      ...FIELDS[gebeurtenis]().shape,
      vervangt: gebeurtenis === 'gebeurtenis-vervallen' ? Vervangt : Vervangt.optional(),
    }),
  );

const schemas = new Map<RegievoerderGebeurtenis, ReturnType<typeof createSchema>>();

/** The strict schema that a message to the gemeente must satisfy before it leaves. Each is built once. */
export const regievoerderSchema = (gebeurtenis: RegievoerderGebeurtenis): ReturnType<typeof createSchema> => {
  const schema = schemas.get(gebeurtenis) ?? createSchema(gebeurtenis);
  schemas.set(gebeurtenis, schema);
  return schema;
};

/** One message as the gemeente receives it. */
export type RegievoerderBericht = z.infer<ReturnType<typeof createSchema>>;
