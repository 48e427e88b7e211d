import type { Gemeentecode } from '../../contracts/base-types.ts';
import { duoCodeIn } from '../duo/codes.ts';
import { gemeenteOfDoel } from '../duo/doel.ts';
import { isConnected } from '../gemeenten/index.ts';
import { residenceToldBy, type ValidFeiten } from './brp.ts';
import { type Feit, onMoment } from './feiten.ts';
import type { CurrentKoppeling } from './koppelingen.ts';
import { settledByDuo } from './settled-since.ts';
import { currentStay } from './stay.ts';
import type { Zaak } from './zaak.ts';

/**
 * Which gemeente a zaak belongs to: one answer, derived from everything that names a gemeente. Each of these is a claim
 * with the day from which it holds; the latest day wins.
 *
 * 1. The BRP: a registration or a move to a home that is no COA address. Of one day it goes before everything else.
 * 2. DUO's SS120 and SS121: somebody settled in the gemeente to which DUO addressed the notification (`doel`), by the day on which
 *    it told so (`settled-since.ts`).
 * 3. A koppeling of COA that stands, from the day of the koppeling.
 * 4. Where none of these says anything: the gemeente that DUO addressed when it established the plicht, then the gemeente
 *    that opened the zaak itself, then the gemeente of the last koppeling that was withdrawn.
 *
 * A gemeente that is left keeps the zaak in sight for a month (docs/domein/cases.md, case 9).
 */
export type ClaimSource = 'brp' | 'duo' | 'koppeling' | 'plicht' | 'gemeente' | 'ingetrokken koppeling';

/** Of claims from one day, the source that stands first here wins. */
const PRECEDENCE: readonly ClaimSource[] = [
  'brp',
  'duo',
  'koppeling',
  'plicht',
  'gemeente',
  'ingetrokken koppeling',
];

/** One reason why a zaak belongs to a gemeente. */
export interface GemeenteClaim {
  /** CBS code; the BRP may name a gemeente that takes no part in this hub. */
  readonly gemeentecode: string;
  /** First day (`YYYY-MM-DD`) from which it holds; empty for a claim that only counts without any other. */
  readonly since: string;
  readonly by: ClaimSource;
  readonly feit: Feit;
}

/** A gemeente that a zaak belonged to before, with its last claim, and the claim by which another gemeente took over. */
export interface FormerGemeente {
  readonly gemeentecode: string;
  readonly claim: GemeenteClaim;
  /** The first fact that placed the zaak there, after it was anywhere else. */
  readonly arrival: Feit;
  readonly next: GemeenteClaim;
  /** The fact that told `next` first: the first version of a koppeling to that gemeente, or a move that was put right since. */
  readonly departure: Feit;
}

/** The gemeente that a zaak belongs to, and the gemeenten that it belonged to before. */
export interface Belonging {
  readonly current: GemeenteClaim | undefined;
  /** The gemeente that was left last is first. A gemeente that has the zaak again is not among them. */
  readonly former: readonly FormerGemeente[];
  /** The first fact that placed the zaak where it is now, after it was last anywhere else. */
  readonly arrival: Feit | undefined;
  /**
   * The days (`YYYY-MM-DD`) on which a stay in the gemeente of the zaak began, the latest first. A stay begins when the gemeente
   * takes the zaak over from another one, with each koppeling to it but the first, when COA gives a koppeling back to it, and when
   * a person who had left the country comes back (`returned.ts`).
   */
  readonly begins: readonly string[];
  /** The day (`YYYY-MM-DD`) on which the person left the gemeente before the last stay (`left.ts`); empty when nobody said so. */
  readonly left: string;
  /** The last day in `begins` on which a person came back who had left the country; empty when there is none. */
  readonly returned: string;
  /** The day (`YYYY-MM-DD`) since which the gemeente has the zaak, this time; empty when it always had. */
  readonly since: string;
}

const fromBrp = ({ residences }: ValidFeiten): readonly GemeenteClaim[] =>
  residences
    .filter(({ feit: { gegevens } }) => !gegevens.isCoaLocatie)
    .map(({ feit, day }) => ({ gemeentecode: feit.gegevens.gemeentecode, since: day, by: 'brp', feit }));

