import type { Persoon } from '../../contracts/coa.ts';
import { canBeInburgeringsplichtig, isAtLeast } from './age.ts';
import type { KoppelingFeit } from './feiten.ts';
import type { CurrentKoppeling } from './koppelingen.ts';
import type { Personalia } from './personalia.ts';
import { wasPlichtig } from './plicht.ts';
import type { Zaak } from './zaak.ts';

/** Which people have a zaak of their own, and when partners hear of them. */

/** Whether this person has a zaak of their own; others are household members (docs/domein/coa.md). */
export const hasZaak = (
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  personalia: Personalia | undefined,
): boolean => zaak.geopend.length > 0 || isBySources(zaak, koppelingen, personalia);

/** Whether the person has a zaak by what DUO or COA said. */
const isBySources = (
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  personalia: Personalia | undefined,
): boolean => wasPlichtig(zaak) || koppelingen.some(({ feit }) => opensByKoppeling(feit, personalia));

/** Whether a koppeling gives this person a zaak: old enough and not too old, as far as anybody knows. */
export const opensByKoppeling = (
  { persoon, koppeling }: KoppelingFeit,
  personalia: Personalia | undefined,
): boolean => {
  const geboortedatum = persoon.geboortedatum ?? personalia?.geboortedatum;
  return geboortedatum === undefined
    ? isHeadOfHuishouden(persoon)
    : canBeInburgeringsplichtig(geboortedatum, koppeling.datumKoppeling);
};

/** Decides when nobody knows the age: COA names no child as hoofdpersoon or partner. For other members the plicht decides. */
const isHeadOfHuishouden = ({ relatie }: Persoon): boolean =>
  relatie === 'hoofdpersoon' || relatie === 'partner';

/**
 * Whether only the gemeente opened the zaak, and the person was under eighteen each time that it did. Partners hear of a minor when
 * DUO says that the plicht holds (feiten.md, case 13), which DUO does at the eighteenth birthday. It is false for a person whom COA
 * names as hoofdpersoon or partner, and for a person of whom nobody knows the age.
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
