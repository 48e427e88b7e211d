import type { PipContent } from '../../contracts/pip.ts';
import { duoCodeIn } from '../duo/codes.ts';
import { isWithoutDay, reportedDays, standingPips, withdrawnPips } from '../pip/reports.ts';
import { daySaid, plus } from '../termijnen/calendar.ts';
import { type End, endBy, type Ground } from '../termijnen/termijnen.ts';
import { latestAnswers } from './answers.ts';
import type { DuoFeit, Feit } from './feiten.ts';
import { onMoment } from './feiten.ts';
import type { Belonging } from './gemeente.ts';
import { nextPlichtFrom } from './plicht.ts';
import { situationOf } from './situation.ts';
import type { Zaak } from './zaak.ts';

/**
 * When the PIP was established: on its dagtekening, never on the day on which a source told so. DUO gives the day after the
 * dagtekening as the first day of the inburgeringstermijn (Wet inburgering 2021 art. 11), and the PIP itself; the gemeente may
 * report it.
 */

type PipFeiten = Pick<Zaak, 'duo' | 'meldingen'>;

/** A dagtekening, the gemeente of the PIP when a source names it, and the fact that tells it. */
interface Dagtekening extends Ground {
  readonly gemeentecode?: string | undefined;
}

const ground = ({ feitId }: Feit, datum: string): Ground => ({
  gebeurtenis: 'pip-vastgesteld',
  datum,
  feitId,
});

/** The inburgeringstermijn in DUO's latest answer about it, with the fact that has the answer. */
export const inburgeringstermijnIn = ({ duo }: Pick<Zaak, 'duo'>) => {
  const feit = duo
    .toSorted(onMoment)
    .findLast(({ antwoorden }) => antwoorden.inburgeringstermijn !== undefined);
  const answer = feit?.antwoorden.inburgeringstermijn;
  return feit === undefined || answer === undefined ? undefined : { feit, answer };
};

/** The dagtekening of the first PIP, by the first day of the inburgeringstermijn. */
const byTermijn = (zaak: PipFeiten): readonly Dagtekening[] => {
  const found = inburgeringstermijnIn(zaak);
  return found === undefined ? [] : [ground(found.feit, plus(found.answer.startdatum, '-P1D'))];
};

/** The dagtekening of the PIP that DUO holds. That may be a PIP of a former gemeente. */
const byPip = ({ duo }: PipFeiten): readonly Dagtekening[] =>
  duo.flatMap((feit) => {
    const { PIP } = feit.antwoorden;
    return PIP === undefined
      ? []
      : [{ ...ground(feit, PIP.pip.dagtekeningPip), gemeentecode: PIP.gemeentecode }];
  });

/** The dagtekeningen in every decision of a gemeente, also one that was withdrawn since. */
const byReport = ({ meldingen }: PipFeiten, { begins }: Belonging): readonly Dagtekening[] =>
  reportedDays(meldingen, begins).map(({ feit, dagtekening }) => ({
    ...ground(feit, dagtekening),
    gemeentecode: feit.gemeldDoor,
  }));

/**
 * Whether the PIP of a day holds, because it was not withdrawn or annulled. DUO keeps a PIP of which the inburgeringstermijn began
 * (rule PIP-9), and a change keeps naming it as the first PIP, so neither says that it holds.
 */
const holdsIn = ({
  meldingen,
}: Pick<Zaak, 'meldingen'>): ((day: Pick<Dagtekening, 'datum' | 'gemeentecode'>) => boolean) => {
  const withdrawn = withdrawnPips(meldingen);
  return ({ datum, gemeentecode }) =>
    !withdrawn.some(
      ({ dagtekening, feit: { gemeldDoor } }) =>
        dagtekening === datum && (gemeentecode ?? gemeldDoor) === gemeldDoor,
    );
};

const earliest = <One extends Ground>(all: readonly One[]): One | undefined =>
  all.toSorted(
    (one, other) => one.datum.localeCompare(other.datum) || one.feitId.localeCompare(other.feitId),
  )[0];

/** The first PIP of this person that holds, in any gemeente. The PIP that DUO holds goes before that of a gemeente. */
export const firstPip = (zaak: Zaak): Ground | undefined =>
  firstByDuo(zaak) ?? earliest(byReport(zaak, situationOf(zaak).belonging).filter(holdsIn(zaak)));

const firstByDuo = (zaak: PipFeiten): Ground | undefined => byTermijn(zaak)[0] ?? earliest(byPip(zaak));

/**
 * The PIP from which the inburgeringstermijn counts: the first one, also when it was annulled and made anew since, because that
 * does not change the term (Wet inburgering 2021 art. 11; docs/domein/cases.md, case 22). As long as none was made anew there is no
 * term.
 */
export const pipOfTermijn = (zaak: Zaak): Ground | undefined => {
  const reports = byReport(zaak, situationOf(zaak).belonging);
  return firstByDuo(zaak) ?? (reports.some(holdsIn(zaak)) ? earliest(reports) : undefined);
};

