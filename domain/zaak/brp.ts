import type { Adres } from '../../contracts/adres.ts';
import { bounds, canBeSame, daySaid } from '../termijnen/calendar.ts';
import { comparableId } from './bericht-id.ts';
import {
  type Cause,
  type InschrijvingFeit,
  isReported,
  type OverlijdenFeit,
  onMoment,
  type VerhuizingFeit,
} from './feiten.ts';
import type { Zaak } from './zaak.ts';

/**
 * BRP messages that no later correction replaced. Of a registration or move that was told again, only the last message is here,
 * except in `residences`.
 */
export interface ValidFeiten {
  readonly inschrijvingen: readonly InschrijvingFeit[];
  readonly verhuizingen: readonly VerhuizingFeit[];
  readonly overlijden: readonly OverlijdenFeit[];
  /** Every place where the person lived, the latest first. A residence that was told again is here once for each message. */
  readonly residences: readonly ResidenceSince[];
}

/** A registration or a move: either says where somebody lives from some day on. */
export type Residence = InschrijvingFeit | VerhuizingFeit;

/** A place where the person lived, and the day by which it is ordered among the others. */
export interface ResidenceSince {
  readonly feit: Residence;
  /** The day (`YYYY-MM-DD`) that it counts from. */
  readonly day: string;
}

/**
 * Registrations that stand: no correction names them in `vervangtBerichtId`, and no later correction that names no message puts them
 * aside.
 */
const validInschrijvingen = (
  valid: readonly InschrijvingFeit[],
  all: readonly Residence[],
): readonly InschrijvingFeit[] => {
  const aside = valid.flatMap((correctie) => putAsideBy(correctie, valid, all));
  return valid.filter((feit) => !aside.includes(feit));
};

/**
 * The registrations in its gemeente that a correction which names no message puts aside. A person who lived elsewhere between the days
 * of the registration and of the correction was registered there twice. The correction then concerns only registrations on its own
 * side of that stay elsewhere; when there are none, it may put a later day back to before that stay.
 */
const putAsideBy = (
  correctie: InschrijvingFeit,
  told: readonly InschrijvingFeit[],
  all: readonly Residence[],
): readonly InschrijvingFeit[] => {
  const { soort, vervangtBerichtId, gemeentecode } = correctie.gegevens;
  if (soort !== 'correctie' || vervangtBerichtId !== undefined) return [];
  const earlier = told.filter(
    (feit) => feit.gegevens.gemeentecode === gemeentecode && onMoment(feit, correctie) < 0,
  );
  const ofStay = earlier.filter((feit) => !wasElsewhere(all, feit, correctie));
  return ofStay.length > 0 ? ofStay : earlier.filter((feit) => firstDay(correctie) < firstDay(feit));
};

/** Whether two addresses are the same home. It compares the postcode and the house number, which people type without mistakes. */
const isSameHome = (one: Adres | undefined, other: Adres | undefined): boolean =>
  one?.postcode !== undefined && other?.postcode !== undefined && !isOtherHome(one, other);

/**
 * Whether a correction that names no message puts right a move that was told before it. It does when both are of the same day, or
 * when the move is to the same home and nobody left that home between both days. A correction with an incomplete date does not put
 * a move to another home aside.
 */
const isMovePutRight =
  (all: readonly Residence[], correctie: InschrijvingFeit) =>
  (move: VerhuizingFeit): boolean => {
    const { soort, vervangtBerichtId, gemeentecode, adres } = correctie.gegevens;
    const isCorrection = soort === 'correctie' && vervangtBerichtId === undefined;
    if (!isCorrection || move.gegevens.gemeentecode !== gemeentecode || onMoment(move, correctie) > 0)
      return false;
    if (dateOfResidence(move) === dateOfResidence(correctie)) return true;
    const [from = '', to = ''] = [firstDay(move), firstDay(correctie)].toSorted();
    const isThere = ({ gegevens }: Residence): boolean =>
      gegevens.gemeentecode === gemeentecode && isSameHome(gegevens.adres, adres);
    const hasLeft = all.some((one) => from < firstDay(one) && firstDay(one) < to && !isThere(one));
    return isThere(move) && !hasLeft;
  };

/** Whether no correction names this message as the one that it replaces. */
const isNotReplaced = ({ inschrijvingen, verhuizingen, overlijden }: Zaak) => {
  const replaced = new Set(
    [...inschrijvingen, ...verhuizingen, ...overlijden].flatMap(({ gegevens: { vervangtBerichtId } }) =>
      vervangtBerichtId === undefined ? [] : [comparableId(vervangtBerichtId)],
    ),
  );
  return ({ berichtId }: { readonly berichtId: string }): boolean => !replaced.has(comparableId(berichtId));
};

