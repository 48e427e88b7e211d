import * as z from 'zod';
import {
  closed,
  Datum,
  described,
  Emailadres,
  InboundTelefoonnummer,
  lived,
  text,
  todayInNederland,
  ZaakId,
} from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { titleOf } from './hub-type.ts';
import {
  ACTIVITEITEN,
  BETROKKEN_ROLLEN,
  DAGDELEN,
  type DayField,
  dayFieldOf,
  fieldsOfEvent,
  GESPREKSPARTNERS,
  GOEDEREN,
  INTAKE_PARTS,
  LEERROUTES,
  nameOfField,
  REACTIES,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  TAALNIVEAUS,
  WORDED_FIELDS,
} from './routemap.ts';
import { WONING_FIELDS } from './woning-fields.ts';

/** What is in the events of `routemap.ts`. */

const intakePart = z.enum(INTAKE_PARTS).meta({
  title: 'Onderdeel',
  description: 'Onderdeel van de brede intake',
  examples: ['taalschool'],
});

const partOfWeek = z
  .enum(DAGDELEN)
  .meta({ title: 'Dagdeel', description: 'Dagdeel met taalles', examples: ['maandagochtend'] });

const good = z
  .enum(GOEDEREN)
  .meta({ title: 'Goed', description: 'Wat in een woning nodig is', examples: ['koelkast'] });

const day = (title: string, description: string) =>
  Datum.meta({ title, description, examples: ['2026-04-01'] });

const hours = (title: string, description: string) =>
  z
    .int('moet een geheel getal zijn')
    .min(0)
    .max(2000)
    .meta({ title, description, examples: [600] });

const unique = <Element extends z.ZodType>(list: z.ZodArray<Element>) =>
  list.refine((values) => new Set(values).size === values.length, 'noemt iets twee keer');

const yesNo = (title: string, description: string) =>
  z.boolean().meta({ title, description, examples: [true] });

const LANGUAGE_LEVELS = ['lager dan A1', 'A1', 'A2', 'B1', 'B2 of hoger'] as const;
const INTENSITIES = ['laag', 'gemiddeld', 'hoog'] as const;

/** Why somebody refuses a home (R01.T3). What is medical goes to COA, and not through the hub. */
const REASONS_WEIGERING = ['ligging', 'grootte', 'huurprijs', 'staat van de woning', 'anders'] as const;

/** What a home has to be like, whatever makes it so: the cause is nobody's business (R00.1). */
const WONINGEISEN = [
  'gelijkvloers',
  'begane grond',
  'lift of traplift',
  'rolstoeltoegankelijk',
  'aangepaste badkamer',
  'extra slaapkamer',
] as const;

/** What is worked on with somebody in the first half year (R10.4d). */
const DOELEN = [
  'wonen',
  'geld',
  'werk of opleiding',
  'taal',
  'contacten',
  'kinderen en school',
  'zelfstandigheid',
] as const;

const several = (values: readonly [string, ...string[]], title: string, description: string) =>
  unique(
    z
      .array(z.enum(values).meta({ title, description, examples: [values[0]] }))
      .min(1)
      .max(values.length),
  ).meta({ title, description, examples: [[values[0]]] });

/**
 * Why the leerbaarheidstoets is skipped. The law dispenses whoever cannot see or hear enough for it; which of the two stays in the
 * file of the gemeente (Wi2021 art. 14, lid 6 and 7).
 */
const REASONS_OVERSLAAN = ['ontheffing door de gemeente', 'anders'] as const;

