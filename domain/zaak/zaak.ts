import type { Bsn, ZaakId } from '../../contracts/base-types.ts';
import { opensZaak } from '../duo/codes.ts';
import { bsnOf } from './bsn.ts';
import { eventIdOf, eventsIn } from './duo-events.ts';
import {
  type BsnFeit,
  type DuoFeit,
  type DuoMeldingFeit,
  type Feit,
  type GeopendFeit,
  type HerstelFeit,
  type HuishoudenStandFeit,
  type InschrijvingFeit,
  isReported,
  type KoppelingFeit,
  type KoppelingVervallenFeit,
  type LidFeit,
  type MeldingFeit,
  type OpgenomenFeit,
  type OverlijdenFeit,
  type RegisseurFeit,
  type SamengevoegdFeit,
  type VerhuizingFeit,
  type WaitFeit,
} from './feiten.ts';
import { gemeenteIn } from './gemeente.ts';
import { claimOf, countedKoppelingen } from './koppelingen.ts';
import { bsnIn, vNummerIn } from './numbers.ts';
import { oncePerState } from './once-per-state.ts';
import { placeIn } from './places.ts';
import { idsPutAside } from './put-aside.ts';

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
  readonly regisseurs: readonly RegisseurFeit[];
  readonly herstel: readonly HerstelFeit[];
  /** Only on the timeline of a household. */
  readonly leden: readonly LidFeit[];
  readonly huishoudens: readonly HuishoudenStandFeit[];
  readonly duoMeldingen: readonly DuoMeldingFeit[];
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
  regisseurs: [],
  herstel: [],
  leden: [],
  huishoudens: [],
  duoMeldingen: [],
  samengevoegd: [],
  opgenomen: [],
  wachtend: [],
};

type Soort = Feit['soort'];
type FromSoort<S extends Soort> = Extract<Feit, { readonly soort: S }>;

type Lists = Omit<Zaak, 'feiten'>;

/** The list on which the facts of a kind stand. */
type ListOf<S extends Soort> = {
  [Name in keyof Lists]: Lists[Name] extends readonly FromSoort<S>[] ? Name : never;
}[keyof Lists];

/** Every kind there is, and its list; the compiler asks for a new one. */
const LISTS: { readonly [S in Soort]: ListOf<S> } = {
  koppeling: 'koppelingen',
  'koppeling-vervallen': 'vervallen',
  'brp-inschrijving': 'inschrijvingen',
  'brp-verhuizing': 'verhuizingen',
  'brp-overlijden': 'overlijden',
  duo: 'duo',
  bsn: 'bsn',
  'casus-geopend': 'geopend',
  melding: 'meldingen',
  regisseur: 'regisseurs',
  herstel: 'herstel',
  'huishouden-lid': 'leden',
  'huishouden-stand': 'huishoudens',
  'duo-melding': 'duoMeldingen',
  samengevoegd: 'samengevoegd',
  opgenomen: 'opgenomen',
  wacht: 'wachtend',
};

/**
 * Adds facts to the state; a fact that is already known changes nothing. It copies the state once, however many facts there are.
 * `feiten` holds everything that was ever said; the lists hold the facts that stand, which are fewer once a person put something
 * right.
 */
export const evolve = (zaak: Zaak, feiten: Iterable<Feit>): Zaak => {
  const all = new Map(zaak.feiten);
  const fresh: Feit[] = [];
  for (const feit of feiten) {
    if (!Object.hasOwn(LISTS, feit.soort)) throw new Error('onbekende soort feit');
    if (all.has(feit.feitId)) continue;
    all.set(feit.feitId, feit);
    fresh.push(feit);
  }
  if (fresh.length === 0) return zaak;
  return isPutRight(zaak, fresh) ? listed(emptyZaak, all, standing(all)) : listed(zaak, all, fresh);
};

