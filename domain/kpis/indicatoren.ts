import type { LeftOutReason } from '../../contracts/kpis.ts';
import type { GemeenteProfile, TermijnRule } from '../gemeenten/profile.ts';
import { lastDayAfter } from '../termijnen/termijnen.ts';
import { isToldEnd, type Mijlpalen } from './mijlpalen.ts';
import { endedOn, stepOn, stillSince, type TermijnOn, termijnOn } from './standing.ts';

/**
 * The indicators of a gemeente. Each is a rule that says for one zaak on one day whether it counts in the numerator, only in the
 * denominator, or in neither, and why.
 */

/** What a zaak means for an indicator; undefined when the indicator is not about it. */
export type Weight = 'teller' | 'noemer' | LeftOutReason | undefined;

/** An indicator; `naam`, `definitie` and `bron` are what the API shows. */
export interface Indicator {
  readonly id: string;
  readonly naam: string;
  readonly definitie: string;
  /** Where the indicator, or the rule that it counts by, is written. */
  readonly bron: string;
  /** What this zaak means for it on a day (`YYYY-MM-DD`). */
  readonly weigh: (mijlpalen: Mijlpalen, peildatum: string) => Weight;
}

const counts = (isInNumerator: boolean): Weight => (isInNumerator ? 'teller' : 'noemer');

const NOT_IN_TIME: ReadonlySet<TermijnOn['status']> = new Set([
  'te laat gehaald',
  'overschreden',
  'verstreken',
]);

/** Of the terms of a rule whose last day has come, whether they were met in time. */
const inTime =
  (rule: TermijnRule): Indicator['weigh'] =>
  (mijlpalen, peildatum) => {
    const found = termijnOn(rule, mijlpalen, peildatum);
    if (found === undefined || !found.isOver) return undefined;
    return found.buiten ?? counts(!NOT_IN_TIME.has(found.status));
  };

/** Of the running zaken with this term, how the term stands. */
const standsAs =
  (rule: TermijnRule, statuses: readonly TermijnOn['status'][]): Indicator['weigh'] =>
  (mijlpalen, peildatum) => {
    const found = termijnOn(rule, mijlpalen, peildatum);
    if (found === undefined || endedOn(mijlpalen, peildatum) !== undefined) return undefined;
    const isKnown = found.buiten === undefined || found.status === 'loopt';
    return isKnown ? counts(statuses.includes(found.status)) : found.buiten;
  };

const MISSED =
  'Een termijn die stopte voordat zij voorbij was telt niet mee, en ook niet een termijn waarvan het begin niet ' +
  'vaststaat of waarvan geen bron zegt of en wanneer zij gehaald is. Wie daarna naar een andere gemeente ging, ' +
  'telt mee met wat er tot die dag gebeurd was.';

const withinTenWeeks = (rule: TermijnRule): readonly Indicator[] => [
  {
    id: 'pip-binnen-tien-weken',
    naam: 'PIP binnen tien weken',
    definitie:
      'Van de zaken waarvan de laatste dag van de tien weken op of voor de peildatum ligt: het deel waarvan het PIP ' +
      'uiterlijk op die dag gedagtekend is. De tien weken tellen vanaf de vestiging of, als die later is, de ' +
      `kennisgeving van DUO. ${MISSED}`,
    bron: rule.bron,
    weigh: inTime(rule),
  },
  {
    id: 'pip-overschreden',
    naam: 'PIP-termijn nu overschreden',
    definitie:
      'Van de lopende zaken waarvan de tien weken begonnen zijn: het deel waarvan ze op de peildatum voorbij zijn ' +
      'zonder PIP.',
    bron: rule.bron,
    weigh: standsAs(rule, ['overschreden']),
  },
  {
    id: 'zonder-pip',
    naam: 'Nog zonder PIP',
    definitie:
      'Van de lopende zaken waarvan de tien weken begonnen zijn: het deel zonder PIP op de peildatum, op tijd of niet.',
    bron: rule.bron,
    weigh: standsAs(rule, ['loopt', 'overschreden']),
  },
];

