import type { Bsn, OntvangstId } from '../../contracts/basistypen.ts';
import type {
  DuoFeit,
  Feit,
  InschrijvingFeit,
  KoppelingFeit,
  KoppelingVervallenFeit,
  OverlijdenFeit,
  VerhuizingFeit,
  WachtFeit,
} from './feiten.ts';

/**
 * Everything known about one person, as a set of facts by kind. `evolve` only ever adds to a set, so that the state
 * is the same in whatever order, and however often, the facts arrive; what follows from them stands in `afgeleid.ts`.
 */
export interface Zaak {
  readonly feiten: ReadonlyMap<string, Feit>;
  readonly koppelingen: readonly KoppelingFeit[];
  readonly vervallen: readonly KoppelingVervallenFeit[];
  readonly inschrijvingen: readonly InschrijvingFeit[];
  readonly verhuizingen: readonly VerhuizingFeit[];
  readonly overlijden: readonly OverlijdenFeit[];
  readonly duo: readonly DuoFeit[];
  readonly wachtend: readonly WachtFeit[];
}

export const legeZaak: Zaak = {
  feiten: new Map(),
  koppelingen: [],
  vervallen: [],
  inschrijvingen: [],
  verhuizingen: [],
  overlijden: [],
  duo: [],
  wachtend: [],
};

/** Adds one fact; a fact that is already known changes nothing. */
export const evolve = (zaak: Zaak, feit: Feit): Zaak => {
  if (zaak.feiten.has(feit.feitId)) return zaak;
  const met = { ...zaak, feiten: new Map(zaak.feiten).set(feit.feitId, feit) };
  switch (feit.soort) {
    case 'koppeling':
      return { ...met, koppelingen: [...zaak.koppelingen, feit] };
    case 'koppeling-vervallen':
      return { ...met, vervallen: [...zaak.vervallen, feit] };
    case 'brp-inschrijving':
      return { ...met, inschrijvingen: [...zaak.inschrijvingen, feit] };
    case 'brp-verhuizing':
      return { ...met, verhuizingen: [...zaak.verhuizingen, feit] };
    case 'brp-overlijden':
      return { ...met, overlijden: [...zaak.overlijden, feit] };
    case 'duo':
      return { ...met, duo: [...zaak.duo, feit] };
    case 'wacht':
      return { ...met, wachtend: [...zaak.wachtend, feit] };
    default:
      return onbekend(feit);
  }
};

const onbekend = (feit: never): never => {
  throw new Error(`onbekende soort feit: ${Object.keys(feit).join(', ')}`);
};

/** The state that a list of facts amounts to. */
export const zaakVan = (feiten: Iterable<Feit>): Zaak => {
  let zaak = legeZaak;
  for (const feit of feiten) zaak = evolve(zaak, feit);
  return zaak;
};

/** A person is known once COA has named them in a koppeling. */
export const isBekend = (zaak: Zaak): boolean => zaak.koppelingen.length > 0;

/** The BSN, as soon as any message named it beside the V-nummer (docs/domein.md, case 4). */
export const bsnVan = (zaak: Zaak): Bsn | undefined => {
  for (const { persoon } of zaak.koppelingen) if (persoon.bsn !== undefined) return persoon.bsn;
  for (const { notificatie } of zaak.duo) if (notificatie.bsn !== undefined) return notificatie.bsn;
  return [...zaak.inschrijvingen, ...zaak.verhuizingen, ...zaak.overlijden][0]?.gegevens.bsn;
};

/** Receipts of messages that waited, and now have everything they waited for. */
export const teWekken = (zaak: Zaak): readonly OntvangstId[] => {
  const opgelost = new Set<OntvangstId>();
  for (const feit of zaak.feiten.values()) if (feit.soort !== 'wacht') opgelost.add(feit.ontvangstId);
  const isVervuld = ({ nodig }: WachtFeit): boolean =>
    nodig === 'koppeling' ? isBekend(zaak) : bsnVan(zaak) !== undefined;
  return [...Map.groupBy(zaak.wachtend, (feit) => feit.ontvangstId)].flatMap(([ontvangstId, wachtend]) =>
    !opgelost.has(ontvangstId) && wachtend.every(isVervuld) ? [ontvangstId] : [],
  );
};
