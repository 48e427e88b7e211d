import type { Intake } from '../../contracts/intake.ts';
import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import {
  INTAKE_PARTS,
  type IntakePart,
  LBT,
  type MissingPart,
  PART_OF_ROLE,
  TEST_TAKEN,
} from '../../contracts/routemap.ts';
import { missingUitslag } from '../duomeldingen/uitslag.ts';
import { findGemeente } from '../gemeenten/index.ts';
import { type GemeenteProfile, isValidAt } from '../gemeenten/profile.ts';
import { known } from '../known.ts';
import type { DerivedTermijn } from '../termijnen/termijnen.ts';
import { lbtResultaten } from '../zaak/lbt.ts';
import { situationOf } from '../zaak/situation.ts';
import { endOf, isBySkippedTest, missingOfIntake, stayOf, talksOf } from '../zaak/termijn-ends.ts';
import { derivedTermijnenOf } from '../zaak/termijnen.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { advicesGiven, standingReport, talksHeld } from './reports.ts';

/**
 * The brede intake of a zaak: what was done, what is missing, by when, and which partner owes it (werkafspraken RBI.T2, RBI.T3).
 */

/** Who does a part or the test on a day (`YYYY-MM-DD`): the partner that has it, or else the gemeente itself. */
export const holderOf = (
  part: MissingPart,
  profile: Pick<GemeenteProfile, 'partners'> | undefined,
  today: string,
): string => {
  const isHolder = (role: Partnerrol): boolean =>
    part === LBT ? role === 'lbt-afnemer' : PART_OF_ROLE[role] === part;
  const partner = profile?.partners.find(({ rol, valid }) => isHolder(rol) && isValidAt(valid, today));
  return partner?.sleutel ?? REGIEVOERDER;
};

/** The last day of the term, of these, that ends first. */
const firstEnd = (termijnen: readonly DerivedTermijn[]): string | undefined =>
  termijnen.map(({ termijn }) => termijn.einddatum).toSorted()[0];

/** Whether a term ends with the talk about this part, alone or with other talks. */
export const waitsFor =
  (part: IntakePart) =>
  ({ rule }: Pick<DerivedTermijn, 'rule'>): boolean =>
    talksOf(rule)?.includes(part) === true;

/** The intake as the gemeente of a zaak sees it on a day (`YYYY-MM-DD`). */
export const intakeOf = (zaak: Zaak, today: string): Omit<Intake, 'zaakId'> => {
  const situation = situationOf(zaak);
  const profile = situation.gemeentecode && findGemeente(situation.gemeentecode);
  const stay = stayOf(situation);
  const termijnen = derivedTermijnenOf(zaak);
  const held = talksHeld(zaak.meldingen, stay);
  const advices = advicesGiven(zaak.meldingen, stay);
  const parts = INTAKE_PARTS.map((part) =>
    known({
      onderdeel: part,
      bij: holderOf(part, profile, today),
      uiterlijk: firstEnd(termijnen.filter(waitsFor(part))),
      gehoudenOp: held.get(part)?.datum,
      adviesOp: advices.get(part)?.datum,
    }),
  );
  const taken = endOf(zaak, situation)({ eindGebeurtenis: TEST_TAKEN });
  const isTaken = typeof taken === 'object';
  const isSkipped = isBySkippedTest(taken);
  const ontbreekt = [...missingOfIntake(zaak, situation)];
  return known({
    onderdelen: parts,
    leerbaarheidstoets: known({
      bij: holderOf(LBT, profile, today),
      uiterlijk: firstEnd(termijnen.filter(({ rule }) => rule.eindGebeurtenis === TEST_TAKEN)),
      afgenomenOp: isTaken && !isSkipped && 'op' in taken ? taken.op : undefined,
      overgeslagenOp: isTaken && isSkipped && 'op' in taken ? taken.op : undefined,
      uitslagNagevraagdOp: missingUitslag(zaak)?.lastAsked,
      uitslagBekend: lbtResultaten(zaak).some(({ status }) => status === 'geldig'),
    }),
    afgerondOp: standingReport(zaak.meldingen, stay, 'brede-intake-afgerond')?.datum,
    ontbreekt,
  });
};
