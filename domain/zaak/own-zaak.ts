import type { Persoon } from '../../contracts/coa.ts';
import { canBeInburgeringsplichtig, isAtLeast } from './age.ts';
import type { KoppelingFeit } from './feiten.ts';
import type { CurrentKoppeling } from './koppelingen.ts';
import { wasPlichtig } from './plicht.ts';
import type { Personalia } from './situation.ts';
import type { Zaak } from './zaak.ts';

/** Who has a zaak of their own, and of whom partners may hear by it. */

/** Whether this person has a zaak of their own; others are household members (docs/domein/coa.md). */
export const hasZaak = (
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  personalia: Personalia | undefined,
): boolean => zaak.geopend.length > 0 || isBySources(zaak, koppelingen, personalia);

/** Whether DUO or COA makes it so. */
const isBySources = (
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  personalia: Personalia | undefined,
): boolean => wasPlichtig(zaak) || koppelingen.some(({ feit }) => opensByKoppeling(feit, personalia));

/** Whether a koppeling is of somebody who gets a zaak by it: old enough and not too old, as far as anybody knows. */
export const opensByKoppeling = (
  { persoon, koppeling }: KoppelingFeit,
  personalia: Personalia | undefined,
): boolean => {
  const geboortedatum = persoon.geboortedatum ?? personalia?.geboortedatum;
  return geboortedatum === undefined
    ? isHeadOfHuishouden(persoon)
    : canBeInburgeringsplichtig(geboortedatum, koppeling.datumKoppeling);
};

/** Of whom nobody knows the age: COA names no child as head or partner. Of anybody else the plicht decides. */
const isHeadOfHuishouden = ({ relatie }: Persoon): boolean =>
  relatie === 'hoofdpersoon' || relatie === 'partner';

/**
 * Whether the gemeente alone made it so, of somebody who was under eighteen on each day on which it did: partners hear of a minor
 * when DUO says that the plicht holds (feiten.md, case 13), which it does when they turn eighteen. Not of whom COA names as head or
 * partner of a household, nor of whose age nobody knows.
 */
export const waitsForPlicht = (
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  personalia: Personalia | undefined,
): boolean => {
  const { geboortedatum } = personalia ?? {};
  return (
    geboortedatum !== undefined &&
    zaak.geopend.length > 0 &&
    zaak.geopend.every(({ gegevens }) => !isAtLeast(18, geboortedatum, gegevens.datumOpening)) &&
    !isBySources(zaak, koppelingen, personalia) &&
    !koppelingen.some(({ feit }) => isHeadOfHuishouden(feit.persoon))
  );
};
