import type { EndGebeurtenis } from '../../contracts/gemeente-profile.ts';
import { TALK, TEST_TAKEN } from '../../contracts/routemap.ts';
import { findGemeente } from '../gemeenten/index.ts';
import type { TermijnRule } from '../gemeenten/profile.ts';
import { known } from '../known.ts';
import type { DerivedTermijn, End, Start } from '../termijnen/termijnen.ts';
import { onMoment } from '../zaak/feiten.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { endOf, INTAKE_DONE, isBySkippedTest } from '../zaak/termijn-ends.ts';
import { startOf } from '../zaak/termijn-starts.ts';
import { derivedTermijnenOf } from '../zaak/termijnen.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { beginOf, type Ending, endingOf, pausesIn } from './period.ts';

/**
 * What the figures of a gemeente need of one zaak: days and codes, and nothing that says whose zaak it is. Every day is that of a
 * fact, never that of the arrival of a message, so that a late message about today does not change a figure of last year.
 */

/** The steps between which the figures count. */
const MIJLPALEN = [
  'koppeling',
  'vestiging',
  /** The day from which the ten weeks for the PIP count. */
  'piptermijn',
  'leerbaarheidstoets',
  'taallessen',
  'pip',
  /** The dagtekening of the first PIP, in any gemeente. */
  'inburgeringstermijn',
  'voldaan',
  'diploma',
] as const;
export type Mijlpaal = (typeof MIJLPALEN)[number];

/** A day (`YYYY-MM-DD`) when it is certain. Otherwise the days between which it lies, or nothing when no source says that. */
export type KnownDay = string | { readonly vanaf?: string; readonly uiterlijk?: string };

/** One term of a zaak. The profile has its name and its end event, under the same id. */
export interface TermijnDates {
  readonly id: string;
  /** The day before its first day. */
  readonly begin: string;
  readonly einddatum: string;
  readonly einddatumUiterlijk?: string;
  readonly onzeker?: true;
  /** When it was met, for an end event that is told for each term by itself; absent when it was not met. */
  readonly gehaald?: KnownDay;
}

/** The days of one zaak in one gemeente. */
export interface Mijlpalen {
  /** The day from which the gemeente had the zaak. */
  readonly begin: string;
  /** Steps that happened. A step that is absent did not happen, as far as the hub knows. */
  readonly stappen: Readonly<Partial<Record<Mijlpaal, KnownDay>>>;
  /** The route in the PIP of this gemeente that DUO holds: B1-route, onderwijsroute or Z-route. */
  readonly leerroute?: 'B' | 'O' | 'Z';
  readonly einde?: Ending;
  /** The first day of a temporary exemption that lasted until the zaak ended otherwise. */
  readonly vrijgesteldOp?: string;
  /** The times in which the zaak did not run, and after which it ran again. */
  readonly onderbrekingen?: readonly {
    readonly van: string;
    readonly tot: string;
    readonly reden: Ending['reden'];
  }[];
  readonly termijnen: readonly TermijnDates[];
  /** The days of the stay before this one, when the person lived in another gemeente in between. */
  readonly eerder?: Mijlpalen;
}

/** The step that ends a term, for the end events of which a source tells the hub. */
export const MIJLPAAL_OF_END: Readonly<Partial<Record<EndGebeurtenis, Mijlpaal>>> = {
  'taallessen-gestart': 'taallessen',
  [TEST_TAKEN]: 'leerbaarheidstoets',
  'pip-vastgesteld': 'pip',
  'inburgeringsplicht-voldaan': 'voldaan',
  'diploma-behaald': 'diploma',
};

/** End events whose day stands with the term, because each term has a day of its own, or names its own talks. */
const TOLD_OF_TERM: ReadonlySet<EndGebeurtenis> = new Set([
  TALK,
  INTAKE_DONE,
  'verhuizing-afgerond',
  'regievoerder-toegewezen',
]);

