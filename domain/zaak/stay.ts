import { daySaid } from '../termijnen/calendar.ts';
import { isResidenceIn, type ValidFeiten } from './brp.ts';
import type { Belonging, GemeenteClaim } from './gemeente.ts';
import { type CurrentKoppeling, countedKoppelingen } from './koppelingen.ts';
import { leftBefore } from './left.ts';
import { leftSaidOn } from './plicht.ts';
import { returnedOn } from './returned.ts';
import type { Zaak } from './zaak.ts';

/** When the stay began in which the gemeente has a zaak: a person who leaves and comes back begins anew (docs/domein/brp.md). */

/** The days on which the gemeente took the zaak over from another one, the latest first. */
const takenOverOn = (claims: readonly GemeenteClaim[]): readonly string[] =>
  claims
    .filter(({ gemeentecode }, place) => {
      const before = claims[place + 1];
      return (
        gemeentecode === claims[0]?.gemeentecode && before?.since && before.gemeentecode !== gemeentecode
      );
    })
    .map(({ since }) => since);

/** Whether a koppeling stood on a day. A person who left its household did not leave the gemeente, so for them it stood. */
const stoodOn = ({ end, feit: { koppeling } }: CurrentKoppeling, on: string): boolean =>
  koppeling.datumKoppeling < on &&
  (end === undefined || daySaid(end) >= on || end.oorzaakVerval === 'niet meer in huishouden');

/**
 * The koppelingen without those by which nobody came back. Such a koppeling names a person while an earlier koppeling to this
 * gemeente stood. Either the person lived here and stays in that home, or it names more people than the earlier koppeling, who
 * follow the person.
 */
const withoutFollowers = (
  zaak: Zaak,
  claims: readonly GemeenteClaim[],
  koppelingen: readonly CurrentKoppeling[],
  { residences }: ValidFeiten,
  here: string | undefined,
): readonly CurrentKoppeling[] => {
  const [latest] = residences;
  const isHome = isResidenceIn(here);
  const left = leftSaidOn(zaak);
  const elsewhere = [
    ...claims.map(({ gemeentecode, since }) => ({ gemeentecode, day: since })),
    ...koppelingen.map(({ feit: { koppeling } }) => ({
      gemeentecode: koppeling.gemeentecode,
      day: koppeling.datumKoppeling,
    })),
  ].flatMap(({ gemeentecode, day }) => (gemeentecode === here ? [] : [day]));
  const isNamedAnew = ({ feit: { koppeling, huishouden } }: CurrentKoppeling): boolean => {
    const on = koppeling.datumKoppeling;
    const before = koppelingen.filter((one) => one.feit.koppeling.gemeentecode === here && stoodOn(one, on));
    const lives = residences.find(({ day }) => day <= on);
    const livesElsewhere = lives !== undefined && !lives.feit.gegevens.isCoaLocatie && !isHome(lives);
    const staysHere = latest !== undefined && latest === lives && isHome(latest);
    const areFollowed = before.some(
      ({ feit }) =>
        feit.huishouden.aantalPersonen < huishouden.aantalPersonen &&
        ![...left, ...elsewhere].some((day) => feit.koppeling.datumKoppeling <= day && day <= on),
    );
    return before.length > 0 && !livesElsewhere && (staysHere || areFollowed);
  };
  return koppelingen.filter((one) => one.feit.koppeling.gemeentecode !== here || !isNamedAnew(one));
};

/** The days of these koppelingen, as far as they are to this gemeente. */
const linkedOn = (koppelingen: readonly CurrentKoppeling[], here: string | undefined): readonly string[] =>
  koppelingen
    .filter(({ feit: { koppeling } }) => koppeling.gemeentecode === here)
    .map(({ feit: { koppeling } }) => koppeling.datumKoppeling);

/** The days of the koppelingen that COA gave to another gemeente and then back to this one. */
const givenBackOn = (
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  here: string | undefined,
): readonly string[] => {
  const counting = countedKoppelingen(zaak);
  return koppelingen.flatMap(({ feit: { koppeling } }) => {
    const wasElsewhere = counting.some(
      ({ koppeling: { koppelingId, versie, gemeentecode } }) =>
        koppelingId === koppeling.koppelingId && versie < koppeling.versie && gemeentecode !== here,
    );
    return koppeling.gemeentecode === here && wasElsewhere ? [koppeling.datumKoppeling] : [];
  });
};

/**
 * Since when the gemeente has the zaak: the later of the koppeling and of the day on which it took over from another gemeente. It
 * only takes over after the koppeling when the person had settled there in the stay before, and so comes back. A person who lived
 * with family first, and then came to where COA linked them, was there since the koppeling.
 */
export const currentStay = (
  zaak: Zaak,
  claims: readonly GemeenteClaim[],
  all: readonly CurrentKoppeling[],
  valid: ValidFeiten,
): Pick<Belonging, 'begins' | 'left' | 'returned' | 'since'> => {
  const here = claims[0]?.gemeentecode;
  const koppelingen = withoutFollowers(zaak, claims, all, valid, here);
  const takenOver = takenOverOn(claims);
  // A koppeling that ended counts when none stands.
  const links = linkedOn(
    koppelingen.filter(({ vervallen }, place) => vervallen === undefined || place === 0),
    here,
  );
  const [first = ''] = linkedOn(koppelingen, here).toSorted();
  const again = [...links.filter((day) => day > first), ...givenBackOn(zaak, koppelingen, here)];
  const returns = returnedOn(zaak, valid, here, links);
  const begins = [...new Set([...takenOver, ...again, ...returns])].toSorted().toReversed();
  const { gemeentecode, datumKoppeling } = koppelingen[0]?.feit.koppeling ?? {};
  const linked = gemeentecode === here ? (datumKoppeling ?? '') : '';
  const [latest = ''] = takenOver;
  const before = begins.find((day) => day < latest) ?? '';
  const cameBack = claims.some(
    ({ gemeentecode: of, by, since }) =>
      of === here && (by === 'brp' || by === 'duo') && since >= before && since < latest,
  );
  const since = latest > linked && (cameBack || linked === '') ? latest : linked;
  const returned = returns.toSorted().at(-1) ?? '';
  const begin = returned > since ? returned : since;
  return { begins, left: leftBefore(zaak, claims, all, begin), returned, since: begin };
};
