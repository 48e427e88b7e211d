import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { opensZaak } from '../duo/codes.ts';
import type {
  BsnFeit,
  DuoFeit,
  Feit,
  GeopendFeit,
  HuishoudenStandFeit,
  InschrijvingFeit,
  KoppelingFeit,
  KoppelingVervallenFeit,
  LidFeit,
  MeldingFeit,
  OpgenomenFeit,
  OverlijdenFeit,
  SamengevoegdFeit,
  VerhuizingFeit,
  WaitFeit,
} from './feiten.ts';

/**
 * Everything known about one person, as a set of facts by kind. `evolve` only ever adds to a set, so that the state
 * is the same in whatever order, and however often, the facts arrive; what follows from them stands in `situation.ts`.
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
  readonly geopend: readonly GeopendFeit[];
  readonly meldingen: readonly MeldingFeit[];
  /** Only on the timeline of a household. */
  readonly leden: readonly LidFeit[];
  readonly huishoudens: readonly HuishoudenStandFeit[];
  readonly samengevoegd: readonly SamengevoegdFeit[];
  readonly opgenomen: readonly OpgenomenFeit[];
  readonly wachtend: readonly WaitFeit[];
}

export const emptyZaak: Zaak = {
  feiten: new Map(),
  koppelingen: [],
  vervallen: [],
  inschrijvingen: [],
  verhuizingen: [],
  overlijden: [],
  duo: [],
  bsn: [],
  geopend: [],
  meldingen: [],
  leden: [],
  huishoudens: [],
  samengevoegd: [],
  opgenomen: [],
  wachtend: [],
};

type Soort = Feit['soort'];
type FromSoort<S extends Soort> = Extract<Feit, { readonly soort: S }>;

/** Every kind there is; the compiler asks for a new one. */
const KINDS: Readonly<Record<Soort, true>> = {
  koppeling: true,
  'koppeling-vervallen': true,
  'brp-inschrijving': true,
  'brp-verhuizing': true,
  'brp-overlijden': true,
  duo: true,
  bsn: true,
  'casus-geopend': true,
  melding: true,
  'huishouden-lid': true,
  'huishouden-stand': true,
  samengevoegd: true,
  opgenomen: true,
  wacht: true,
};

const withNew = <S extends Soort>(
  known: readonly FromSoort<S>[],
  fresh: readonly Feit[],
  soort: S,
): readonly FromSoort<S>[] => {
  const added = fresh.filter((feit): feit is FromSoort<S> => feit.soort === soort);
  return added.length === 0 ? known : [...known, ...added];
};

/** Adds facts; one that is already known changes nothing. Copies once, however many there are. */
export const evolve = (zaak: Zaak, feiten: Iterable<Feit>): Zaak => {
  const all = new Map(zaak.feiten);
  const fresh: Feit[] = [];
  for (const feit of feiten) {
    if (!Object.hasOwn(KINDS, feit.soort)) throw new Error('onbekende soort feit');
    if (all.has(feit.feitId)) continue;
    all.set(feit.feitId, feit);
    fresh.push(feit);
  }
  return fresh.length === 0
    ? zaak
    : {
        feiten: all,
        koppelingen: withNew(zaak.koppelingen, fresh, 'koppeling'),
        vervallen: withNew(zaak.vervallen, fresh, 'koppeling-vervallen'),
        inschrijvingen: withNew(zaak.inschrijvingen, fresh, 'brp-inschrijving'),
        verhuizingen: withNew(zaak.verhuizingen, fresh, 'brp-verhuizing'),
        overlijden: withNew(zaak.overlijden, fresh, 'brp-overlijden'),
        duo: withNew(zaak.duo, fresh, 'duo'),
        bsn: withNew(zaak.bsn, fresh, 'bsn'),
        geopend: withNew(zaak.geopend, fresh, 'casus-geopend'),
        meldingen: withNew(zaak.meldingen, fresh, 'melding'),
        leden: withNew(zaak.leden, fresh, 'huishouden-lid'),
        huishoudens: withNew(zaak.huishoudens, fresh, 'huishouden-stand'),
        samengevoegd: withNew(zaak.samengevoegd, fresh, 'samengevoegd'),
        opgenomen: withNew(zaak.opgenomen, fresh, 'opgenomen'),
        wachtend: withNew(zaak.wachtend, fresh, 'wacht'),
      };
};

/** The state that a list of facts amounts to. */
export const zaakOf = (feiten: Iterable<Feit>): Zaak => evolve(emptyZaak, feiten);

/** A person is known once COA named them in a koppeling, DUO said something about their plicht, or a gemeente opened a zaak. */
export const isKnown = (zaak: Zaak): boolean =>
  zaak.koppelingen.length > 0 ||
  zaak.geopend.length > 0 ||
  zaak.meldingen.some(({ antwoorden }) => antwoorden.inburgeringsplicht !== undefined) ||
  zaak.duo.some(({ notificatie }) => opensZaak(notificatie.gebeurtenisId));

/** The BSN, as soon as any message named it beside the V-nummer (docs/domein.md, case 4). */
export const bsnOf = (zaak: Zaak): Bsn | undefined => {
  for (const { persoon } of zaak.koppelingen) if (persoon.bsn !== undefined) return persoon.bsn;
  for (const { notificatie } of zaak.duo) if (notificatie.bsn !== undefined) return notificatie.bsn;
  const [otherwise] = [...zaak.inschrijvingen, ...zaak.verhuizingen, ...zaak.overlijden, ...zaak.geopend];
  return (
    otherwise?.gegevens.bsn ?? zaak.meldingen.find(({ bsn }) => bsn !== undefined)?.bsn ?? zaak.bsn[0]?.bsn
  );
};

/** Receipts of messages that waited, and now have everything they waited for. */
export const toWake = (zaak: Zaak): readonly OntvangstId[] => {
  const resolved = new Set<OntvangstId>();
  for (const feit of zaak.feiten.values()) if (feit.soort !== 'wacht') resolved.add(feit.ontvangstId);
  const isFulfilled = ({ nodig }: WaitFeit): boolean =>
    nodig === 'koppeling' ? isKnown(zaak) : bsnOf(zaak) !== undefined;
  return [...Map.groupBy(zaak.wachtend, (feit) => feit.ontvangstId)].flatMap(([ontvangstId, waiting]) =>
    !resolved.has(ontvangstId) && waiting.every(isFulfilled) ? [ontvangstId] : [],
  );
};

/** The zaak in which this one was taken up because both are one person. */
export const mergedInto = (zaak: Zaak): ZaakId | undefined => zaak.samengevoegd[0]?.naar;