/** Messages that no later correction replaced (docs/domein/cases.md, case 1). */
export function validFeiten(zaak: Zaak): ValidFeiten {
  const notReplaced = isNotReplaced(zaak);
  const all = everyResidence(zaak).filter(notReplaced);
  const isAbout = isAboutSame(all);
  const standing = validInschrijvingen(zaak.inschrijvingen.filter(notReplaced), all);
  const inschrijvingen = ownOrReported(standing, isAbout);
  // A correction about an azc puts aside a correction about a home that was told before it. The move to that home then stands
  // again.
  const isStill = (correctie: InschrijvingFeit): boolean =>
    standing.some(
      (one) => one.gegevens.isCoaLocatie === correctie.gegevens.isCoaLocatie && onMoment(one, correctie) >= 0,
    );
  const isPutRight = (move: VerhuizingFeit): boolean =>
    zaak.inschrijvingen.some((feit) => notReplaced(feit) && isStill(feit) && isMovePutRight(all, feit)(move));
  const verhuizingen = ownOrReported(
    zaak.verhuizingen.filter((feit) => notReplaced(feit) && !isPutRight(feit)),
    isAbout,
  );
  const residences = [...inschrijvingen, ...verhuizingen];
  const isLast = (feit: Residence): boolean => lastTold(residences, feit) === feit;
  return {
    inschrijvingen: inschrijvingen.filter(isLast),
    verhuizingen: verhuizingen.filter(isLast),
    overlijden: ownOrReported(zaak.overlijden.filter(notReplaced), () => true),
    residences: latestFirst(zaak, residences),
  };
}

/** What a gemeente typed over counts until the BRP itself tells something about the same. */
const ownOrReported = <One extends Cause>(
  feiten: readonly One[],
  isAbout: (reported: One, own: One) => boolean,
): readonly One[] => {
  const own = feiten.filter((feit) => !isReported(feit));
  return feiten.filter((feit) => !isReported(feit) || !own.some((one) => isAbout(feit, one)));
};

/** Everywhere that a source says somebody lived. */
export const everyResidence = ({ inschrijvingen, verhuizingen }: Zaak): readonly Residence[] => [
  ...inschrijvingen,
  ...verhuizingen,
];

/**
 * Whether a message of the BRP is about the residence that a gemeente typed over. Both must name the same gemeente, and either a
 * day that can be the same, or the same home in the same stay. A stay has one first registration, whatever home the two name, but
 * one at an azc and one in a home are two. A move to another home there, or back from elsewhere, is another event.
 */
export const isAboutSame =
  (all: readonly Residence[]) =>
  (reported: Residence, own: Residence): boolean => {
    const { gemeentecode } = reported.gegevens;
    if (own.gegevens.gemeentecode !== gemeentecode) return false;
    if (canBeSame(dateOfResidence(reported), dateOfResidence(own))) return true;
    const areFirst =
      [reported, own].every(isFirst) && reported.gegevens.isCoaLocatie === own.gegevens.isCoaLocatie;
    return (
      !wasElsewhere(all, reported, own) &&
      (areFirst || !isOtherHome(reported.gegevens.adres, own.gegevens.adres))
    );
  };

/**
 * The last message that told this registration or move: a message of the same kind, in the same gemeente, about a day that can be
 * the same. It counts in place of the messages that it repeats without naming them (docs/domein/cases.md, case 1). With an
 * incomplete date it must also be about the same home.
 */
export const lastTold = (all: readonly Residence[], feit: Residence): Residence => {
  const { gemeentecode, isCoaLocatie, adres } = feit.gegevens;
  const date = dateOfResidence(feit);
  const isSame = (one: Residence): boolean =>
    one.soort === feit.soort &&
    one.gegevens.gemeentecode === gemeentecode &&
    one.gegevens.isCoaLocatie === isCoaLocatie &&
    (dateOfResidence(one) === date ||
      (canBeSame(dateOfResidence(one), date) &&
        !isOtherHome(one.gegevens.adres, adres) &&
        !wasElsewhere(all, one, feit)));
  return all.filter(isSame).toSorted(onMoment).at(-1) ?? feit;
};

/** Whether the person lived in a home in another gemeente between these two residences in one gemeente. */
const wasElsewhere = (all: readonly Residence[], one: Residence, other: Residence): boolean => {
  const [from = '', to = ''] = [firstDay(one), firstDay(other)].toSorted();
  return all.some(
    (between) =>
      between.gegevens.gemeentecode !== one.gegevens.gemeentecode &&
      !between.gegevens.isCoaLocatie &&
      from < firstDay(between) &&
      firstDay(between) < to,
  );
};

const isFirst = (feit: Residence): boolean =>
  feit.soort === 'brp-inschrijving' && feit.gegevens.soort === 'eerste inschrijving';

