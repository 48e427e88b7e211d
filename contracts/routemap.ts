import type { Partnerrol } from './partnerrollen.ts';

/**
 * What is reported of a zaak along the routemap of Gennep (werkafspraken R00 to R10), by the names that the routemap has for
 * it. One entry is the whole of an event: the contract, who may send it, the command line and the pages follow from it. What
 * its fields hold stands in `routemap-data.ts`, so that who needs the names alone loads no schemas.
 */

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

/** The fields that an event can have beside the zaak; a name with `?` need not be there. */
export type RoutemapField =
  | 'datum'
  | 'startdatum'
  | 'verhuisdatum'
  | 'onderdeel'
  | 'onderdelen?'
  | 'tolk?'
  | 'reactie?'
  | 'activiteit?'
  | 'leerroute'
  | 'afwijkendVanToets?'
  | 'gemotiveerd?';

/** The name of a field in the data. */
export type RoutemapFieldName = RoutemapField extends infer Field
  ? Field extends `${infer Name}?`
    ? Name
    : Field
  : never;

interface RoutemapEntry {
  /** The lines of the routemap that this event is. */
  readonly rows: readonly string[];
  /** The first says on which day; without them that is all there is to say (`datum`). */
  readonly velden?: readonly [RoutemapField, ...RoutemapField[]];
  /** Who may report it beside the gemeente. */
  readonly rollen?: readonly Partnerrol[];
}

const entries = {
  'inburgeraar-uitgenodigd': {
    rows: ['R00.8'],
  },
  'eerste-bezoek-afgelegd': {
    rows: ['R01.T1'],
  },
  'woning-bezichtigd': {
    rows: ['R01.T2', 'R01.2'],
  },
  'huurcontract-getekend': {
    rows: ['R01.1'],
  },
  'woning-geaccepteerd': {
    rows: ['R02.T1'],
  },
  'verhuizing-afgesproken': {
    rows: ['R02.3'],
    velden: ['verhuisdatum'],
  },
  'verhuizing-afgerond': {
    rows: ['R05.T1'],
  },
  'intake-informatie-verzameld': {
    rows: ['R02.5'],
  },
  'kennismaking-casusregisseur-gehouden': {
    rows: ['R03.T2'],
  },
  'kennismaking-financieel-gehouden': {
    rows: ['R04.T1'],
    rollen: ['balk'],
  },
  'rechten-en-plichten-uitgelegd': {
    rows: ['R03.3'],
    velden: ['datum', 'tolk?'],
  },
  'brede-intake-gesprek-gevoerd': {
    rows: ['R03.T3', 'R03.6', 'R07.T1', 'R07.1', 'R08.T1', 'R08.1'],
    velden: ['datum', 'onderdeel'],
    rollen: ['taalschool', 'intos', 'balk'],
  },
  'brede-intake-afgerond': {
    rows: ['RBI.T2'],
    velden: ['datum', 'onderdelen?'],
  },
  'diplomawaardering-ontvangen': {
    rows: ['R03.6c'],
  },
  'taalmaatje-aangeboden': {
    rows: ['R06.T1'],
    velden: ['datum', 'reactie?'],
    rollen: ['taalmaatjes'],
  },
  'taalcafe-kennismaking-gehouden': {
    rows: ['R06.3'],
    rollen: ['taalmaatjes'],
  },
  'taalmaatje-gekoppeld': {
    rows: ['R06.5'],
    velden: ['startdatum'],
    rollen: ['taalmaatjes'],
  },
  'taalmaatje-kennismaking-gehouden': {
    rows: ['R06.6'],
    rollen: ['taalmaatjes'],
  },
  'huisbezoek-taalmaatje-gehouden': {
    rows: ['R06.7'],
    rollen: ['taalmaatjes'],
  },
  'participatie-gestart': {
    rows: ['R08.T2'],
    velden: ['startdatum', 'activiteit?'],
    rollen: ['intos'],
  },
  'leerbaarheidstoets-uitgenodigd': {
    rows: ['R09.2'],
  },
  'leerbaarheidstoets-afgenomen': {
    rows: ['R09.T1', 'R09.3'],
  },
  'leerroute-bepaald': {
    rows: ['R09.T2'],
    velden: ['datum', 'leerroute', 'afwijkendVanToets?', 'gemotiveerd?'],
  },
  'intake-uitkomsten-verzameld': {
    rows: ['R10.1'],
    velden: ['datum', 'onderdelen?'],
  },
  'pip-inhoud-gecontroleerd': {
    rows: ['R10.T2'],
  },
  'participatiewet-beschikking-toegevoegd': {
    rows: ['R10.T6'],
  },
  'pop-vastgesteld': {
    rows: ['R10.3'],
  },
  'pop-bijgewerkt': {
    rows: ['R10.T7'],
  },
} as const satisfies Readonly<Record<string, RoutemapEntry>>;

/** The event by which a talk of the brede intake is reported. */
export const TALK = 'brede-intake-gesprek-gevoerd' satisfies RoutemapEvent;

/** The name of an event as the routemap and the timeline have it. */
export type RoutemapEvent = keyof typeof entries;

type Dotted<Name extends string> = Name extends `${infer Begin}-${infer Rest}`
  ? `${Begin}.${Dotted<Rest>}`
  : Name;

/** `woning-bezichtigd` is `nl.inburgeringszaken.woning.bezichtigd.v1`. */
export type RoutemapType = `nl.inburgeringszaken.${Dotted<RoutemapEvent>}.v1`;

/** Every event, by its name. */
export const ROUTEMAP: Readonly<Record<RoutemapEvent, RoutemapEntry>> = entries;

export const ROUTEMAP_EVENTS = Object.keys(entries) as readonly RoutemapEvent[];

/** What an event says beside its zaak, the day first. */
export const fieldsOfEvent = (event: RoutemapEvent): readonly RoutemapField[] =>
  ROUTEMAP[event].velden ?? ['datum'];

/** The name of an event as people read it: `Woning bezichtigd`. */
export const titleOfEvent = (event: RoutemapEvent): string =>
  `${event.slice(0, 1).toUpperCase()}${event.slice(1).replaceAll('-', ' ')}`;

/** The type under which an event is sent. */
export const typeOfEvent = (event: RoutemapEvent): RoutemapType =>
  `nl.inburgeringszaken.${event.replaceAll('-', '.')}.v1` as RoutemapType;

export const ROUTEMAP_TYPES: readonly RoutemapType[] = ROUTEMAP_EVENTS.map(typeOfEvent);

const eventPerType: ReadonlyMap<string, RoutemapEvent> = new Map(
  ROUTEMAP_EVENTS.map((event) => [typeOfEvent(event), event]),
);

/** The event of the routemap that this type is; undefined for any other type. */
export const eventOfType = (type: string): RoutemapEvent | undefined => eventPerType.get(type);
