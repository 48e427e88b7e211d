import type { EndGebeurtenis } from '../../contracts/gemeente-profile.ts';
import {
  INTAKE_PARTS,
  type IntakePart,
  LBT,
  type MissingPart,
  type RepeatedEvent,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  TALK,
  TEST_TAKEN,
} from '../../contracts/routemap.ts';
import { NO_END } from '../../contracts/years.ts';
import { duoCodeIn, type Plicht } from '../duo/codes.ts';
import { isAboutStay, type Stay, standingReport, talksHeld } from '../routemap/reports.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { type End, type EndRule, endBy } from '../termijnen/termijnen.ts';
import { type MeldingFeit, onMoment } from './feiten.ts';
import { takenAt } from './lbt.ts';
import { pipOf } from './pip.ts';
import { endedAs, plichtIn, plichtOf } from './plicht.ts';
import { assignmentsBy } from './regisseur.ts';
import type { Situation } from './situation.ts';
import type { Zaak } from './zaak.ts';

/** What the facts say about the end of terms. It follows from the whole set of facts, never from the order of arrival. */

type EndOf = (zaak: Zaak, situation: Situation, rule: EndRule) => End;

/**
 * The stay that the terms of a zaak are about. What was done in an earlier stay meets none of them. In a first stay everything
 * counts, also from before the day of the koppeling, because the gemeente may have opened the zaak itself.
 */
export const stayOf = ({ gemeentecode, sinds, belonging, koppeling, redenVervallen }: Situation): Stay => {
  if (belonging.begins.includes(sinds)) return { gemeentecode, since: sinds, left: belonging.left };
  // When a zaak goes on although COA ended the koppeling to this gemeente, what was planned before that is over.
  const isOwn = koppeling?.feit.koppeling.gemeentecode === gemeentecode;
  const end = redenVervallen === undefined && isOwn ? koppeling?.end : undefined;
  return { gemeentecode, since: '', ...(end && { left: daySaid(end) }) };
};

/** The end of a term of the brede intake as a whole. */
export const INTAKE_DONE = 'brede-intake-afgerond';

const TEST: EndRule = { eindGebeurtenis: TEST_TAKEN };
const SKIPPED_TEST = 'leerbaarheidstoets-overgeslagen';

/** Whether a term ended because the test that it waits for was skipped. */
export const isBySkippedTest = (end: End): boolean =>
  typeof end === 'object' && end.ground?.gebeurtenis === SKIPPED_TEST;

/**
 * DUO tells the result and not the test itself: its datumAfname is the day on which it registered the result. The report of the
 * organisation that took the test names the better day (R09.3, R09.4).
 */
const leerbaarheidstoets: EndOf = (zaak, situation) => {
  const said = (event: OnceReported) =>
    dayOfReport(standingReport(zaak.meldingen, stayOf(situation), event), event);
  const day = said(TEST_TAKEN);
  if (day !== undefined) return day;
  const at = takenAt(zaak);
  // A skipped test has no result to wait for. A test that was taken all the same counts.
  return at === undefined ? (said(SKIPPED_TEST) ?? 'nog niet') : { op: at };
};

const LESSONS = 'nl.inburgeringszaken.taallessen.gestart.v1' satisfies MeldingFeit['melding'];

/**
 * The reports that the lessons of this stay began, by the gemeente or its partner, the first day at the front. A report replaces an
 * earlier one of the same organisation.
 */
export const startedTaallessen = ({ meldingen }: Zaak, situation: Situation): readonly MeldingFeit[] => {
  const { since, gemeentecode: here } = stayOf(situation);
  const started = meldingen
    .filter(({ melding, gemeentecode = here }) => melding === LESSONS && gemeentecode === here)
    .filter(({ datum = since }) => datum >= since);
  return [...Map.groupBy(started, ({ partner }) => partner).values()]
    .flatMap((reports) => reports.toSorted(onMoment).slice(-1))
    .toSorted((one, other) => (one.datum ?? '~').localeCompare(other.datum ?? '~') || onMoment(one, other));
};

/** As long as no taalschool reports the day, nothing is known: the term never counts as passed. */
const lessons: EndOf = (zaak, situation) => {
  const [first] = startedTaallessen(zaak, situation);
  return first?.datum === undefined ? 'niet te volgen' : { op: first.datum };
};

/**
 * The end on the day that a source gives as the end of the plicht. Without it, the day on which it was said first is the latest
 * possible day.
 */
const endedOn = (einddatum: string | undefined, gezegdOp: string): End =>
  einddatum === undefined || einddatum === NO_END ? { uiterlijk: gezegdOp } : { op: einddatum };

/** Whether the plicht is met, by what was said about it since it last held. */
const voldaan: EndOf = (zaak) => {
  const end = endedAs(zaak, 'voldaan');
  return end === undefined ? 'nog niet' : endedOn(end.einddatum, end.gezegdOp);
};

/**
 * Whether the plicht is met by a diploma, since DUO last said that it holds. Meeting it in another way says nothing about a
 * diploma.
 */
const byDiploma: EndOf = ({ duo }) => {
  const said = duo.filter((feit) => duoCodeIn(feit).isDiploma === true || plichtIn(feit) !== 'voldaan');
  const end = endedAs({ duo: said, meldingen: [] }, 'voldaan');
  return end === undefined ? 'nog niet' : endedOn(end.einddatum, end.gezegdOp);
};

/**
 * The first casusregisseur of this stay in the gemeente that has the zaak, from the first day of the assignment. Not every gemeente
 * reports them to the hub, so as long as this one reports none nothing is known, and the term never counts as passed.
 */