/** Every field that an event can have, once: its name and what it holds. */
const FIELDS = {
  datum: () => lived('Datum', 'Dag waarop het gebeurde; niet in de toekomst'),
  startdatum: () => lived('Startdatum', 'Eerste dag; niet in de toekomst'),
  verhuisdatum: () =>
    day('Verhuisdatum', 'Afgesproken dag van de verhuizing; niet voor de dag waarop u haar meldt'),
  leverdatum: () =>
    day(
      'Leverdatum',
      'Afgesproken dag waarop de spullen worden bezorgd; niet voor de dag waarop u haar meldt',
    ),
  goederen: () =>
    unique(z.array(good).min(1).max(GOEDEREN.length)).meta({
      title: 'Goederen',
      description: 'Wat er wordt bezorgd; hoeveel ervan spreekt u zelf af',
      examples: [['bed', 'tafel', 'koelkast']],
    }),
  afspraakdatum: () =>
    day('Afspraakdatum', 'Dag van de afspraak in Nederland; niet voor de dag waarop u haar meldt'),
  ingangsdatum: () => day('Ingangsdatum', 'Dag vanaf wanneer het geldt'),
  tijd: () =>
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'moet een tijd zijn (uu:mm)')
      .meta({ title: 'Tijd', description: 'Begin van de afspraak, Nederlandse tijd', examples: ['10:30'] }),
  // People go there: a room or an address, of which no list exists (docs/domein/at-the-door.md).
  plaats: () =>
    described('Plaats', 'Waar de afspraak is; niets over de persoon', 'Gemeentehuis Gennep, kamer 2', 80),
  met: () =>
    z
      .enum(GESPREKSPARTNERS)
      .meta({ title: 'Met', description: 'Met wie de kennismaking is', examples: ['burgerzaken'] }),
  intakedatum: () => day('Intakedatum', 'Voorgestelde dag van het intakegesprek'),
  betrokkenRol: () =>
    z
      .enum(BETROKKEN_ROLLEN)
      .meta({ title: 'Betrokken rol', description: 'Rol van de medewerker', examples: ['casusregisseur'] }),
  naam: () => described('Naam', 'Naam van de medewerker, nooit van de inburgeraar', 'N. de Vries', 100),
  telefoonnummer: () => InboundTelefoonnummer,
  emailadres: () => Emailadres,
  onderdeel: () => intakePart,
  onderdelen: () =>
    unique(z.array(intakePart).max(INTAKE_PARTS.length)).meta({
      title: 'Onderdelen',
      description: 'Onderdelen van de brede intake die klaar zijn',
      examples: [['casusregisseur', 'taalschool']],
    }),
  tolk: () => yesNo('Tolk', 'Of er een tolk bij is of was'),
  reactie: () =>
    z
      .enum(REACTIES)
      .meta({ title: 'Reactie', description: 'Wat de inburgeraar ervan vond', examples: ['wil graag'] }),
  activiteit: () =>
    z
      .enum(ACTIVITEITEN)
      .meta({ title: 'Activiteit', description: 'Soort activiteit', examples: ['vrijwilligerswerk'] }),
  leerroute: () =>
    z
      .enum(LEERROUTES)
      .meta({ title: 'Leerroute', description: 'De leerroute die het wordt', examples: ['B1-route'] }),
  afwijkendVanToets: () =>
    yesNo('Afwijkend van toets', 'Of deze leerroute afwijkt van de uitslag van de leerbaarheidstoets'),
  gemotiveerd: () => yesNo('Gemotiveerd', 'Of in het dossier staat waarom'),
  niveau: () =>
    z
      .enum(TAALNIVEAUS)
      .meta({ title: 'Niveau', description: 'Niveau Nederlands in het PIP', examples: ['B1'] }),
  lesuren: () => hours('Lesuren', 'Uren taalles in het PIP, in totaal'),
  pvtUren: () => hours('PVT-uren', 'Uren van het participatieverklaringstraject'),
  alfabetisering: () => yesNo('Alfabetisering', 'Of iemand eerst leert lezen en schrijven'),
  instellingsnummer: () =>
    z
      .string()
      .regex(/^[0-9A-Za-z]{10}$/, 'moet tien letters of cijfers hebben')
      .meta({
        title: 'Instellingsnummer',
        description:
          'Nummer van de taalschool bij DUO. Staat dit erbij, dan meldt de hub het inburgeringsaanbod aan DUO',
        examples: ['0000012345'],
      }),
  inschrijfdatum: () =>
    day(
      'Inschrijfdatum',
      'Dag van inschrijving bij de taalschool; in de B1- en Z-route de start van de lessen',
    ),
  mapUren: () => hours('MAP-uren', 'Uren van de module Arbeidsmarkt en Participatie'),
  dagdelen: () =>
    unique(z.array(partOfWeek).min(1).max(DAGDELEN.length)).meta({
      title: 'Dagdelen',
      description: 'Dagdelen waarop er taalles is',
      examples: [['maandagochtend', 'woensdagmiddag']],
    }),
  ontzorgingVanaf: () => day('Ontzorging vanaf', 'Eerste dag van het ontzorgen'),
  ontzorgingTot: () => day('Ontzorging tot', 'Eerste dag na het ontzorgen'),
  evaluatiedatum: () => day('Evaluatiedatum', 'Dag waarop het ontzorgen wordt geëvalueerd'),
  begeleidingVanaf: () => day('Begeleiding vanaf', 'Eerste dag van de maatschappelijke begeleiding'),
  begeleidingTot: () => day('Begeleiding tot', 'Eerste dag na de maatschappelijke begeleiding'),
  doelen: () => several(DOELEN, 'Doelen', 'Waaraan de begeleiding werkt'),
  participatieafspraken: () =>
    several(ACTIVITEITEN, 'Participatieafspraken', 'Activiteiten die zijn afgesproken'),
  beschikkingsdatum: () =>
    day('Beschikkingsdatum', 'Dagtekening van de beschikking volgens de Participatiewet'),
  woningeis: () => several(WONINGEISEN, 'Woningeis', 'Wat de woning moet hebben; nooit waarom'),
  gewensteDatum: () => day('Gewenste datum', 'Dag vanaf wanneer de woning nodig is'),
  examennummer: () =>
    z
      .string()
      .regex(/^[A-Z]\d{5,11}$/, 'moet een hoofdletter en cijfers zijn')
      .meta({
        title: 'Examennummer',
        description: 'Kenmerk van de toets bij DUO',
        examples: ['E12345678901'],
      }),
  redenOverslaan: () =>
    closed(
      REASONS_OVERSLAAN,
      'Reden overslaan',
      'Waarom de toets niet wordt afgenomen; nooit welke beperking iemand heeft',
    ),
  redenWeigering: () => closed(REASONS_WEIGERING, 'Reden weigering', 'Reden die is opgegeven'),
  procedureGestartOp: () =>
    Datum.meta({
      title: 'Procedure gestart op',
      description: 'Dag waarop COA de weigeringsprocedure startte; niet na de uitkomst',
      examples: ['2026-03-05'],
    }),
  ...WONING_FIELDS,
  toetsdatum: () => day('Toetsdatum', 'Dag waarop de toets gepland is; niet voor de dag waarop u haar meldt'),
  resultaatVoorinburgering: () =>
    closed(
      ['niet deelgenomen', 'deelgenomen', 'voldaan'],
      'Resultaat voorinburgering',
      'Hoe ver iemand kwam met de voorinburgering bij COA',
    ),
  voorziening: () =>
    closed(
      [
        'bankrekening',
        'algemene bijstand',
        'bijzondere bijstand',
        'energie en water',
        'verzekeringen',
        'toeslagen',
      ],
      'Voorziening',
      'Welke voorziening; een melding per voorziening',
    ),
  stand: () =>
    closed(
      ['aangevraagd', 'toegekend', 'geregeld', 'afgewezen', 'niet nodig'],
      'Stand',
      'Hoe het met de voorziening staat; nooit een bedrag',
    ),
  signaal: () =>
    closed(
      ['wonen', 'geld', 'werk of opleiding', 'taal', 'contacten', 'veiligheid', 'anders'],
      'Signaal',
      'Waarover het signaal gaat; de toelichting geeft u zelf aan de casusregisseur',
    ),
  adviesLeerroute: () => closed(LEERROUTES, 'Advies leerroute', 'De leerroute die wordt aangeraden'),
  taalniveau: () => closed(LANGUAGE_LEVELS, 'Taalniveau', 'Niveau dat iemand nu heeft'),
  startniveau: () => closed(LANGUAGE_LEVELS, 'Startniveau', 'Niveau waarop de lessen kunnen beginnen'),
  pvtIntensiteit: () =>
    closed(INTENSITIES, 'PVT-intensiteit', 'Begeleiding die nodig is bij het participatieverklaringstraject'),
  mapIntensiteit: () =>
    closed(INTENSITIES, 'MAP-intensiteit', 'Begeleiding die nodig is bij arbeidsmarkt en participatie'),
  adviesParticipatie: () => closed(ACTIVITEITEN, 'Advies participatie', 'Soort activiteit die past'),
  zelfredzaamheid: () =>
    closed(
      ['zelfredzaam', 'enige ondersteuning nodig', 'veel ondersteuning nodig'],
      'Zelfredzaamheid',
      'Oordeel over de zelfredzaamheid, als klasse',
    ),
  duurOntzorging: () =>
    closed(
      ['korter dan zes maanden', 'zes maanden', 'langer dan zes maanden'],
      'Duur ontzorging',
      'Hoe lang financieel ontzorgen wordt aangeraden',
    ),
} as const satisfies Readonly<Record<string, () => z.ZodType>>;