const fromDuo = (zaak: Zaak, valid: ValidFeiten): readonly GemeenteClaim[] => [
  ...settledByDuo(zaak, valid).flatMap(({ feit, gemeentecode, isMove, since }): readonly GemeenteClaim[] =>
    isMove && gemeentecode !== undefined ? [{ gemeentecode, since, by: 'duo', feit }] : [],
  ),
  ...zaak.duo.flatMap((feit): readonly GemeenteClaim[] => {
    const gemeentecode = gemeenteOfDoel(feit.doel);
    const { gebeurtenis, namesGemeente } = duoCodeIn(feit);
    return gemeentecode !== undefined && namesGemeente === true && gebeurtenis !== 'gemeente-gewijzigd'
      ? [{ gemeentecode, since: '', by: 'plicht', feit }]
      : [];
  }),
];

const fromKoppelingen = (koppelingen: readonly CurrentKoppeling[]): readonly GemeenteClaim[] =>
  koppelingen.map(({ feit, vervallen }) => ({
    gemeentecode: feit.koppeling.gemeentecode,
    ...(vervallen === undefined
      ? { since: feit.koppeling.datumKoppeling, by: 'koppeling' }
      : { since: '', by: 'ingetrokken koppeling' }),
    feit,
  }));

/** A report of the routemap says nothing about which gemeente a zaak belongs to. */
const isOfRoutemap = (feit: Feit): boolean => feit.soort === 'melding' && feit.routemap !== undefined;

const fromReports = (zaak: Zaak): readonly GemeenteClaim[] => [
  ...zaak.geopend.map((feit): GemeenteClaim => {
    const { gemeentecode } = feit.gegevens;
    return { gemeentecode, since: '', by: 'gemeente', feit };
  }),
  ...zaak.meldingen.flatMap((feit): readonly GemeenteClaim[] =>
    feit.gemeentecode === undefined || isOfRoutemap(feit)
      ? []
      : [{ gemeentecode: feit.gemeentecode, since: '', by: 'gemeente', feit }],
  ),
];

/** The latest first. */
const byPrecedence = (one: GemeenteClaim, other: GemeenteClaim): number =>
  other.since.localeCompare(one.since) ||
  PRECEDENCE.indexOf(one.by) - PRECEDENCE.indexOf(other.by) ||
  onMoment(other.feit, one.feit);

/**
 * Several claims may name the same gemeente from the same day, because DUO may tell a move again after the BRP. This picks the
 * claim that was told first, and the fact that told it.
 */
const toldFirst = (
  zaak: Zaak,
  claim: GemeenteClaim,
  claims: readonly GemeenteClaim[],
): Pick<FormerGemeente, 'next' | 'departure'> => {
  const [first = { next: claim, departure: claim.feit }] = claims
    .filter(({ gemeentecode, since }) => gemeentecode === claim.gemeentecode && since === claim.since)
    .flatMap((next) => toldBy(zaak, next.feit).map((departure) => ({ next, departure })))
    .toSorted((one, other) => onMoment(one.departure, other.departure));
  return first;
};

/** Gemeenten that had the zaak before, each with the claim that took it over from them. */
const formerOf = (zaak: Zaak, claims: readonly GemeenteClaim[]): readonly FormerGemeente[] => {
  const dated = claims.filter(({ since }) => since !== '');
  const seen = new Set([dated[0]?.gemeentecode]);
  return dated.flatMap((claim, index) => {
    const { gemeentecode } = claim;
    const over = dated[index - 1];
    if (over === undefined || seen.has(gemeentecode)) return [];
    seen.add(gemeentecode);
    const { next, departure } = toldFirst(zaak, over, dated);
    return [{ gemeentecode, claim, arrival: firstTold(zaak, claim, dated.slice(index)), next, departure }];
  });
};

/** The claims of one stay, the latest first, and the claim of the other gemeente that the zaak belonged to before it. */
interface ClaimedStay {
  readonly stay: readonly GemeenteClaim[];
  readonly before: GemeenteClaim | undefined;
}

/** The stay that ends with the first of these claims. `claims` has the latest first. */
const latestStay = (claims: readonly GemeenteClaim[]): ClaimedStay => {
  const elsewhere = claims.findIndex(
    ({ gemeentecode, since }) => gemeentecode !== claims[0]?.gemeentecode && since !== '',
  );
  return { stay: elsewhere === -1 ? claims : claims.slice(0, elsewhere), before: claims[elsewhere] };
};

