import type { ReasonIntrekking } from '../../contracts/coa.ts';
import type { KoppelingFeit, KoppelingVervallenFeit } from './feiten.ts';
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

/** The latest version of each koppeling: a lower or equal version than the one known changes nothing. */
export function perKoppeling(zaak: Zaak): readonly CurrentKoppeling[] {
  return [...new Set(zaak.koppelingen.map((feit) => feit.koppeling.koppelingId))].flatMap((koppelingId) => {
    const feit = highestVersion(
      zaak.koppelingen.filter((other) => other.koppeling.koppelingId === koppelingId),
      (other) => other.koppeling.versie,
    );
    if (feit === undefined) return [];
    const end = highestVersion(
      zaak.vervallen.filter((other) => other.koppelingId === koppelingId),
      (other) => other.versie,
    );
    const isVervallen = end !== undefined && end.versie > feit.koppeling.versie;
    return [{ feit, ...(isVervallen ? { vervallen: end.reden, end } : {}) }];
  });
}

/** Latest by date of the koppeling; one that still stands goes before one that ended. */
export const currentKoppeling = (koppelingen: readonly CurrentKoppeling[]): CurrentKoppeling | undefined =>
  koppelingen.toSorted(
    (one, other) =>
      Number(one.vervallen !== undefined) - Number(other.vervallen !== undefined) ||
      other.feit.koppeling.datumKoppeling.localeCompare(one.feit.koppeling.datumKoppeling) ||
      other.feit.koppeling.koppelingId.localeCompare(one.feit.koppeling.koppelingId),
  )[0];