export type RoutemapFieldName = keyof typeof FIELDS;
/** What each field holds. */
export type RoutemapFields = { [Name in RoutemapFieldName]: z.infer<ReturnType<(typeof FIELDS)[Name]>> };

/** The schema of a field of an event of the routemap. */
export const routemapField = <Name extends RoutemapFieldName>(name: Name): z.ZodType<RoutemapFields[Name]> =>
  FIELDS[name]() as unknown as z.ZodType<RoutemapFields[Name]>;

type OtherFields = {
  [Name in Exclude<RoutemapFieldName, DayField | (typeof WORDED_FIELDS)[number]>]: z.ZodOptional<
    ReturnType<(typeof FIELDS)[Name]>
  >;
};

/** What the gemeente is told of events beside the day: none of it is always there. */
const otherFields = (): OtherFields => {
  const others: ReadonlySet<string> = new Set([...ROUTEMAP_EVENTS.map(dayFieldOf), ...WORDED_FIELDS]);
  return Object.fromEntries(
    Object.entries(FIELDS).flatMap(([name, schema]) =>
      others.has(name) ? [] : [[name, schema().optional()]],
    ),
  ) as OtherFields;
};

/** What a message to the gemeente says of an event beside the day. */
export const toldFields = () => ({
  ...otherFields(),
  ontbreektVooraf: z
    .array(z.enum(ROUTEMAP_EVENTS))
    .min(1)
    .optional()
    .meta({
      title: 'Ontbreekt vooraf',
      description:
        'Wat hier meestal aan voorafgaat en niet, of pas van een latere dag, gemeld is; u hoort de melding opnieuw zodra het er is',
      examples: [['taalmaatje-aangeboden']],
    }),
});

