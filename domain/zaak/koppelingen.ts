import type { Persoon } from '../../contracts/coa.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { completed } from '../known.ts';
import { countedVersions, type VersionClaim } from '../koppeling/typed-over.ts';
import {
  isReported,
  type KoppelingFeit,
  type KoppelingVervallenFeit,
  onMoment,
  ownSourceFirst,
} from './feiten.ts';
import { oncePerState } from './once-per-state.ts';
import type { Zaak } from './zaak.ts';

/** A koppeling as its latest version has it, and whether it still stands. */
export interface CurrentKoppeling {
  readonly feit: KoppelingFeit;
  /** Present when the koppeling ended: withdrawn, or the person left the household. */
  readonly vervallen?: ReasonIntrekking;
  /** The fact that ended it. */
  readonly end?: KoppelingVervallenFeit;
}

const highestVersion = <Version>(versions: readonly Version[], number: (version: Version) => number) =>
  versions.reduce<Version | undefined>(
    (highest, version) => (highest === undefined || number(version) > number(highest) ? version : highest),
    undefined,
  );

/** A fact that a version of a koppeling brought. */
export type VersionFeit = KoppelingFeit | KoppelingVervallenFeit;

/** What the version of such a fact says about whose the koppeling is. */
export const claimOf = (feit: VersionFeit): VersionClaim =>
  feit.soort === 'koppeling'
    ? {
        versie: feit.koppeling.versie,
        gemeentecode: feit.koppeling.gemeentecode,
        isIngetrokken: false,
        oorzaak: feit,
      }
    : {
        versie: feit.versie,
        gemeentecode: feit.gemeentecode,
        isIngetrokken: feit.oorzaakVerval === 'ingetrokken',
        oorzaak: feit,
      };

/** The facts about one koppeling, those that count for nothing among them. */
export const feitenOfKoppeling = (
  { koppelingen, vervallen }: Pick<Zaak, 'koppelingen' | 'vervallen'>,
  koppelingId: string,
): readonly VersionFeit[] => [
  ...koppelingen.filter(({ koppeling }) => koppeling.koppelingId === koppelingId),
  ...vervallen.filter((feit) => feit.koppelingId === koppelingId),
];

/** What a gemeente typed over of the household of another, and the version that says so (`countedVersions`). */
export const typedOverOfOther = (
  zaak: Pick<Zaak, 'koppelingen' | 'vervallen'>,
): readonly { readonly gemeld: VersionFeit; readonly bron: VersionFeit }[] =>
  koppelingIds(zaak).flatMap((koppelingId) => {
    const feiten = feitenOfKoppeling(zaak, koppelingId);
    const counting = countedVersions(feiten, claimOf);
    return feiten
      .filter((feit) => !counting.includes(feit))
      .flatMap((gemeld) => {
        const bron = counting.findLast(
          (feit) =>
            claimOf(feit).gemeentecode !== undefined && claimOf(feit).versie <= claimOf(gemeld).versie,
        );
        return bron === undefined ? [] : [{ gemeld, bron }];
      });
  });

/** The koppelingen whose version counts (`countedVersions`): a gemeente may have typed over what is of another. */
export const countedKoppelingen = (
  zaak: Pick<Zaak, 'koppelingen' | 'vervallen'>,
): readonly KoppelingFeit[] =>
  zaak.koppelingen.some(isReported)
    ? koppelingIds(zaak).flatMap((koppelingId) =>
        countedVersions(feitenOfKoppeling(zaak, koppelingId), claimOf).filter(
          (feit) => feit.soort === 'koppeling',
        ),
      )
    : zaak.koppelingen;

const koppelingIds = ({ koppelingen }: Pick<Zaak, 'koppelingen'>): readonly string[] => [
  ...new Set(koppelingen.map(({ koppeling }) => koppeling.koppelingId)),
];

const highestFirst = (one: KoppelingFeit, other: KoppelingFeit): number =>
  other.koppeling.versie - one.koppeling.versie || ownSourceFirst(one, other);

/**
 * The highest version. Of one that a gemeente typed over and COA itself told, COA's counts; where they differ stands in
 * `contradictions.ts`. What it leaves out of the person or the household stays as the version before it, or the gemeente, told it.
 */
const latestFeit = (versions: readonly KoppelingFeit[]): KoppelingFeit | undefined => {
  const [latest, ...others] = versions.toSorted(
    (one, other) => highestFirst(one, other) || onMoment(one, other),
  );
  if (latest === undefined) return undefined;
  const told = others.map((feit) => (isGivenAway(feit, versions) ? withoutBsn(feit.persoon) : feit.persoon));
  return {
    ...latest,
    koppeling: completed(
      latest.koppeling,
      // What COA told another gemeente of where they were staying is not so any more.
      others.flatMap(({ koppeling }) =>
        koppeling.gemeentecode === latest.koppeling.gemeentecode ? [koppeling] : [],
      ),
    ),
    persoon: completed(latest.persoon, told),
  };
};

/** Whether a higher version of the same koppeling names the BSN of this one with another member. */
const isGivenAway = (feit: KoppelingFeit, versions: readonly KoppelingFeit[]): boolean =>
  feit.persoon.bsn !== undefined &&
  versions.some((higher) => higher.bsnVanAnder === feit.persoon.bsn && highestFirst(higher, feit) < 0);

const withoutBsn = ({ bsn: _, ...persoon }: Persoon): Persoon => persoon;

/** The latest version of each koppeling: a lower or equal version than the one known changes nothing. */
export const perKoppeling = oncePerState((zaak): readonly CurrentKoppeling[] =>
  koppelingIds(zaak).flatMap((koppelingId) => {
    const counting = countedVersions(feitenOfKoppeling(zaak, koppelingId), claimOf);
    const feit = latestFeit(counting.filter((one) => one.soort === 'koppeling'));
    if (feit === undefined) return [];
    const end = highestVersion(
      counting.filter((one) => one.soort === 'koppeling-vervallen').toSorted(ownSourceFirst),
      (other) => other.versie,
    );
    const isVervallen = end !== undefined && end.versie > feit.koppeling.versie;
    return [{ feit, ...(isVervallen ? { vervallen: reasonFor(feit, end), end } : {}) }];
  }),
);

/** Why a koppeling ended for one of its household. That somebody of several died says of none of them that they did: that the BRP and DUO tell. */
const reasonFor = ({ huishouden }: KoppelingFeit, { reden }: KoppelingVervallenFeit): ReasonIntrekking =>
  reden === 'overleden' && huishouden.aantalPersonen > 1 ? 'anders' : reden;

/**
 * Of two koppelingen the latest first: by the date of the koppeling, and of one day as COA told them (`byPrecedence` in `gemeente.ts`
 * says the same of whose the zaak is).
 */
export const latestKoppelingFirst = (one: KoppelingFeit, other: KoppelingFeit): number =>
  other.koppeling.datumKoppeling.localeCompare(one.koppeling.datumKoppeling) || onMoment(other, one);

/** The one that counts first: the latest; one that still stands goes before one that ended. */
export const currentFirst = (koppelingen: readonly CurrentKoppeling[]): readonly CurrentKoppeling[] =>
  koppelingen.toSorted(
    (one, other) =>
      Number(one.vervallen !== undefined) - Number(other.vervallen !== undefined) ||
      latestKoppelingFirst(one.feit, other.feit),
  );