/** Notifications that say that a PIP was established. */
const proofs = ({ duo }: PipFeiten): readonly DuoFeit[] =>
  duo.filter((feit) => duoCodeIn(feit).pip === 'vastgesteld');

/** Whether the person settled with a PIP of the former gemeente. What DUO said last counts: SS120 puts SS121 right. */
const cameWithPip = ({ duo }: PipFeiten): boolean => {
  const { pip } =
    duo
      .map((feit) => ({ feit, pip: duoCodeIn(feit).pip }))
      .filter(({ pip }) => pip === 'van de vorige gemeente' || pip === 'geen')
      .toSorted((one, other) => onMoment(one.feit, other.feit))
      .at(-1) ?? {};
  return pip === 'van de vorige gemeente';
};

/**
 * The first day of the time in which the PIP of a zaak has to be made. `isAnew`: that time began with a return to the country, or
 * with another plicht than before; DUO takes no PIP of before the plicht began (rule PIP-1).
 */
const stayIn = (
  zaak: PipFeiten,
  { former, returned }: Belonging,
): { readonly since: string; readonly isAnew: boolean } => {
  const came = former[0]?.next.since ?? '';
  const begun = nextPlichtFrom(zaak);
  const anew = returned > begun ? returned : begun;
  const isAnew = anew > came;
  return { since: isAnew ? anew : came, isAnew };
};

/**
 * The PIP of the gemeente that the zaak belongs to, in this stay. A PIP must be established anew when it was annulled, is of a
 * gemeente from before, is of before a return to the country, or is of a plicht that ended. Only the gemeente itself tells of that
 * new PIP: as long as it never told of one, nothing is known.
 */
export const pipOf = (zaak: PipFeiten, belonging: Belonging): End => {
  const hasFormer = cameWithPip(zaak);
  const { since, isAnew } = stayIn(zaak, belonging);
  const here = belonging.current?.gemeentecode;
  const isOwn = ({ datum, gemeentecode }: Dagtekening): boolean =>
    datum >= since && (gemeentecode === undefined ? !hasFormer : gemeentecode === here);
  const reports = byReport(zaak, belonging);
  const holds = holdsIn(zaak);
  const all = [byTermijn(zaak), byPip(zaak), reports].map((days) => days.filter(holds));
  const first = all.map((one) => earliest(one.filter(isOwn))).find((one) => one !== undefined);
  if (first !== undefined) return endBy(first);
  const withdrawn = withdrawnPips(zaak.meldingen).filter(({ feit }) => feit.gemeldDoor === here);
  const annulled = withdrawn.filter(({ dagtekening }) => dagtekening >= since);
  // A gemeente that told of a PIP that does not count any more tells of the next one too.
  const isTeller = withdrawn.length > 0 || reports.some(({ gemeentecode }) => gemeentecode === here);
  const isToldAnew = annulled.length > 0 || (isAnew && isTeller);
  if (!isToldAnew && (hasFormer || all.flat().length > 0)) return 'niet te volgen';
  const registered = earliest(
    proofs(zaak)
      .map((feit) => ground(feit, daySaid(feit)))
      .filter(({ datum }) => !isToldAnew || datum >= since)
      // An answer of DUO without a day after an annulled PIP is about that PIP.
      .filter(({ datum }) => !annulled.some(({ dagtekening }) => dagtekening <= datum)),
  );
  if (registered !== undefined) {
    return registered.datum < since ? 'niet te volgen' : { uiterlijk: registered.datum, ground: registered };
  }
  // A gemeente reported a PIP without its day.
  const isOpen = zaak.meldingen.some(
    (feit) => isWithoutDay(feit) && !withdrawn.some((later) => onMoment(later.feit, feit) > 0),
  );
  return isOpen ? 'niet te volgen' : 'nog niet';
};

/**
 * The leerroute of the latest PIP that names one: the decision of the gemeente, or the PIP that DUO holds when it is later.
 * Undefined after a PIP that changes the leerroute and does not say to which.
 */
export const leerrouteOf = (zaak: Zaak): PipContent['leerroute'] | undefined => {
  const decided = standingPips(zaak.meldingen, situationOf(zaak).belonging.begins).findLast(
    (one) => one.leerroute ?? one.changesLeerroute,
  );
  const answer = latestAnswers(zaak).pip;
  const isHeld =
    answer && holdsIn(zaak)({ datum: answer.pip.dagtekeningPip, gemeentecode: answer.gemeentecode });
  const held = isHeld ? answer.pip : undefined;
  // When a change does not say to which leerroute, DUO's PIP of the same day says it.
  const isTold = decided?.leerroute === undefined && decided?.dagtekening === held?.dagtekeningPip;
  return decided && !isTold && decided.dagtekening >= (held?.dagtekeningPip ?? '')
    ? decided.leerroute
    : held?.leerroute;
};
