import type { PipContent } from '../../contracts/pip.ts';
import { duoCodeIn } from '../duo/codes.ts';
import { isWithoutDay, reportedPips, standingPips } from '../pip/reports.ts';
import { daySaid, plus } from '../termijnen/calendar.ts';
import { type End, endBy, type Ground } from '../termijnen/termijnen.ts';
import { latestAnswers } from './answers.ts';
import type { DuoFeit, Feit } from './feiten.ts';
import { onMoment } from './feiten.ts';
import type { Belonging } from './gemeente.ts';
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

/** Of decisions of gemeenten: those that hold, unless told otherwise. A change names the day of the first PIP too. */
const byReport = (
  { meldingen }: PipFeiten,
  decisionsIn: typeof reportedPips = standingPips,
): readonly Dagtekening[] =>
  decisionsIn(meldingen).flatMap(({ feit, dagtekening, dagtekeningInitieel }) =>
    [dagtekeningInitieel, dagtekening].flatMap((datum) =>
      datum === undefined ? [] : [{ ...ground(feit, datum), gemeentecode: feit.gemeldDoor }],
    ),
  );

const earliest = <One extends Ground>(all: readonly One[]): One | undefined =>
  all.toSorted(
    (one, other) => one.datum.localeCompare(other.datum) || one.feitId.localeCompare(other.feitId),
  )[0];

/** The first PIP of this person that holds, in whichever gemeente: DUO's word before that of a gemeente. */
export const firstPip = (zaak: PipFeiten): Ground | undefined => firstByDuo(zaak) ?? earliest(byReport(zaak));

const firstByDuo = (zaak: PipFeiten): Ground | undefined => byTermijn(zaak)[0] ?? earliest(byPip(zaak));

/**
 * The PIP from which the inburgeringstermijn counts: the first, also when it was annulled and made anew since, because that changes
 * nothing of the term (Wet inburgering 2021 art. 11; docs/domein.md, case 22). As long as none was made anew there is no term.
 */
export const pipOfTermijn = (zaak: PipFeiten): Ground | undefined =>
  firstByDuo(zaak) ?? (byReport(zaak).length > 0 ? earliest(byReport(zaak, reportedPips)) : undefined);

/** Notifications that say that there is a PIP. */
const proofs = ({ duo }: PipFeiten): readonly { readonly feit: DuoFeit; readonly isOfFormer: boolean }[] =>
  duo.flatMap((feit) => {
    const { pip } = duoCodeIn(feit);
    return pip === undefined ? [] : [{ feit, isOfFormer: pip === 'van de vorige gemeente' }];
  });

/**
 * The PIP of the gemeente that the zaak belongs to, in this stay. One of a gemeente from before, or from before somebody had left the
 * country, has to be established anew, in a way that no source but the gemeente itself tells: as long as it never told of one, nothing
 * is known.
 */
export const pipOf = (zaak: PipFeiten, { current, former, returned }: Belonging): End => {
  const told = proofs(zaak);
  const hasFormer = told.some(({ isOfFormer }) => isOfFormer);
  const came = former[0]?.next.since ?? '';
  const isBack = returned > came;
  const since = isBack ? returned : came;
  const isOwn = ({ datum, gemeentecode }: Dagtekening): boolean =>
    datum >= since && (gemeentecode === undefined ? !hasFormer : gemeentecode === current?.gemeentecode);
  const reports = byReport(zaak);
  const all = [byTermijn(zaak), byPip(zaak), reports];
  const first = all.map((one) => earliest(one.filter(isOwn))).find((one) => one !== undefined);
  if (first !== undefined) return endBy(first);
  const isToldAnew = isBack && reports.some(({ gemeentecode }) => gemeentecode === current?.gemeentecode);
  if (!isToldAnew && (hasFormer || all.flat().length > 0)) return 'niet te volgen';
  const days = told.map(({ feit }) => ground(feit, daySaid(feit)));
  const registered = earliest(days.filter(({ datum }) => !isToldAnew || datum >= since));
  if (registered !== undefined) {
    return registered.datum < since ? 'niet te volgen' : { uiterlijk: registered.datum, ground: registered };
  }
  // A gemeente reported a PIP and not when.
  return zaak.meldingen.some(isWithoutDay) ? 'niet te volgen' : 'nog niet';
};

/**
 * The leerroute of the latest PIP that names one: as the gemeente decided, and as DUO holds it where it tells of a later one. Undefined since
 * a PIP that changes it and does not say to which.
 */
export const leerrouteOf = ({ duo, meldingen }: PipFeiten): PipContent['leerroute'] | undefined => {
  const decided = standingPips(meldingen).findLast((one) => one.leerroute ?? one.changesLeerroute);
  const held = latestAnswers({ duo, meldingen }).pip?.pip;
  // Of a change that does not say to which, DUO's PIP of the same day does.
  const isTold = decided?.leerroute === undefined && decided?.dagtekening === held?.dagtekeningPip;
  return decided && !isTold && decided.dagtekening >= (held?.dagtekeningPip ?? '')
    ? decided.leerroute
    : held?.leerroute;
};