const firstRegisseur: EndOf = ({ regisseurs }, situation) => {
  const stay = stayOf(situation);
  const first = assignmentsBy(regisseurs, stay.gemeentecode).find((feit) =>
    isAboutStay({ datum: feit.gegevens.ingangsdatum, tijdstip: feit.tijdstip }, stay),
  );
  const { feitId, gegevens } = first ?? {};
  if (feitId === undefined || gegevens === undefined) return 'niet te volgen';
  const datum = gegevens.ingangsdatum;
  return endBy({ gebeurtenis: 'regievoerder-toegewezen', datum, feitId });
};

/**
 * The day of an event of the routemap, by the report that counts, or else by a report of an event that implies it (R05.T2). As long
 * as nobody reports either, nothing is known.
 */
const byRoutemap = (event: OnceReported): EndOf => {
  const also = ROUTEMAP_EVENTS.filter((one): one is OnceReported => ROUTEMAP[one].geldtAls === event);
  return ({ meldingen }, situation) => {
    const [day] = [event, ...also].flatMap(
      (one) => dayOfReport(standingReport(meldingen, stayOf(situation), one), one) ?? [],
    );
    return day ?? 'niet te volgen';
  };
};

type OnceReported = Exclude<RoutemapEvent, RepeatedEvent>;

const dayOfReport = (report: MeldingFeit | undefined, gebeurtenis: RoutemapEvent): End | undefined =>
  report?.datum === undefined
    ? undefined
    : endBy({ gebeurtenis, datum: report.datum, feitId: report.feitId });

/** The talks that a term is about when its rule names none: those for which the routemap gives fifteen days (R03.5). */
const USUAL_TALKS: readonly IntakePart[] = ['casusregisseur', 'taalschool', 'participatie'];

/** The talks that a term is about; undefined when another event ends it. */
export const talksOf = ({
  eindGebeurtenis,
  onderdelen = USUAL_TALKS,
}: EndRule): readonly IntakePart[] | undefined => (eindGebeurtenis === TALK ? onderdelen : undefined);

/** The term ends on the day of the last talk, once every talk was held. Once the first talk is reported, the others are awaited. */
const talks: EndOf = ({ meldingen }, situation, rule) => {
  const onderdelen = talksOf(rule) ?? [];
  const held = talksHeld(meldingen, stayOf(situation));
  if (held.size === 0) return 'niet te volgen';
  const own = onderdelen.flatMap((part) => held.get(part) ?? []);
  if (own.length < onderdelen.length) return 'nog niet';
  const [last] = own.toSorted(
    (one, other) => (other.datum ?? '').localeCompare(one.datum ?? '') || onMoment(one, other),
  );
  return dayOfReport(last, TALK) ?? 'niet te volgen';
};

/**
 * How the hub knows that an event happened that ends a term. Nobody reports other events to the hub yet, so a term that they end
 * never counts as passed. `ENDED_BY` (domain/termijnen/explanation.ts) names every event.
 */
const ENDS: Readonly<Partial<Record<EndGebeurtenis, EndOf>>> = {
  'brede-intake-gesprek-gevoerd': talks,
  [INTAKE_DONE]: byRoutemap(INTAKE_DONE),
  'verhuizing-afgerond': byRoutemap('verhuizing-afgerond'),
  'regievoerder-toegewezen': firstRegisseur,
  'taallessen-gestart': lessons,
  [TEST_TAKEN]: leerbaarheidstoets,
  'pip-vastgesteld': (zaak, { belonging }) => pipOf(zaak, belonging),
  'inburgeringsplicht-voldaan': voldaan,
  'diploma-behaald': byDiploma,
};

/** What the hub knows about an end event of a zaak. */
export const endOf =
  (zaak: Zaak, situation: Situation) =>
  (rule: EndRule): End =>
    ENDS[rule.eindGebeurtenis]?.(zaak, situation, rule) ?? 'niet te volgen';

/** What the brede intake still misses: talks that nobody reported, and the test (RBI.T2). */
export const missingOfIntake = (zaak: Zaak, situation: Situation): readonly MissingPart[] => {
  const held = talksHeld(zaak.meldingen, stayOf(situation));
  const isTaken = typeof leerbaarheidstoets(zaak, situation, TEST) === 'object';
  const all: readonly MissingPart[] = [...INTAKE_PARTS, LBT];
  return all.filter((part) => (part === LBT ? !isTaken : !held.has(part)));
};

/**
 * Whether a term of the brede intake is shown although nothing is known of its end, because nobody has to report that the intake is
 * done. It is shown until a PIP is set, which is made from the intake.
 */
export const isPendingIntake = (zaak: Zaak, situation: Situation, { eindGebeurtenis }: EndRule): boolean =>
  eindGebeurtenis === INTAKE_DONE && typeof pipOf(zaak, situation.belonging) !== 'object';

const REASONS: Readonly<Record<Exclude<Plicht, 'geldt'>, string>> = {
  geen: 'geen inburgeringsplicht',
  voldaan: 'inburgeringsplicht voldaan',
  ingetrokken: 'inburgeringsplicht ingetrokken',
  'tijdelijk vrijgesteld': 'tijdelijke vrijstelling',
};

/** Why nothing is due any more although the zaak stands, by the last that DUO said about the plicht (case 10). */
export const reasonWithoutPlicht = (zaak: Zaak): string | undefined => {
  const plicht = plichtOf(zaak);
  return plicht === undefined || plicht === 'geldt' ? undefined : REASONS[plicht];
};
