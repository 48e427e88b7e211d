import type { Bsn, OntvangstId } from '../../contracts/basistypen.ts';
import type {
  BsnFeit,
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
  readonly bsn: readonly BsnFeit[];
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
  bsn: [],
  wachtend: [],
};

type Soort = Feit['soort'];
type VanSoort<S extends Soort> = Extract<Feit, { readonly soort: S }>;

/** Every kind there is; the compiler asks for a new one. */
const SOORTEN: Readonly<Record<Soort, true>> = {
  koppeling: true,
  'koppeling-vervallen': true,
  'brp-inschrijving': true,
  'brp-verhuizing': true,
  'brp-overlijden': true,
  duo: true,
  bsn: true,
  wacht: true,
};

const metNieuwe = <S extends Soort>(
  bekend: readonly VanSoort<S>[],
  nieuwe: readonly Feit[],
  soort: S,
): readonly VanSoort<S>[] => {
  const erbij = nieuwe.filter((feit): feit is VanSoort<S> => feit.soort === soort);
  return erbij.length === 0 ? bekend : [...bekend, ...erbij];
};

/** Adds facts; one that is already known changes nothing. Copies once, however many there are. */
export const evolve = (zaak: Zaak, feiten: Iterable<Feit>): Zaak => {
  const alle = new Map(zaak.feiten);
  const nieuwe: Feit[] = [];
  for (const feit of feiten) {
    if (!Object.hasOwn(SOORTEN, feit.soort)) throw new Error('onbekende soort feit');
    if (alle.has(feit.feitId)) continue;
    alle.set(feit.feitId, feit);
    nieuwe.push(feit);
  }
  return nieuwe.length === 0
    ? zaak
    : {
        feiten: alle,
        koppelingen: metNieuwe(zaak.koppelingen, nieuwe, 'koppeling'),
        vervallen: metNieuwe(zaak.vervallen, nieuwe, 'koppeling-vervallen'),
        inschrijvingen: metNieuwe(zaak.inschrijvingen, nieuwe, 'brp-inschrijving'),
        verhuizingen: metNieuwe(zaak.verhuizingen, nieuwe, 'brp-verhuizing'),
        overlijden: metNieuwe(zaak.overlijden, nieuwe, 'brp-overlijden'),
        duo: metNieuwe(zaak.duo, nieuwe, 'duo'),
        bsn: metNieuwe(zaak.bsn, nieuwe, 'bsn'),
        wachtend: metNieuwe(zaak.wachtend, nieuwe, 'wacht'),
      };
};

/** The state that a list of facts amounts to. */
export const zaakVan = (feiten: Iterable<Feit>): Zaak => evolve(legeZaak, feiten);

/** A person is known once COA has named them in a koppeling. */
export const isBekend = (zaak: Zaak): boolean => zaak.koppelingen.length > 0;

/** The BSN, as soon as any message named it beside the V-nummer (docs/domein.md, case 4). */
export const bsnVan = (zaak: Zaak): Bsn | undefined => {
  for (const { persoon } of zaak.koppelingen) if (persoon.bsn !== undefined) return persoon.bsn;
  for (const { notificatie } of zaak.duo) if (notificatie.bsn !== undefined) return notificatie.bsn;
  const [anders] = [...zaak.inschrijvingen, ...zaak.verhuizingen, ...zaak.overlijden];
  return anders?.gegevens.bsn ?? zaak.bsn[0]?.bsn;
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