/**
 * The fact that told first of the stay that ends with this claim. It is a fact that makes that stay, or one that named the gemeente
 * since the zaak was another gemeente's, even when it was put right since. Where the person lived before may be told later than the
 * stay itself.
 */
const firstTold = (
  zaak: Zaak,
  { gemeentecode, feit }: GemeenteClaim,
  claims: readonly GemeenteClaim[],
): Feit => {
  const { stay, before } = latestStay(claims);
  const naming = [...zaak.feiten.values()]
    .filter((one) => gemeenteIn(one) === gemeentecode && !isOfRoutemap(one))
    .filter((one) => before === undefined || onMoment(one, before.feit) > 0);
  const [first = feit] = [...stay.flatMap((claim) => toldBy(zaak, claim.feit)), ...naming].toSorted(onMoment);
  return first;
};

/**
 * Whether a former gemeente was told this fact before the zaak left. It was told what came before the claim that took the zaak
 * over. But a fact that names or comes from another gemeente must also come before the zaak arrived, because a move is often told
 * more than once, and put right.
 */
export const isToldIn =
  ({ gemeentecode, arrival, departure }: FormerGemeente) =>
  (feit: Feit): boolean => {
    const isOfOther = [gemeenteIn(feit), feit.gemeldDoor].some(
      (named) => named !== undefined && named !== gemeentecode,
    );
    return onMoment(feit, isOfOther ? arrival : departure) < 0;
  };

/**
 * The facts that said the same as this one about the same gemeente, the first among them. The version of a koppeling that counts
 * may repeat an earlier version, and a correction of the BRP may repeat what it puts right.
 */
const toldBy = (zaak: Zaak, feit: Feit): readonly Feit[] => {
  switch (feit.soort) {
    case 'koppeling':
      return zaak.koppelingen.filter(
        ({ koppeling: { koppelingId, gemeentecode } }) =>
          koppelingId === feit.koppeling.koppelingId && gemeentecode === feit.koppeling.gemeentecode,
      );
    case 'brp-inschrijving':
    case 'brp-verhuizing':
      return residenceToldBy(zaak, feit).filter(
        ({ gegevens }) => gegevens.gemeentecode === feit.gegevens.gemeentecode,
      );
    default:
      return [feit];
  }
};

/** The fact that was told first, of the claims from the latest back to the last day of another gemeente. */
const arrivalOf = (zaak: Zaak, claims: readonly GemeenteClaim[]): Feit | undefined =>
  latestStay(claims)
    .stay.filter(({ gemeentecode }) => gemeentecode === claims[0]?.gemeentecode)
    .flatMap(({ feit }) => toldBy(zaak, feit))
    .toSorted(onMoment)[0];

/** Weighs everything that names a gemeente. */
export function belongingOf(
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  valid: ValidFeiten,
): Belonging {
  const claims = [
    ...fromBrp(valid),
    ...fromDuo(zaak, valid),
    ...fromKoppelingen(koppelingen),
    ...fromReports(zaak),
  ].toSorted(byPrecedence);
  return {
    current: claims[0],
    former: formerOf(zaak, claims),
    arrival: arrivalOf(zaak, claims),
    ...currentStay(zaak, claims, koppelingen, valid),
  };
}

/** The gemeente that a fact names, which may take no part in this hub. */
export const gemeenteIn = (feit: Feit): string | undefined => {
  switch (feit.soort) {
    case 'koppeling':
      return feit.koppeling.gemeentecode;
    case 'brp-inschrijving':
    case 'brp-verhuizing':
    case 'casus-geopend':
      return feit.gegevens.gemeentecode;
    case 'duo':
      return gemeenteOfDoel(feit.doel);
    case 'melding':
      return feit.gemeentecode;
    default:
      return undefined;
  }
};

/** Every gemeente of this hub that any fact ever named, also facts that were put right since. Only these can have a list entry. */
export const namedGemeenten = (zaak: Zaak): readonly Gemeentecode[] => [
  ...new Set([...zaak.feiten.values()].flatMap((feit) => gemeenteIn(feit) ?? []).filter(isConnected)),
];