/** Compares the postcode and the house number, which people type without mistakes: a street can be written in several ways. */
const isOtherHome = (one: Adres | undefined, other: Adres | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  (one.postcode !== other.postcode || one.huisnummer !== other.huisnummer);

/** The day from which somebody lives there, as the BRP wrote it: it may be incomplete. */
export const dateOfResidence = (feit: Residence): string =>
  feit.soort === 'brp-inschrijving' ? feit.gegevens.datumInschrijving : feit.gegevens.datumVerhuizing;

/** The first day (`YYYY-MM-DD`) that the date of this residence can mean. */
export const firstDay = (feit: Residence): string => bounds(dateOfResidence(feit)).first;

/**
 * The message that a correction puts right: the message that it names, or else the last registration or move before it that it puts
 * aside.
 */
const putRightBy = (zaak: Zaak, feit: Residence): Residence | undefined => {
  const { vervangtBerichtId } = feit.gegevens;
  if (vervangtBerichtId !== undefined) {
    const named = comparableId(vervangtBerichtId);
    return everyResidence(zaak)
      .toSorted(onMoment)
      .find((one) => comparableId(one.berichtId) === named);
  }
  if (feit.soort !== 'brp-inschrijving' || feit.gegevens.soort !== 'correctie') return undefined;
  const all = everyResidence(zaak).filter(isNotReplaced(zaak));
  const registered = putAsideBy(feit, zaak.inschrijvingen, all);
  const moved = zaak.verhuizingen.filter(isMovePutRight(all, feit));
  return [...registered, ...moved].toSorted(onMoment).at(-1);
};

/**
 * Every message about this residence: the message itself, the message that it puts right, the message that that one put right, and
 * so on.
 */
export const residenceToldBy = (
  zaak: Zaak,
  feit: Residence,
  later: readonly Residence[] = [],
): readonly Residence[] => {
  const told = [...later, feit];
  const earlier = putRightBy(zaak, feit);
  return earlier === undefined || told.includes(earlier) ? told : residenceToldBy(zaak, earlier, told);
};

/** Whether the BRP told of this residence as a first registration, whatever was put right of it since. */
export const isToldAsFirst = (zaak: Zaak, feit: Residence): boolean =>
  residenceToldBy(zaak, feit).some(isFirst);

/**
 * The day that a residence counts from. A home with an incomplete date counts from the last day that the date can mean, but never
 * from a day after the message that told it first, because a correction tells no later home. A COA address counts from the first
 * day that its date can mean, because people live there before they have a home.
 */
const countsFrom = (zaak: Zaak, feit: Residence): string => {
  const { first, latest } = bounds(dateOfResidence(feit));
  if (feit.gegevens.isCoaLocatie) return first;
  const days = residenceToldBy(zaak, feit).map(daySaid);
  return [latest, ...days.filter((day) => day >= first)].reduce((one, other) => (other < one ? other : one));
};

const latestFirst = (zaak: Zaak, feiten: readonly Residence[]): readonly ResidenceSince[] =>
  feiten
    .map((feit) => ({ feit, day: countsFrom(zaak, feit) }))
    .toSorted((one, other) => other.day.localeCompare(one.day) || onMoment(other.feit, one.feit));

/** Whether this is a home in this gemeente, which is no COA address. */
export const isResidenceIn =
  (gemeentecode: string | undefined) =>
  ({ feit: { gegevens } }: Pick<ResidenceSince, 'feit'>): boolean =>
    gegevens.gemeentecode === gemeentecode && !gegevens.isCoaLocatie;

/** The home address: the latest one known, when it lies in this gemeente and is no COA address. */
export const woonadresIn = (
  { residences: [latest] }: ValidFeiten,
  gemeentecode: string | undefined,
): Adres | undefined =>
  latest && isResidenceIn(gemeentecode)(latest) ? latest.feit.gegevens.adres : undefined;

/**
 * Whether the BRP keeps this person's data secret: by the latest message that says so, also when a correction replaced it,
 * because nothing but a message that says `false` ends it.
 */
export const hasGeheimhouding = ({ inschrijvingen, verhuizingen, overlijden }: Zaak): boolean =>
  [...inschrijvingen, ...verhuizingen, ...overlijden]
    .filter(({ gegevens }) => gegevens.geheimhouding !== undefined)
    .toSorted(onMoment)
    .at(-1)?.gegevens.geheimhouding === true;

/** Whether the day from which somebody lives there is in onderzoek: it may turn out to be another. */
export const isDateInOnderzoek = ({ soort, gegevens }: Residence): boolean =>
  gegevens.inOnderzoek?.includes(soort === 'brp-inschrijving' ? 'datumInschrijving' : 'datumVerhuizing') ??
  false;