/** By which a later report takes the place of an earlier one of the same sender, or takes it back. */
const replacing = {
  vervangtBerichtId: text(128)
    .optional()
    .meta({
      title: 'Vervangt bericht',
      description: 'id van een eerdere melding van uzelf die hiermee niet meer geldt',
      examples: ['1e398f10-12bd-4ace-baec-bd389be4bcfc'],
    }),
  ingetrokken: z
    .boolean()
    .optional()
    .meta({
      title: 'Ingetrokken',
      description: 'Het is toch niet gebeurd: de eerdere melding vervalt, en deze telt zelf niet',
      examples: [true],
    }),
};

const fieldsOf = (event: RoutemapEvent): Record<string, z.ZodType> =>
  Object.fromEntries(
    fieldsOfEvent(event).map((field) => {
      const name = nameOfField(field);
      const schema = routemapField(name);
      return [name, name === field ? schema : schema.optional()];
    }),
  );

/** Who takes a report back says which. */
const namesWhatItWithdraws = checkAlways<unknown>((report, announce) => {
  const { ingetrokken, vervangtBerichtId } = members(report);
  if (ingetrokken === true && vervangtBerichtId === undefined) {
    announce(['vervangtBerichtId'], 'moet de melding noemen die wordt ingetrokken');
  }
});

/** What an event cannot be without lies before it, on the day that the report names. */
const comesAfter = (event: RoutemapEvent) =>
  checkAlways<unknown>((report, announce) => {
    const told = members(report);
    const day = told[dayFieldOf(event)];
    for (const [field, earlier] of Object.entries(ROUTEMAP[event].nietZonder ?? {})) {
      const before = told[field];
      if (before === undefined)
        announce([field], `zonder ${earlier} is er geen ${event}: noem de dag daarvan`);
      else if (typeof before === 'string' && typeof day === 'string' && before > day)
        announce([field], `ligt na de dag van ${event}: ${earlier} gaat daaraan vooraf`);
    }
  });

/** The contract of one event: the zaak, its own fields, and what it replaces. Strict: another field is a fault. */
export const routemapData = (event: RoutemapEvent): z.ZodType =>
  z
    .strictObject({ zaakId: ZaakId, ...fieldsOf(event), ...replacing })
    .check(namesWhatItWithdraws)
    .check(comesAfter(event))
    .meta({
      title: titleOf(event),
      description: `Routemap ${ROUTEMAP[event].rows.join(', ')}`,
    });

/**
 * Of an event about an appointment: that it is not before the day on which its sender reports it (`time`). Not by the clock of
 * the hub, so that the same message gets the same answer whenever it comes.
 */
export const appointmentAhead = (dayField: DayField) =>
  checkAlways<unknown>((event, announce) => {
    const { time, data } = members(event);
    const { [dayField]: planned, ingetrokken } = members(data);
    if (typeof time !== 'string' || typeof planned !== 'string' || ingetrokken === true) return;
    const reported = new Date(time);
    if (Number.isNaN(reported.getTime()) || planned >= todayInNederland(reported)) return;
    announce(['data', dayField], 'ligt voor de dag waarop u haar meldt');
  });
