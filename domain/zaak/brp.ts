import type { Adres } from '../../contracts/adres.ts';
import { bounds, dayOf } from '../termijnen/calendar.ts';
import {
  type Cause,
  type InschrijvingFeit,
  type OverlijdenFeit,
  onMoment,
  type VerhuizingFeit,
} from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** BRP messages that no later correction replaced. */
export interface ValidFeiten {
  readonly inschrijvingen: readonly InschrijvingFeit[];
  readonly verhuizingen: readonly VerhuizingFeit[];
  readonly overlijden: readonly OverlijdenFeit[];
}

/** A registration or a move: either says where somebody lives from some day on. */
export type Residence = InschrijvingFeit | VerhuizingFeit;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a message to compare by: a UUID is the same in capitals, any other id is what it is. */
const idKey = (berichtId: string): string => (UUID.test(berichtId) ? berichtId.toLowerCase() : berichtId);

/**
 * Registrations that stand: not replaced by name, and not put aside by a later correction in the same gemeente that
 * names no message to replace.
 */
const validInschrijvingen = (valid: readonly InschrijvingFeit[]): readonly InschrijvingFeit[] => {
  const correcties = valid.filter(
    ({ gegevens }) => gegevens.soort === 'correctie' && gegevens.vervangtBerichtId === undefined,
  );
  return valid.filter(
    (feit) =>
      !correcties.some(
        (correctie) =>
          correctie.gegevens.gemeentecode === feit.gegevens.gemeentecode && onMoment(correctie, feit) > 0,
      ),
  );
};

/** Messages that no later correction replaced (docs/domein.md, case 1). */
export function validFeiten(zaak: Zaak): ValidFeiten {
  const replaced = new Set(
    [...zaak.inschrijvingen, ...zaak.verhuizingen, ...zaak.overlijden].flatMap((feit) =>
      feit.gegevens.vervangtBerichtId === undefined ? [] : [idKey(feit.gegevens.vervangtBerichtId)],
    ),
  );
  const notReplaced = (feit: { readonly berichtId: string }): boolean => !replaced.has(idKey(feit.berichtId));
  return {
    inschrijvingen: ownOrReported(
      validInschrijvingen(zaak.inschrijvingen.filter(notReplaced)),
      ({ gegevens }) => gegevens.gemeentecode,
    ),
    verhuizingen: ownOrReported(
      zaak.verhuizingen.filter(notReplaced),
      ({ gegevens }) => gegevens.gemeentecode,
    ),
    overlijden: ownOrReported(zaak.overlijden.filter(notReplaced), () => 'overleden'),
  };
}

/** What a gemeente typed over counts until the BRP itself tells something about the same. */
const ownOrReported = <Feit extends Cause>(
  feiten: readonly Feit[],
  subjectOf: (feit: Feit) => string,
): readonly Feit[] => {
  const own = new Set(feiten.filter(({ gemeldDoor }) => gemeldDoor === undefined).map(subjectOf));
  return feiten.filter((feit) => feit.gemeldDoor === undefined || !own.has(subjectOf(feit)));
};

/** The day from which somebody lives there, as the BRP wrote it: it may be incomplete. */
export const dateOfResidence = (feit: Residence): string =>
  feit.soort === 'brp-inschrijving' ? feit.gegevens.datumInschrijving : feit.gegevens.datumVerhuizing;

/** The first day (`YYYY-MM-DD`) that this can have been. */
export const firstDay = (feit: Residence): string => bounds(dateOfResidence(feit)).first;

/** The last day that this can have been: an incomplete date ends at the latest on the day of the message. */
export const latestDay = (feit: Residence): string => {
  const { latest } = bounds(dateOfResidence(feit));
  const reported = dayOf(new Date(feit.tijdstip));
  return latest > reported && reported >= firstDay(feit) ? reported : latest;
};

/** Everywhere that somebody lived, the latest first. */
export const residences = ({ inschrijvingen, verhuizingen }: ValidFeiten): readonly Residence[] =>
  [...inschrijvingen, ...verhuizingen].toSorted(
    (one, other) => latestDay(other).localeCompare(latestDay(one)) || onMoment(other, one),
  );

/**
 * Where somebody settled in a gemeente: registered or moved to a home there that is no COA address. A move from one home
 * there to another is none: the person had settled.
 */
export const vestigingenIn = (valid: ValidFeiten, gemeentecode: string | undefined): readonly Residence[] => {
  const isHome = (feit: Residence | undefined): boolean =>
    feit?.gegevens.gemeentecode === gemeentecode && !feit?.gegevens.isCoaLocatie;
  return residences(valid).filter(
    (feit, place, latestFirst) =>
      isHome(feit) && !(feit.soort === 'brp-verhuizing' && isHome(latestFirst[place + 1])),
  );
};

/**
 * The settling that starts the clock: the earliest that counts from `since` on (`YYYY-MM-DD`), so that an earlier stay in
 * the same gemeente does not; an earlier one only when there is no other.
 */
export const vestigingSince = (vestigingen: readonly Residence[], since: string): Residence | undefined =>
  vestigingen.toSorted(
    (one, other) =>
      Number(latestDay(one) < since) - Number(latestDay(other) < since) ||
      firstDay(one).localeCompare(firstDay(other)) ||
      onMoment(one, other),
  )[0];

/** The home address: the latest one known, when it lies in this gemeente and is no COA address. */
export const woonadresIn = (valid: ValidFeiten, gemeentecode: string | undefined): Adres | undefined => {
  const [latest] = residences(valid);
  return latest !== undefined &&
    latest.gegevens.gemeentecode === gemeentecode &&
    !latest.gegevens.isCoaLocatie
    ? latest.gegevens.adres
    : undefined;
};

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
