import { type HubType, hubType } from './hub-type.ts';
import type { Partnerrol } from './partnerrollen.ts';
import type { RoutemapFieldName } from './routemap-data.ts';
import { ENTRIES, type RoutemapEntry, type RoutemapField, TALK, TEST_TAKEN } from './routemap-entries.ts';

export { TALK, TEST_TAKEN };

/** The events of the routemap (`routemap-entries.ts`): their names, and what follows from the entry of each. */

/** Parts of the brede intake (RBI.T2). */
export const INTAKE_PARTS = [
  'casusregisseur',
  'taalschool',
  'participatie',
  'financieel',
  'maatschappelijke begeleiding',
] as const;
export type IntakePart = (typeof INTAKE_PARTS)[number];

/** What the brede intake is complete with beside its talks: the test, which is the gemeente's to have taken. */
export const LBT = 'leerbaarheidstoets';
export type MissingPart = IntakePart | typeof LBT;

/** The parts that a partner speaks for. A gemeente may report any. */
export const PART_OF_ROLE: Readonly<Partial<Record<Partnerrol, IntakePart>>> = {
  taalschool: 'taalschool',
  intos: 'participatie',
  balk: 'financieel',
  'maatschappelijk-begeleider': 'maatschappelijke begeleiding',
  casusregisseur: 'casusregisseur',
};

/** What somebody thinks of a Taalmaatje (R06.T1). */
export const REACTIES = ['wil graag', 'wil niet', 'denkt na'] as const;
/** What somebody began with (R08.T2). */
export const ACTIVITEITEN = [
  'betaald werk',
  'vrijwilligerswerk',
  'werkervaringsplek',
  'oriëntatie',
  'anders',
] as const;
export const LEERROUTES = ['B1-route', 'Onderwijsroute', 'Z-route'] as const;
/** What DUO calls each of them in a PIP. */
export const LEERROUTE_AT_DUO = {
  B: 'B1-route',
  O: 'Onderwijsroute',
  Z: 'Z-route',
} as const satisfies Readonly<Record<string, (typeof LEERROUTES)[number]>>;

/** With whom somebody gets acquainted on the first day (R00.7a to R00.7e). */
export const GESPREKSPARTNERS = [
  'maatschappelijk begeleider',
  'burgerzaken',
  'financieel ondersteuner',
  'vakspecialist werk en inkomen',
  'casusregisseur',
] as const;

/** The partners that somebody gets acquainted with. */
const GESPREKSPARTNER_OF_ROLE: Readonly<Partial<Record<Partnerrol, (typeof GESPREKSPARTNERS)[number]>>> = {
  balk: 'financieel ondersteuner',
  burgerzaken: 'burgerzaken',
  vakspecialist: 'vakspecialist werk en inkomen',
  'maatschappelijk-begeleider': 'maatschappelijk begeleider',
  casusregisseur: 'casusregisseur',
};

/** Who of the gemeente has which part in a zaak (R06.2). */
export const BETROKKEN_ROLLEN = [
  'casusregisseur',
  'maatschappelijk begeleider',
  'vakspecialist werk en inkomen',
] as const;
/** Levels of Dutch that a PIP can name. */
export const TAALNIVEAUS = ['A2', 'B1', 'B2'] as const;
/** Parts of the week in which there are lessons. */
export const DAGDELEN = [
  'maandagochtend',
  'maandagmiddag',
  'maandagavond',
  'dinsdagochtend',
  'dinsdagmiddag',
  'dinsdagavond',
  'woensdagochtend',
  'woensdagmiddag',
  'woensdagavond',
  'donderdagochtend',
  'donderdagmiddag',
  'donderdagavond',
  'vrijdagochtend',
  'vrijdagmiddag',
  'vrijdagavond',
] as const;

/** What a shop can deliver to a home (R02.2). */
export const GOEDEREN = [
  'bank',
  'bed',
  'fornuis',
  'gordijnen',
  'kast',
  'koelkast',
  'lampen',
  'servies en pannen',
  'stoelen',
  'tafel',
  'vloerbedekking',
  'wasmachine',
] as const;