const listed = (zaak: Zaak, all: ReadonlyMap<string, Feit>, fresh: readonly Feit[]): Zaak => {
  const lists: Record<string, readonly Feit[]> = {};
  for (const [soort, added] of Map.groupBy(fresh, (feit) => feit.soort))
    lists[LISTS[soort]] = [...zaak[LISTS[soort]], ...added];
  return { ...zaak, ...lists, feiten: all };
};

/**
 * Whether any fact was put right, by a person or by a later version of a source. It is when two BSNs are named, when a BSN is named
 * with another member, when a koppeling that a gemeente typed over names two gemeenten, or when DUO addressed one event anew.
 */
const isPutRight = (zaak: Zaak, fresh: readonly Feit[]): boolean => {
  const named = new Set<Bsn>();
  const gemeenten = new Set<string>();
  let isTypedOver = false;
  for (const feit of [...zaak.feiten.values(), ...fresh]) {
    if (feit.soort === 'herstel' || eventIdOf(feit) !== feit.feitId) return true;
    const bsn = bsnIn(feit);
    if (bsn !== undefined) named.add(bsn);
    if (feit.soort !== 'koppeling' && feit.soort !== 'koppeling-vervallen') continue;
    if (feit.soort === 'koppeling' && feit.bsnVanAnder) return true;
    isTypedOver ||= isReported(feit);
    const { gemeentecode = feit.gemeldDoor } = claimOf(feit);
    if (gemeentecode !== undefined) gemeenten.add(gemeentecode);
  }
  return named.size > 1 || (isTypedOver && gemeenten.size > 1);
};

/** The facts that hold: not put aside, not about the person behind another BSN, and addressed to a gemeente that they concern. */
const standing = (all: ReadonlyMap<string, Feit>): readonly Feit[] => {
  const judgement = judged(all);
  const own = judgement.held.filter(judgement.isOwn);
  if (!own.some(({ soort }) => soort === 'duo')) return own;
  const places = placesIn(all, judgement);
  const seeming = new Set([...all.values()].map(placeIn));
  /**
   * DUO told it to a gemeente that only seemed to have the person at that time. In another order the hub takes it only once that
   * gemeente has the person.
   */
  const isMisaddressed = (feit: Feit): boolean => {
    const to = feit.soort === 'duo' ? gemeenteIn(feit) : undefined;
    return to !== undefined && !places.has(to) && seeming.has(to);
  };
  return eventsIn(own.filter((feit) => !isMisaddressed(feit)));
};

/**
 * The gemeenten, also outside this hub, where the person is or was, by any fact that was ever said. A fact that was put right since
 * counts as well, because the message that asks may come before or after the correction. What a gemeente typed over of the
 * household of another gemeente does not count, and neither does a fact about somebody else: in another order it does not even come
 * here. A gemeente that puts the BSN of its own zaak right says that the person is its own, also when every fact that made the zaak
 * its own names the other BSN.
 */
const placesIn = (
  all: ReadonlyMap<string, Feit>,
  { held, isOwn }: ReturnType<typeof judged>,
): ReadonlySet<string> => {
  const counting = new Set<Feit>(
    [all.values(), held].flatMap((feiten) => countedKoppelingen(listed(emptyZaak, all, [...feiten]))),
  );
  const said = [...all.values()].filter((feit) => feit.soort !== 'koppeling' || counting.has(feit));
  const letIn = new Set(said.map((feit) => feit.soort !== 'herstel' && placeIn(feit)));
  return new Set(
    said
      .filter(isOwn)
      .flatMap((feit) => placeIn(feit) ?? [])
      .filter((place) => letIn.has(place)),
  );
};

/** The gemeenten of which the person of this zaak is or was (`placesIn`). */
export const placesOf = oncePerState(({ feiten }) => placesIn(feiten, judged(feiten)));

/**
 * Facts on this timeline that are about the person behind this BSN, who is somebody else. A fact that names a V-nummer beside this
 * BSN takes both for one person, which is wrong, and nobody knows whom it is about.
 */