const onTime = (rule: TermijnRule): Indicator => ({
  id: `op-tijd-${rule.id}`,
  naam: `${rule.naam}: op tijd`,
  definitie:
    `Van de zaken waarvan de laatste dag van deze termijn (${rule.id}) op of voor de peildatum ligt: ` +
    `het deel waarin zij uiterlijk op die dag gehaald is. ${MISSED}`,
  bron: rule.bron,
  weigh: inTime(rule),
});

const isStatutoryPip = ({ soort, eindGebeurtenis }: TermijnRule): boolean =>
  soort === 'wettelijk' && eindGebeurtenis === 'pip-vastgesteld';

/**
 * The same day some years later, to compare days with. 29 February of a common year is no day, but as text it still lies between
 * the 28th and 1 March; a calendar would take longer than all the rest of the counting.
 */
const yearsLater = (day: string, years: number): string =>
  `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

/** The last day of the three years, as the term has it. Only around the end of February a calendar is needed to know it. */
const lastDayToPass = (begin: string): string =>
  /02-2[89]$/.test(begin) ? lastDayAfter(begin, 'P3Y') : yearsLater(begin, 3);

/** Of the zaken whose three years are over, whether the diploma came within them. */
const passed: Indicator = {
  id: 'geslaagd-binnen-drie-jaar',
  naam: 'Geslaagd binnen drie jaar',
  definitie:
    'Van de zaken waarvan op de peildatum drie jaar voorbij zijn sinds de dagtekening van het eerste PIP: het deel met ' +
    'een inburgeringsdiploma binnen die drie jaar. Een verlenging door DUO telt hier niet. Wie voor die drie jaar om ' +
    'was geen zaak van de gemeente meer had, telt niet mee.',
  bron: 'plan Overbetuwe, KPI Geslaagd binnen 3 jaar',
  weigh: (mijlpalen, peildatum) => {
    const begin = stepOn(mijlpalen, 'inburgeringstermijn', peildatum);
    if (typeof begin !== 'string') return undefined;
    const last = lastDayToPass(begin);
    if (last > peildatum) return undefined;
    const diploma = stepOn(mijlpalen, 'diploma', peildatum);
    const day = typeof diploma === 'string' ? diploma : diploma?.uiterlijk;
    if (day !== undefined && day <= last) return 'teller';
    if (typeof diploma === 'object') return 'niet te volgen';
    const since = stillSince(mijlpalen, peildatum);
    return since !== undefined && since <= last ? 'gestopt' : 'noemer';
  },
};

const LEERROUTES = [
  ['B', 'b1', 'B1-route'],
  ['O', 'onderwijs', 'onderwijsroute'],
  ['Z', 'z', 'Z-route'],
] as const;

const leerroutes: readonly Indicator[] = LEERROUTES.map(([code, id, naam]) => ({
  id: `leerroute-${id}`,
  naam: `PIP met de ${naam}`,
  definitie:
    `Van de zaken met een PIP op of voor de peildatum: het deel met de ${naam}, zoals DUO de leerroute nu kent. ` +
    'Een PIP waarvan DUO de leerroute nog niet gaf telt niet mee.',
  bron: 'aanpak Noordoostpolder en Urk, hfst 3 (verdeling leerroutes); plan Overbetuwe, par. 3.2',
  weigh: (mijlpalen, peildatum) => {
    if (stepOn(mijlpalen, 'pip', peildatum) === undefined) return undefined;
    return mijlpalen.leerroute === undefined ? 'niet te volgen' : counts(mijlpalen.leerroute === code);
  },
}));

/** Whether a day lies in the year that ends on `peildatum`. */
const isInYear = (day: string, peildatum: string): boolean =>
  day <= peildatum && day > yearsLater(peildatum, -1);

const settledInYear: Indicator = {
  id: 'gevestigd',
  naam: 'Gevestigd in het jaar tot de peildatum',
  definitie:
    'Van de zaken van wie zich met een koppeling van het COA vestigde: het deel dat dat in het jaar tot en met de ' +
    'peildatum deed. Het COA-adres telt niet als vestiging.',
  bron: 'plan Overbetuwe, par. 3.1 (gehuisveste statushouders per jaar)',
  weigh: (mijlpalen, peildatum) => {
    const day = stepOn(mijlpalen, 'vestiging', peildatum);
    if (day === undefined || stepOn(mijlpalen, 'koppeling', peildatum) === undefined) return undefined;
    return typeof day === 'string' ? counts(isInYear(day, peildatum)) : 'onzeker';
  },
};

const REGISTRATION = 'plan Overbetuwe, hfst 6 (deelnemersregistratie)';
const FOLLOWED_UP = 'aanpak Noordoostpolder en Urk, hfst 5 (afgeronde trajecten en nakomen plicht)';

const ALL =
  'Van alle zaken die de gemeente op de peildatum heeft of had, ook die naar een andere gemeente gingen: ';

const volumes: readonly Indicator[] = [
  {
    id: 'nieuw',
    naam: 'Nieuw in het jaar tot de peildatum',
    definitie:
      `${ALL}het deel dat in het jaar tot en met de peildatum begon, met de koppeling, de opening door de gemeente, de ` +
      'kennisgeving van DUO of de komst uit een andere gemeente.',
    bron: REGISTRATION,
    weigh: ({ begin }, peildatum) => counts(isInYear(begin, peildatum)),
  },
  settledInYear,
  {
    id: 'lopend',
    naam: 'Lopende zaken',
    definitie: `${ALL}het deel dat op de peildatum loopt.`,
    bron: REGISTRATION,
    weigh: (mijlpalen, peildatum) => counts(endedOn(mijlpalen, peildatum) === undefined),
  },
  {
    id: 'voldaan',
    naam: 'Aan de plicht voldaan',
    definitie: `${ALL}het deel dat op de peildatum aan de plicht voldaan had, met een volledige vrijstelling of ontheffing daarbij.`,
    bron: FOLLOWED_UP,
    weigh: (mijlpalen, peildatum) => counts(endedOn(mijlpalen, peildatum)?.reden === 'voldaan'),
  },
  {
    id: 'tijdelijk-vrijgesteld',
    naam: 'Tijdelijk vrijgesteld',
    definitie: `${ALL}het deel dat op de peildatum stilligt door een tijdelijke vrijstelling.`,
    bron: FOLLOWED_UP,
    weigh: (mijlpalen, peildatum) => counts(endedOn(mijlpalen, peildatum)?.reden === 'tijdelijk vrijgesteld'),
  },
  {
    id: 'beeindigd',
    naam: 'Om een andere reden geëindigd',
    definitie: `${ALL}het deel dat op de peildatum geëindigd was zonder voldaan te zijn: naar een andere gemeente, overleden, vertrokken, of geen plicht meer.`,
    bron: FOLLOWED_UP,
    weigh: (mijlpalen, peildatum) => {
      const reden = endedOn(mijlpalen, peildatum)?.reden;
      return counts(reden !== undefined && reden !== 'voldaan' && reden !== 'tijdelijk vrijgesteld');
    },
  },
];

/**
 * Each number once, with the rule that it has now. A rule that changed keeps its number, and a zaak keeps the rule under which it
 * began.
 */
const newestPerNumber = (rules: readonly TermijnRule[]): readonly TermijnRule[] => [
  ...new Map(
    rules
      .toSorted((one, other) => one.valid.from.localeCompare(other.valid.from))
      .map((rule) => [rule.id, rule]),
  ).values(),
];

/** The indicators of a gemeente: those of every gemeente, and one for each term of its profile that a source follows. */
export const indicatorenOf = ({ termijnen }: Pick<GemeenteProfile, 'termijnen'>): readonly Indicator[] => [
  ...newestPerNumber(termijnen.filter(isStatutoryPip)).slice(-1).flatMap(withinTenWeeks),
  ...newestPerNumber(termijnen.filter((rule) => isToldEnd(rule) && !isStatutoryPip(rule))).map(onTime),
  passed,
  ...leerroutes,
  ...volumes,
];