/** Whether a source tells the hub that a term of this rule is met. */
export const isToldEnd = ({ eindGebeurtenis }: Pick<TermijnRule, 'eindGebeurtenis'>): boolean =>
  MIJLPAAL_OF_END[eindGebeurtenis] !== undefined || TOLD_OF_TERM.has(eindGebeurtenis);

const dayOfStart = (start: Start | undefined): KnownDay | undefined => {
  if (start === undefined) return undefined;
  const { first, latest } = start;
  if (first === latest) return first;
  return { vanaf: first, ...known({ uiterlijk: latest }) };
};

const dayOfEnd = (end: End): KnownDay | undefined => {
  if (end === 'nog niet') return undefined;
  if (end === 'niet te volgen') return {};
  return 'op' in end ? end.op : { uiterlijk: end.uiterlijk };
};

const stappenOf = (zaak: Zaak, situation: Situation): Mijlpalen['stappen'] => {
  const start = startOf(zaak, situation);
  const end = endOf(zaak, situation);
  const test = end({ eindGebeurtenis: TEST_TAKEN });
  const days: Readonly<Record<Mijlpaal, KnownDay | undefined>> = {
    koppeling: dayOfStart(start('koppeling-geregistreerd')),
    vestiging: dayOfStart(start('brp-inschrijving-ontvangen')),
    piptermijn: dayOfStart(start('pip-termijn-gestart')),
    leerbaarheidstoets: isBySkippedTest(test) ? undefined : dayOfEnd(test),
    taallessen: dayOfEnd(end({ eindGebeurtenis: 'taallessen-gestart' })),
    pip: dayOfEnd(end({ eindGebeurtenis: 'pip-vastgesteld' })),
    inburgeringstermijn: dayOfStart(start('inburgeringstermijn-gestart')),
    voldaan: dayOfEnd(end({ eindGebeurtenis: 'inburgeringsplicht-voldaan' })),
    diploma: dayOfEnd(end({ eindGebeurtenis: 'diploma-behaald' })),
  };
  return Object.fromEntries(Object.entries(days).filter(([, day]) => day !== undefined));
};

const termijnDates = ({ rule, termijn, end }: DerivedTermijn): readonly TermijnDates[] => {
  // A skipped test is neither in time nor late.
  if (!isToldEnd(rule) || isBySkippedTest(end)) return [];
  const gehaald = TOLD_OF_TERM.has(rule.eindGebeurtenis) ? dayOfEnd(end) : undefined;
  const { id, startdatum, einddatum, einddatumUiterlijk, onzekerDoor } = termijn;
  return [
    {
      id,
      begin: startdatum,
      einddatum,
      ...known({ einddatumUiterlijk }),
      ...(onzekerDoor === undefined ? {} : { onzeker: true }),
      ...known({ gehaald }),
    },
  ];
};

/** The leerroute in DUO's newest answer about a PIP of this gemeente. */
const leerrouteOf = ({ duo }: Zaak, gemeentecode: string): Mijlpalen['leerroute'] =>
  duo.toSorted(onMoment).findLast(({ antwoorden: { PIP } }) => PIP?.gemeentecode === gemeentecode)?.antwoorden
    .PIP?.pip.leerroute;

/** The days of a zaak in the gemeente where these facts place it; undefined when they make no zaak in such a gemeente. */
export const mijlpalenOf = (zaak: Zaak): Mijlpalen | undefined => {
  const situation = situationOf(zaak);
  const { gemeentecode, hasZaak } = situation;
  if (!hasZaak || gemeentecode === undefined || findGemeente(gemeentecode) === undefined) return undefined;
  const leerroute = leerrouteOf(zaak, gemeentecode);
  const ending = endingOf(zaak, situation);
  return {
    begin: beginOf(zaak, situation),
    stappen: stappenOf(zaak, situation),
    ...known({ leerroute }),
    ...ending,
    ...pausesIn(zaak),
    termijnen: derivedTermijnenOf(zaak).flatMap(termijnDates),
  };
};
