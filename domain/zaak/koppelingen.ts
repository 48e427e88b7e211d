import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { Cause, KoppelingFeit, KoppelingVervallenFeit } from './feiten.ts';
import { completed } from './known.ts';
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

/** What the source itself says goes before what a gemeente typed over. */
export const ownSourceFirst = (one: Cause, other: Cause): number =>
  Number(one.gemeldDoor !== undefined) - Number(other.gemeldDoor !== undefined);

/**
 * The highest version. Of one that a gemeente typed over and COA itself told, COA's counts; where they differ stands in
 * `contradictions.ts`. What it leaves out of the person stays as the version before it, or the gemeente, told it.
 */
const latestFeit = (versions: readonly KoppelingFeit[]): KoppelingFeit | undefined => {
  const [latest, ...others] = versions.toSorted(
    (one, other) => other.koppeling.versie - one.koppeling.versie || ownSourceFirst(one, other),
  );
  return (
    latest && {
      ...latest,
      persoon: completed(
        latest.persoon,
        others.map(({ persoon }) => persoon),
      ),
    }
  );
};

/** The latest version of each koppeling: a lower or equal version than the one known changes nothing. */
export function perKoppeling(zaak: Zaak): readonly CurrentKoppeling[] {
  return [...new Set(zaak.koppelingen.map((feit) => feit.koppeling.koppelingId))].flatMap((koppelingId) => {
    const feit = latestFeit(zaak.koppelingen.filter((other) => other.koppeling.koppelingId === koppelingId));
    if (feit === undefined) return [];
    const end = highestVersion(
      zaak.vervallen.filter((other) => other.koppelingId === koppelingId).toSorted(ownSourceFirst),
      (other) => other.versie,
    );
    const isVervallen = end !== undefined && end.versie > feit.koppeling.versie;
    return [{ feit, ...(isVervallen ? { vervallen: end.reden, end } : {}) }];
  });
}

/** The one that counts first: latest by date of the koppeling; one that still stands goes before one that ended. */
export const currentFirst = (koppelingen: readonly CurrentKoppeling[]): readonly CurrentKoppeling[] =>
  koppelingen.toSorted(
    (one, other) =>
      Number(one.vervallen !== undefined) - Number(other.vervallen !== undefined) ||
      other.feit.koppeling.datumKoppeling.localeCompare(one.feit.koppeling.datumKoppeling) ||
      other.feit.koppeling.koppelingId.localeCompare(one.feit.koppeling.koppelingId),
  );
