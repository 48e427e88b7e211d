import type { Naam } from '../../contracts/coa.ts';
import { known } from '../known.ts';

/** The form of a name that partners are told. People have one name or several; the BRP has fields for two kinds. */

/** A letter with its accents. The signs for ayn and hamza (`ʿAbd`) are modifiers, and are no initial. */
const FIRST_LETTER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]\p{M}*/u;

/** The capital of a letter. When the capital has several letters (`ß`, `ﬁ`), it is the first of them. */
const capital = (letter: string): string =>
  FIRST_LETTER.exec(letter.toUpperCase().normalize('NFC'))?.[0] ?? letter;

/**
 * Initials as the BRP makes them: one for each name between spaces, so `Anne-Fleur Belle` is `A.B.`. A name without letters stays
 * as it is, so that every name that the hub accepts can be told.
 */
const voorletters = (voornamen: string): string => {
  const letters = voornamen.split(/\s+/).flatMap((name) => FIRST_LETTER.exec(name)?.[0] ?? []);
  return letters.length === 0 ? voornamen.trim() : letters.map((letter) => `${capital(letter)}.`).join('');
};

/** Whether a source wrote a sign in place of a part of the name that the person has not got, or that nobody knows. */
const isStandIn = (part: string): boolean => /^[\s.-]+$/.test(part);

const knownPart = (part: string | undefined): string | undefined =>
  part === undefined || isStandIn(part) ? undefined : part;

/** The sign that the source wrote, for a name of which no part is known. */
const signOf = ({ voornamen, geslachtsnaam }: Naam): string => geslachtsnaam ?? voornamen ?? '.';

/**
 * The name for a salutation. A person with one name has it as geslachtsnaam, whole and without voorletters, as the BRP has it:
 * `Geachte heer Yusuf Ali`. When the source wrote a sign for the voornamen, voorletters is that sign.
 */
export const salutationOf = (
  naam: Naam,
): { readonly voorletters?: string; readonly voorvoegsel?: string; readonly geslachtsnaam: string } => {
  const { voornamen, voorvoegsel } = naam;
  const geslachtsnaam = knownPart(naam.geslachtsnaam);
  if (geslachtsnaam === undefined) return { geslachtsnaam: knownPart(voornamen) ?? signOf(naam) };
  return {
    ...(voornamen === undefined ? {} : { voorletters: voorletters(voornamen) }),
    ...known({ voorvoegsel }),
    geslachtsnaam,
  };
};

/** What people call a person: the first of the voornamen, or the geslachtsnaam of a person who has no other name. */
export const voornaamOf = (naam: Naam): string =>
  knownPart(naam.voornamen)?.trim().split(/\s+/)[0] ?? knownPart(naam.geslachtsnaam) ?? signOf(naam);
