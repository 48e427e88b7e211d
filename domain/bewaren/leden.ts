import type { Persoon } from '../../contracts/coa.ts';
import { dayOf } from '../termijnen/calendar.ts';
import { canBeInburgeringsplichtig } from '../zaak/age.ts';

/**
 * What the household needs of a member without a zaak, as data: each field with its use. Every other field of a person in a
 * koppeling is for partners and the casusregisseur, who hear of nobody without a zaak.
 */
export const KEPT_OF_LEDEN = {
  vNummer:
    'the same member is known again in a later version of the koppeling, counts once, and is found when erased',
  bsn: 'the BRP and DUO name a person by it alone: a death and a move change the household that partners are told of, geheimhouding hides its address, and a plicht makes a zaak',
  relatie: 'the gezinssamenstelling of the household follows from it',
  geboortedatum: 'whether this person has a zaak follows from it, also when a later version puts it right',
} as const satisfies Partial<Record<keyof Persoon, string>>;

const isKept = (field: string): boolean => Object.hasOwn(KEPT_OF_LEDEN, field);

/** The person, with the fields that a household needs. */
export const asLid = (persoon: Persoon): Persoon =>
  Object.fromEntries(Object.entries(persoon).filter(([field]) => isKept(field))) as Persoon;

/**
 * Whether this person, by one message, gets no zaak: under eighteen or past the AOW age, both on the day of the koppeling and on
 * that of the message. It follows from the message alone, so that the order in which versions come does not matter. When nobody
 * knows the age everything is kept, because it may be an adult whom DUO makes plichtig. The same holds for a person who turned
 * eighteen before COA sent this version.
 */
export const isOnlyLid = (
  { geboortedatum }: Pick<Persoon, 'geboortedatum'>,
  datumKoppeling: string,
  tijdstip: string,
): boolean =>
  geboortedatum !== undefined &&
  [datumKoppeling, dayOf(new Date(tijdstip))].every((day) => !canBeInburgeringsplichtig(geboortedatum, day));
