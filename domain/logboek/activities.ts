/**
 * The register of processing activities, as data: what the hub does with personal data, for which purpose, and on which ground. A
 * change of an activity is a new version below the old ones, with the moment from which it holds (Logboek Dataverwerkingen 1.0,
 * L11). No version is ever removed, because older records of the logbook refer to it.
 */

/** A legal ground, and how sure it is. */
interface Grondslag {
  readonly tekst: string;
  /** The law that the ground stands in, or the reason to assume it. */
  readonly bron: string;
  /** `aanname`: the hub assumes it, and the gemeente establishes it in its own register. */
  readonly zekerheid: 'vastgesteld' | 'aanname';
}

/** One version of an activity. */
export interface ActivityVersion {
  readonly versie: number;
  /** The moment from which this version holds (UTC). */
  readonly vanaf: string;
  readonly naam: string;
  readonly doel: string;
  readonly grondslag: Grondslag;
}

const BEGIN = '2026-01-01T00:00:00.000Z';

const PUBLIC_TASK: Grondslag = {
  tekst:
    'AVG artikel 6 lid 1 onder e: een taak van algemeen belang, die de Wet inburgering 2021 aan het college geeft',
  bron: 'Wet inburgering 2021; de artikelen over gegevens in het besluit en de regeling zijn niet nagelezen',
  zekerheid: 'aanname',
};

const ACCOUNTABILITY: Grondslag = {
  tekst:
    'AVG artikel 6 lid 1 onder c: een wettelijke plicht van de gemeente als verwerkingsverantwoordelijke',
  bron: 'AVG artikel 5 lid 1 onder d en e, en de artikelen 15, 16 en 17',
  zekerheid: 'aanname',
};

const first = (naam: string, doel: string, grondslag: Grondslag): readonly [ActivityVersion] => [
  { versie: 1, vanaf: BEGIN, naam, doel, grondslag },
];

export const ACTIVITIES = {
  ontvangen: first(
    'Gegevens ontvangen en bij de zaak vastleggen',
    'De inburgering van deze persoon begeleiden met de gegevens die COA, DUO, de BRP of de gemeente zelf melden',
    PUBLIC_TASK,
  ),
  rechtzetten: first(
    'Een onjuist gegeven rechtzetten',
    'Zorgen dat de gegevens van deze persoon kloppen, ook bij wie ze al kreeg',
    ACCOUNTABILITY,
  ),
  samenvoegen: first(
    'Zaken van één persoon samenvoegen of uit elkaar halen',
    'Zorgen dat één persoon één zaak heeft, en nooit die van een ander',
    ACCOUNTABILITY,
  ),
  verstrekken: first(
    'Gegevens aan een partner verstrekken',
    'De partner zijn deel van de inburgering laten doen; hij krijgt alleen de velden die daarvoor nodig zijn',
    PUBLIC_TASK,
  ),
  melden: first(
    'Een besluit van de gemeente aan DUO melden',
    'DUO laten registreren wat de gemeente over het PIP, de leerbaarheidstoets en de contactpersoon van deze persoon besloot',
    PUBLIC_TASK,
  ),
  inlichten: first(
    'Team Inburgering inlichten over een eigen zaak',
    'De gemeente op tijd laten weten wat er in haar zaak gebeurt',
    PUBLIC_TASK,
  ),
  bewaken: first(
    'Termijnen van een zaak bewaken',
    'De termijnen van de Wet inburgering 2021 en van de gemeente halen',
    PUBLIC_TASK,
  ),
  raadplegen: first(
    'Gegevens van een zaak lezen',
    'De inburgering van deze persoon uitvoeren met wat de gemeente of de partner daarvoor mag zien',
    PUBLIC_TASK,
  ),
  zoeken: first(
    'Een persoon opzoeken',
    'De zaak vinden van iemand over wie de gemeente iets moet weten of melden',
    PUBLIC_TASK,
  ),
  inzage: first(
    'Nagaan wie welke gegevens kreeg',
    'Deze persoon kunnen zeggen wie welke gegevens kreeg, wanneer en waarom',
    ACCOUNTABILITY,
  ),
  toegang: first(
    'Bijhouden wie namens een organisatie mag kijken en melden',
    'Alleen wie daarvoor is aangewezen bij gegevens van inburgeraars laten, en kunnen nagaan wie dat was',
    {
      tekst:
        'AVG artikel 6 lid 1 onder c: een wettelijke plicht van de gemeente als verwerkingsverantwoordelijke',
      bron: 'AVG artikel 32 (beveiliging), over gegevens van medewerkers',
      zekerheid: 'aanname',
    },
  ),
  wissen: first(
    'Gegevens van een persoon wissen',
    'Niet langer bewaren dan mag, of doen wat deze persoon terecht vroeg',
    ACCOUNTABILITY,
  ),
} as const satisfies Readonly<Record<string, readonly [ActivityVersion, ...ActivityVersion[]]>>;

export type ActivityId = keyof typeof ACTIVITIES;

/** The version of an activity that held at a moment (ms since 1970). Before its first version began, the first version counts. */
export const activityAt = (id: ActivityId, moment: number): ActivityVersion => {
  const versions: readonly [ActivityVersion, ...ActivityVersion[]] = ACTIVITIES[id];
  return versions.findLast(({ vanaf }) => Date.parse(vanaf) <= moment) ?? versions[0];
};

/** The URI by which a record names its activity: it stays the same over all versions. */
export const activityUri = (basisUrl: string, id: ActivityId): string =>
  `${basisUrl}/verwerkingsregister/${id}`;