/** Fields that hold several values. */
export const LIST_FIELDS: ReadonlySet<string> = new Set<RoutemapFieldName>([
  'onderdelen',
  'dagdelen',
  'woningeis',
  'doelen',
  'participatieafspraken',
  'goederen',
]);

/**
 * Fields that people fill in in words of their own, or that are a number of somebody. A message to the gemeente leaves them out:
 * it reads them over the API.
 */
export const WORDED_FIELDS = ['plaats', 'naam', 'telefoonnummer', 'emailadres', 'examennummer'] as const;

/** The name of an event as the routemap and the timeline have it. */
export type RoutemapEvent = keyof typeof ENTRIES;

/** Those of which more than one report can stand. */
export type RepeatedEvent = {
  [Event in RoutemapEvent]: (typeof ENTRIES)[Event] extends { readonly per: unknown } ? Event : never;
}[RoutemapEvent];

/** The fields in which events say on which day. */
export type DayField = {
  [Event in RoutemapEvent]: (typeof ENTRIES)[Event] extends {
    readonly velden: readonly [infer Day extends RoutemapFieldName, ...unknown[]];
  }
    ? Day
    : 'datum';
}[RoutemapEvent];

/** The type of an event of the routemap. */
export type RoutemapType = HubType<RoutemapEvent>;

/** Every event, by its name. */
export const ROUTEMAP: Readonly<Record<RoutemapEvent, RoutemapEntry<RoutemapEvent>>> = ENTRIES;

export const ROUTEMAP_EVENTS = Object.keys(ENTRIES) as readonly RoutemapEvent[];

/** What an event says beside its zaak, the day first. */
export const fieldsOfEvent = (event: RoutemapEvent): readonly RoutemapField[] =>
  ROUTEMAP[event].velden ?? ['datum'];

/** The name of a field, without the mark that it need not be there. */
export const nameOfField = (field: RoutemapField): RoutemapFieldName =>
  field.replace('?', '') as RoutemapFieldName;

/** The field in which an event says on which day: its first. */
export const dayFieldOf = (event: RoutemapEvent): DayField =>
  nameOfField(fieldsOfEvent(event)[0] ?? 'datum') as DayField;

/** The value of the fields of which there is one of this event for each; the empty text for an event of which there is one. */
export const partOf = (event: RoutemapEvent, said: Readonly<Record<string, unknown>>): string =>
  [ROUTEMAP[event].per ?? []]
    .flat()
    .map((field) => said[field] ?? '')
    .join('|');

/** What partners speak for, by the field that names it. A field that is not here is about all who hear of the event. */
const PARTIES: Readonly<Partial<Record<RoutemapFieldName, Readonly<Partial<Record<Partnerrol, string>>>>>> = {
  onderdeel: PART_OF_ROLE,
  met: GESPREKSPARTNER_OF_ROLE,
};

/** Whether a role is to hear of an event of which there is one per party: as that party, or of all of them; any role is of another event. */
export const isPartyTo = (
  role: Partnerrol,
  event: RoutemapEvent,
  said: Readonly<Record<string, unknown>>,
): boolean =>
  ROUTEMAP[event].horenVanAlle?.includes(role) === true ||
  [ROUTEMAP[event].per ?? []].flat().every((field) => {
    const parties = PARTIES[field];
    return parties === undefined || parties[role] === said[field];
  });

/** The events that a role hears of. */
export const heardBy = (role: Partnerrol): readonly RoutemapEvent[] =>
  ROUTEMAP_EVENTS.filter((event) => ROUTEMAP[event].horen?.[role] !== undefined);

/** The type under which an event is sent. */
export const typeOfEvent = (event: RoutemapEvent): RoutemapType => hubType(event);

export const ROUTEMAP_TYPES: readonly RoutemapType[] = ROUTEMAP_EVENTS.map(typeOfEvent);

const eventPerType: ReadonlyMap<string, RoutemapEvent> = new Map(
  ROUTEMAP_EVENTS.map((event) => [typeOfEvent(event), event]),
);

/** The event of the routemap that this type is; undefined for any other type. */
export const eventOfType = (type: string): RoutemapEvent | undefined => eventPerType.get(type);
