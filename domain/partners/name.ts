import type { Naam } from '../../contracts/coa.ts';
import { known } from '../known.ts';

/** What partners are told of a name. People have one name or several; the BRP has fields for two kinds. */

/** A letter with its accents; the signs for ayn and hamza (`ʿAbd`) are modifiers and no initial. */
const FIRST_LETTER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]\p{M}*/u;

/** The capital of a letter; of what becomes more than one (`ß`, `ﬁ`) the first. */
const capital = (letter: string): string =>
  FIRST_LETTER.exec(letter.toUpperCase().normalize('NFC'))?.[0] ?? letter;

/**
 * Initials as the BRP makes them: one per name between spaces, so `Anne-Fleur Belle` is `A.B.`. A name without letters
 * stays what it is: every name that is taken can be told.
 */
const voorletters = (voornamen: string): string => {
  const letters = voornamen.split(/\s+/).flatMap((name) => FIRST_LETTER.exec(name)?.[0] ?? []);
  return letters.length === 0 ? voornamen.trim() : letters.map((letter) => `${capital(letter)}.`).join('');
};

/** What a source writes for a part of a name that somebody has not got, or that nobody knows. */
const isStandIn = (part: string): boolean => /^[\s.-]+$/.test(part);

const knownPart = (part: string | undefined): string | undefined =>
  part === undefined || isStandIn(part) ? undefined : part;

/** A name of which no part is known keeps the sign that its source wrote. */
const signOf = ({ voornamen, geslachtsnaam }: Naam): string => geslachtsnaam ?? voornamen ?? '.';

/**
 * The name for a salutation. Somebody with one name has it as geslachtsnaam, whole, and no voorletters, as the BRP has
 * it: `Geachte heer Yusuf Ali`. A sign that a source wrote for the voornamen stands for the voorletters too.
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

/** What somebody is called: the first of the voornamen; the geslachtsnaam of somebody who has no other name. */
export const voornaamOf = (naam: Naam): string =>
  knownPart(naam.voornamen)?.trim().split(/\s+/)[0] ?? knownPart(naam.geslachtsnaam) ?? signOf(naam);
