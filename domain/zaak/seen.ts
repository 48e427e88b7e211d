import type { RoutemapFeit } from '../routemap/reports.ts';
import { type Contradiction, contradictionsIn } from './contradictions.ts';
import type { Feit } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/**
 * Which facts from before its own time the next gemeente sees (docs/domein/cases.md, case 9). It sees where the person lived and
 * what DUO holds. It does not see what COA told the former gemeente, how that gemeente opened the zaak, whom it assigned, what it
 * and its partners did along the routemap, and what it put right and why.
 */
const SEEN_BY_NEXT: Readonly<Record<Feit['soort'], boolean>> = {
  koppeling: false,
  'koppeling-vervallen': false,
  'casus-geopend': false,
  'brp-inschrijving': true,
  'brp-verhuizing': true,
  'brp-overlijden': true,
  duo: true,
  melding: true,
  regisseur: false,
  herstel: false,
  'duo-melding': false,
  'huishouden-lid': false,
  'huishouden-stand': true,
  samengevoegd: true,
  opgenomen: true,
  bsn: true,
  wacht: true,
};

/** Facts that name a gemeente are that gemeente's business, and no other's. */
const isOwnOf = (gemeentecode: string | undefined, koppelingen: ReadonlySet<string>, feit: Feit): boolean => {
  switch (feit.soort) {
    case 'koppeling':
      return feit.koppeling.gemeentecode === gemeentecode;
    case 'koppeling-vervallen':
      return koppelingen.has(feit.koppelingId);
    case 'casus-geopend':
      return feit.gegevens.gemeentecode === gemeentecode;
    case 'duo-melding':
      return feit.gemeentecode === gemeentecode;
    case 'regisseur':
    case 'herstel':
      return feit.gemeldDoor === gemeentecode;
    default:
      return false;
  }
};

const isRoutemapFeit = (feit: Feit): feit is RoutemapFeit =>
  feit.soort === 'melding' && feit.routemap !== undefined;

/** The facts of a zaak that a gemeente sees: its own, and from before its own time what `SEEN_BY_NEXT` lets through. */
export const feitenSeen = (zaak: Zaak, gemeentecode: string | undefined): readonly Feit[] => {
  const koppelingen = new Set(
    zaak.koppelingen
      .filter(({ koppeling }) => koppeling.gemeentecode === gemeentecode)
      .map(({ koppeling }) => koppeling.koppelingId),
  );
  return [...zaak.feiten.values()].filter((feit) =>
    isRoutemapFeit(feit)
      ? feit.gemeentecode === gemeentecode
      : SEEN_BY_NEXT[feit.soort] || isOwnOf(gemeentecode, koppelingen, feit),
  );
};

/**
 * The contradictions of which this gemeente sees both facts. When another gemeente typed over its koppeling, it sees that
 * contradiction too, although it does not see the fact of the other gemeente.
 */
export const contradictionsSeen = (
  zaak: Zaak,
  gemeentecode: string | undefined,
): readonly Contradiction[] => {
  const found = contradictionsIn(zaak);
  if (found.length === 0) return found;
  const seen = new Set(feitenSeen(zaak, gemeentecode).map(({ feitId }) => feitId));
  return found.filter(
    ({ over, gemeld, bron }) => seen.has(bron) && (over === 'koppeling' || seen.has(gemeld)),
  );
};
