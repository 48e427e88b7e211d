import type { Persoon } from '../../contracts/coa.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { completed } from '../known.ts';
import { countedVersions, countsBefore, type VersionClaim } from '../koppeling/typed-over.ts';
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

/** What the version of a fact says about the gemeente that the koppeling belongs to. */
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

/** Whether the end of a koppeling counts, and not the version that names the person. */
export const isAfter = (end: KoppelingVervallenFeit, version: KoppelingFeit): boolean =>
  countsBefore(claimOf(end), claimOf(version));

/** The first version of each koppeling that names this person: a version before it that does not name them ends nothing. */
export const firstVersions = ({
  koppelingen,
}: Pick<Zaak, 'koppelingen'>): ReadonlyMap<string, KoppelingFeit> =>
  new Map(
    koppelingen
      .toSorted((one, other) => other.koppeling.versie - one.koppeling.versie || ownSourceFirst(other, one))
      .map((feit) => [feit.koppeling.koppelingId, feit]),
  );

/** All facts about one koppeling, also those that do not count. */
export const feitenOfKoppeling = (
  { koppelingen, vervallen }: Pick<Zaak, 'koppelingen' | 'vervallen'>,
  koppelingId: string,
): readonly VersionFeit[] => [
  ...koppelingen.filter(({ koppeling }) => koppeling.koppelingId === koppelingId),
  ...vervallen.filter((feit) => feit.koppelingId === koppelingId),
];

/** What a gemeente typed over of the household of another gemeente, with the version that says whose it is (`countedVersions`). */
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

/** The koppelingen of which the version counts (`countedVersions`): a gemeente may have typed over the household of another one. */
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

/** The koppelingen that name this person. */
export const koppelingIds = ({ koppelingen }: Pick<Zaak, 'koppelingen'>): readonly string[] => [
  ...new Set(koppelingen.map(({ koppeling }) => koppeling.koppelingId)),
];

const highestFirst = (one: KoppelingFeit, other: KoppelingFeit): number =>
  other.koppeling.versie - one.koppeling.versie || ownSourceFirst(one, other);

/**
 * The highest version. When a gemeente typed it over and COA told it too, COA's counts; `contradictions.ts` has where they differ.
 * A field that it leaves out of the person or the household stays as the version before it, or the gemeente, told it.
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
      // Where the person was staying, as COA told another gemeente, does not hold any more.
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
    const isVervallen = end !== undefined && isAfter(end, feit);
    return [{ feit, ...(isVervallen ? { vervallen: reasonFor(feit, end), end } : {}) }];
  }),
);

/**
 * Why a koppeling ended for a member of its household. When COA withdraws the koppeling of several people because one of them died,
 * that does not say who died: the BRP and DUO tell that.
 */
const reasonFor = ({ huishouden }: KoppelingFeit, { reden }: KoppelingVervallenFeit): ReasonIntrekking =>
  reden === 'overleden' && huishouden.aantalPersonen > 1 ? 'anders' : reden;

/**
 * The order of two koppelingen, the latest first: by the date of the koppeling, and on one day by the moment at which COA told
 * them. `byPrecedence` in `gemeente.ts` orders the claims in the same way.
 */
export const latestKoppelingFirst = (one: KoppelingFeit, other: KoppelingFeit): number =>
  other.koppeling.datumKoppeling.localeCompare(one.koppeling.datumKoppeling) || onMoment(other, one);

/**
 * The koppelingen in the order in which they count: one that still stands goes before one that ended, and then the latest goes
 * first.
 */
export const currentFirst = (koppelingen: readonly CurrentKoppeling[]): readonly CurrentKoppeling[] =>
  koppelingen.toSorted(
    (one, other) =>
      Number(one.vervallen !== undefined) - Number(other.vervallen !== undefined) ||
      latestKoppelingFirst(one.feit, other.feit),
  );
