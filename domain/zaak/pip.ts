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
 * When the PIP was established: on its dagtekening, never on the day on which somebody told so. DUO gives the day after it
 * as the first day of the inburgeringstermijn (Wet inburgering 2021 art. 11), and the PIP itself; the gemeente may report it.
 */

type PipFeiten = Pick<Zaak, 'duo' | 'meldingen'>;

/** A dagtekening, the gemeente that it is of when a source says so, and the fact that tells it. */
interface Dagtekening extends Ground {
  readonly gemeentecode?: string | undefined;
}

const ground = ({ feitId }: Feit, datum: string): Ground => ({
  gebeurtenis: 'pip-vastgesteld',
  datum,
  feitId,
});

/** The inburgeringstermijn as DUO answered last, with the fact that the answer came with. */
export const inburgeringstermijnIn = ({ duo }: Pick<Zaak, 'duo'>) => {
  const feit = duo
    .toSorted(onMoment)
    .findLast(({ antwoorden }) => antwoorden.inburgeringstermijn !== undefined);
  const answer = feit?.antwoorden.inburgeringstermijn;
  return feit === undefined || answer === undefined ? undefined : { feit, answer };
};

/** Of the first PIP, by the first day of the inburgeringstermijn. */
const byTermijn = (zaak: PipFeiten): readonly Dagtekening[] => {
  const found = inburgeringstermijnIn(zaak);
  return found === undefined ? [] : [ground(found.feit, plus(found.answer.startdatum, '-P1D'))];
};

/** Of the PIP that DUO holds, a former gemeente's perhaps. */
const byPip = ({ duo }: PipFeiten): readonly Dagtekening[] =>
  duo.flatMap((feit) => {
    const { PIP } = feit.antwoorden;
    return PIP === undefined
      ? []
      : [{ ...ground(feit, PIP.pip.dagtekeningPip), gemeentecode: PIP.gemeentecode }];
  });

/** By every decision of a gemeente, what was withdrawn since among it. */
const byReport = ({ meldingen }: PipFeiten, { begins }: Belonging): readonly Dagtekening[] =>
  reportedDays(meldingen, begins).map(({ feit, dagtekening }) => ({
    ...ground(feit, dagtekening),
    gemeentecode: feit.gemeldDoor,
  }));

/**
 * Whether the PIP of a day was not withdrawn or annulled. DUO goes on holding one of which the inburgeringstermijn began (rule PIP-9),
 * and a change goes on naming it as the first.
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

/** The first PIP of this person that holds, in whichever gemeente: the one that DUO holds before that of a gemeente. */
export const firstPip = (zaak: Zaak): Ground | undefined =>
  firstByDuo(zaak) ?? earliest(byReport(zaak, situationOf(zaak).belonging).filter(holdsIn(zaak)));

const firstByDuo = (zaak: PipFeiten): Ground | undefined => byTermijn(zaak)[0] ?? earliest(byPip(zaak));

/**
 * The PIP from which the inburgeringstermijn counts: the first, also when it was annulled and made anew since, because that changes
 * nothing of the term (Wet inburgering 2021 art. 11; docs/domein/cases.md, case 22). As long as none was made anew there is no term.
 */
export const pipOfTermijn = (zaak: Zaak): Ground | undefined => {
  const reports = byReport(zaak, situationOf(zaak).belonging);
  return firstByDuo(zaak) ?? (reports.some(holdsIn(zaak)) ? earliest(reports) : undefined);
};

/** Notifications that say that a PIP was established. */
const proofs = ({ duo }: PipFeiten): readonly DuoFeit[] =>
  duo.filter((feit) => duoCodeIn(feit).pip === 'vastgesteld');

/** Whether somebody settled with a PIP of the former gemeente, by what DUO said last of that: SS120 puts SS121 right. */
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
 * The day since which the PIP of a zaak has to be made, and whether it is of somebody who had left the country before, or of another plicht
 * than before: DUO takes no PIP of before the plicht began (rule PIP-1).
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
 * The PIP of the gemeente that the zaak belongs to, in this stay. One of a gemeente from before, from before somebody had left the
 * country, or of a plicht that ended has to be established anew, in a way that no source but the gemeente itself tells, and so has one that was annulled: as long
 * as it never told of one, nothing is known.
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
  // Who told of a PIP that counts no more tells of the next one too.
  const isTeller = withdrawn.length > 0 || reports.some(({ gemeentecode }) => gemeentecode === here);
  const isToldAnew = annulled.length > 0 || (isAnew && isTeller);
  if (!isToldAnew && (hasFormer || all.flat().length > 0)) return 'niet te volgen';
  const registered = earliest(
    proofs(zaak)
      .map((feit) => ground(feit, daySaid(feit)))
      .filter(({ datum }) => !isToldAnew || datum >= since)
      // What DUO says without a day after a PIP that was annulled is of that one.
      .filter(({ datum }) => !annulled.some(({ dagtekening }) => dagtekening <= datum)),
  );
  if (registered !== undefined) {
    return registered.datum < since ? 'niet te volgen' : { uiterlijk: registered.datum, ground: registered };
  }
  // A gemeente reported a PIP and not when.
  const isOpen = zaak.meldingen.some(
    (feit) => isWithoutDay(feit) && !withdrawn.some((later) => onMoment(later.feit, feit) > 0),
  );
  return isOpen ? 'niet te volgen' : 'nog niet';
};

/**
 * The leerroute of the latest PIP that names one: as the gemeente decided, and as DUO holds it where it tells of a later one. Undefined since
 * a PIP that changes it and does not say to which.
 */
export const leerrouteOf = (zaak: Zaak): PipContent['leerroute'] | undefined => {
  const decided = standingPips(zaak.meldingen, situationOf(zaak).belonging.begins).findLast(
    (one) => one.leerroute ?? one.changesLeerroute,
  );
  const answer = latestAnswers(zaak).pip;
  const isHeld =
    answer && holdsIn(zaak)({ datum: answer.pip.dagtekeningPip, gemeentecode: answer.gemeentecode });
  const held = isHeld ? answer.pip : undefined;
  // Of a change that does not say to which, DUO's PIP of the same day does.
  const isTold = decided?.leerroute === undefined && decided?.dagtekening === held?.dagtekeningPip;
  return decided && !isTold && decided.dagtekening >= (held?.dagtekeningPip ?? '')
    ? decided.leerroute
    : held?.leerroute;
};