export const strayedFeiten = (zaak: Zaak, bsn: Bsn): readonly Feit[] => {
  const { held, isOwn } = judged(zaak.feiten);
  return held.filter((feit) => bsnIn(feit) === bsn && vNummerIn(feit) === undefined && !isOwn(feit));
};

/** Whether only DUO or the BRP named this BSN. Another BSN that a koppeling, a gemeente or a person names goes before it. */
export const isFromDuoOrBrp = (zaak: Zaak, bsn: Bsn): boolean =>
  standing(zaak.feiten).every(
    (feit) => bsnIn(feit) !== bsn || (REGISTERS.has(feit.soort) && !isReported(feit)),
  );

const REGISTERS: ReadonlySet<Soort> = new Set([
  'duo',
  'bsn',
  'brp-inschrijving',
  'brp-verhuizing',
  'brp-overlijden',
] as const);

/** The BSNs of others that this timeline holds enough facts about: each of those people has a zaak of their own. */
export const strayedNumbers = (zaak: Zaak): readonly Bsn[] => {
  const named = everyBsnIn(zaak);
  const own = bsnOf(zaak);
  return named.every((bsn) => bsn === own)
    ? []
    : named.filter((bsn) => isKnown(zaakOf(strayedFeiten(zaak, bsn))));
};

/** Every BSN that any fact on this timeline names, the right one among them. */
export const everyBsnIn = (zaak: Zaak): readonly Bsn[] => [
  ...new Set([...zaak.feiten.values()].flatMap((feit) => bsnIn(feit) ?? [])),
];

const correctionsIn = (all: ReadonlyMap<string, Feit>): readonly HerstelFeit[] =>
  [...all.values()].filter((feit) => feit.soort === 'herstel');

/** The facts that are not put aside, and which of them are about the person of this timeline. */
const judged = (all: ReadonlyMap<string, Feit>) => {
  const corrections = correctionsIn(all);
  const putAside = idsPutAside(corrections);
  const isPutAside = (feit: Feit): boolean => putAside.has(eventIdOf(feit));
  const held = [...all.values()].filter((feit) => !isPutAside(feit));
  const own = bsnOf(listed(emptyZaak, all, held));
  const isCorrectedByGemeente = corrections.some((said) => said.bsn !== undefined && !isPutAside(said));
  const isOwn = (feit: Feit): boolean => {
    const named = bsnIn(feit);
    if (named === undefined || named === own || feit.soort === 'koppeling' || feit.soort === 'herstel')
      return true;
    if (own === undefined && isPutAside(feit)) return true;
    // A gemeente that puts the BSN of its zaak right had reported about this person, under the BSN that it took for theirs.
    return isCorrectedByGemeente && isReported(feit);
  };
  return { held, isOwn };
};

/** Ids of the facts that hold: they are on a list, so no person put them right. */
export const standingIds = (zaak: Zaak): ReadonlySet<string> =>
  new Set(standing(zaak.feiten).map(({ feitId }) => feitId));

/** Ids of the facts on this timeline that a person put aside. */
export const putAsideIn = (zaak: Zaak): ReadonlySet<string> => idsPutAside(correctionsIn(zaak.feiten));

/** The state that a list of facts amounts to. */
export const zaakOf = (feiten: Iterable<Feit>): Zaak => evolve(emptyZaak, feiten);

/**
 * Whether the person is known: COA named them in a koppeling, DUO said something about their plicht, or a gemeente opened a zaak.
 */
export const isKnown = (zaak: Zaak): boolean =>
  zaak.koppelingen.length > 0 ||
  zaak.geopend.length > 0 ||
  zaak.meldingen.some(({ antwoorden }) => antwoorden.inburgeringsplicht !== undefined) ||
  zaak.duo.some(({ notificatie }) => opensZaak(notificatie.gebeurtenisId));

/** The zaak in which this zaak was taken up, because both are of one person. */
export const mergedInto = (zaak: Zaak): ZaakId | undefined => zaak.samengevoegd[0]?.naar;
