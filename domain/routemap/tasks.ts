import type { PartnerReport } from '../../contracts/partner-dag.ts';
import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import { type IntakePart, PART_OF_ROLE, TALK, TEST_TAKEN } from '../../contracts/routemap.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { isTold, type LatestNotices } from '../partners/notices.ts';
import { type DerivedTermijn, deadlineOf } from '../termijnen/termijnen.ts';
import { pipOf } from '../zaak/pip.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { endOf, startedTaallessen, stayOf } from '../zaak/termijn-ends.ts';
import { derivedTermijnenOf } from '../zaak/termijnen.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { waitsFor } from './intake.ts';
import { standingReport, talksHeld } from './reports.ts';

/**
 * What each partner has to do and to report on a zaak: its own talk of the brede intake, the start of the lessons, the test, and
 * the end of the brede intake.
 */

/** An event that a partner still has to report, by its last day (`YYYY-MM-DD`) when there is one. */
export interface Task {
  readonly gebeurtenis: PartnerReport;
  readonly datum: string | undefined;
}

/** The events that can be awaited from a partner in this role. */
export const reportsOf = (role: Partnerrol): readonly PartnerReport[] => {
  if (role === 'taalschool') return [TALK, 'taallessen-gestart'];
  if (role === 'lbt-afnemer') return [TEST_TAKEN];
  if (role === 'casusregisseur') return [TALK, ROUNDED_OFF];
  return PART_OF_ROLE[role] === undefined ? [] : [TALK];
};

const ROUNDED_OFF = 'brede-intake-afgerond' satisfies PartnerReport;

/** The earliest day by which one of these terms has passed for certain. */
const firstDeadline = (termijnen: readonly DerivedTermijn[]): string | undefined =>
  termijnen.flatMap(({ termijn }) => deadlineOf(termijn) ?? []).toSorted()[0];

/** Whether the talks are not awaited any more: the brede intake is rounded off, or the PIP that it is for is established. */
const isIntakeOver = (zaak: Zaak, situation: Situation): boolean =>
  standingReport(zaak.meldingen, stayOf(situation), ROUNDED_OFF) !== undefined ||
  typeof pipOf(zaak, situation.belonging) === 'object';

const talkOwed = (zaak: Zaak, situation: Situation, part: IntakePart | undefined): readonly Task[] => {
  if (part === undefined || isIntakeOver(zaak, situation)) return [];
  if (talksHeld(zaak.meldingen, stayOf(situation)).has(part)) return [];
  const datum = firstDeadline(derivedTermijnenOf(zaak).filter(waitsFor(part)));
  // A talk without a last day is owed from the moment that the person lives here, because before that nobody can talk to them.
  return datum === undefined && situation.vestiging === undefined ? [] : [{ gebeurtenis: TALK, datum }];
};

const lessonsOwed = (zaak: Zaak, situation: Situation): readonly Task[] => {
  const waiting = derivedTermijnenOf(zaak).filter(
    ({ rule }) => rule.eindGebeurtenis === 'taallessen-gestart',
  );
  return startedTaallessen(zaak, situation).length > 0 || waiting.length === 0
    ? []
    : [{ gebeurtenis: 'taallessen-gestart', datum: firstDeadline(waiting) }];
};

/** Whether the test is still owed. DUO or the gemeente may say as well that it is done. */
const testOwed = (zaak: Zaak, situation: Situation): readonly Task[] => {
  const isTaken = typeof endOf(zaak, situation)({ eindGebeurtenis: TEST_TAKEN }) === 'object';
  if (isTaken || isIntakeOver(zaak, situation)) return [];
  const waiting = derivedTermijnenOf(zaak).filter(({ rule }) => rule.eindGebeurtenis === TEST_TAKEN);
  return [{ gebeurtenis: TEST_TAKEN, datum: firstDeadline(waiting) }];
};

/** Whether the end of the brede intake is still owed (RBI.T2), when a term of the gemeente waits for it. */
const roundingOffOwed = (zaak: Zaak, situation: Situation): readonly Task[] => {
  const waiting = derivedTermijnenOf(zaak).filter(({ rule }) => rule.eindGebeurtenis === ROUNDED_OFF);
  return isIntakeOver(zaak, situation) || waiting.length === 0
    ? []
    : [{ gebeurtenis: ROUNDED_OFF, datum: firstDeadline(waiting) }];
};

/** The tasks that a partner still has to report on a zaak that it was told of. Empty when the zaak is no longer its business. */
export const tasksOf = (zaak: Zaak, latest: LatestNotices, kanaal: KanaalId): readonly Task[] => {
  const told = latest.get(kanaal);
  const situation = situationOf(zaak);
  const isItsBusiness =
    isTold(told) &&
    situation.status === 'actief' &&
    situation.gemeentecode === kanaalParts(kanaal).gemeentecode;
  if (!isItsBusiness) return [];
  return [
    ...talkOwed(zaak, situation, PART_OF_ROLE[told.last.rol]),
    ...(told.last.rol === 'taalschool' ? lessonsOwed(zaak, situation) : []),
    ...(told.last.rol === 'lbt-afnemer' ? testOwed(zaak, situation) : []),
    ...(told.last.rol === 'casusregisseur' ? roundingOffOwed(zaak, situation) : []),
  ];
};
