import type { Contact, Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import type {
  ContactTeamInburgering,
  LEEFTIJDSKLASSEN,
  PartnerFields,
  Partnerrol,
} from '../../contracts/partnerberichten.ts';
import { canonicalNumber } from '../../contracts/telefoonnummer.ts';
import { inNfc } from '../../contracts/text.ts';
import { gemeenteProfile } from '../gemeenten/index.ts';
import { isValidAt, type PartnerProfile } from '../gemeenten/profile.ts';
import { dayOf } from '../termijnen/calendar.ts';
import { isAtLeast } from '../zaak/age.ts';
import type { KoppelingFeit } from '../zaak/feiten.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, kanaalId } from './address.ts';

export type { KanaalId };

/**
 * What each partner may know of a zaak: one typed projection per role (werkafspraken R00.6a to R00.6f). Nothing else
 * in the hub composes content for a partner.
 */

/** What a partner is told of a zaak now. */
export interface Projection {
  readonly rol: Partnerrol;
  readonly gemeentecode: Gemeentecode;
  readonly velden: PartnerFields & { readonly contactTeamInburgering: ContactTeamInburgering };
}

/** A letter with its accents; the signs for ayn and hamza (`ʿAbd`) are modifiers and no initial. */
const FIRST_LETTER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]\p{M}*/u;

/** The capital of a letter; of what becomes more than one (`ß`, `ﬁ`) the first. */
const capital = (letter: string): string =>
  FIRST_LETTER.exec(letter.toUpperCase().normalize('NFC'))?.[0] ?? letter;

/**
 * Initials as the BRP makes them: one per name between spaces, so `Anne-Fleur Belle` is `A.B.`. A name without letters,
 * such as the `-` or `.` of somebody without a first name, stays what it is: every name that is taken can be told.
 */
const voorletters = (voornamen: string): string => {
  const letters = voornamen.split(/\s+/).flatMap((name) => FIRST_LETTER.exec(name)?.[0] ?? []);
  return letters.length === 0 ? voornamen.trim() : letters.map((letter) => `${capital(letter)}.`).join('');
};

const voornaam = (voornamen: string): string => voornamen.trim().split(/\s+/)[0] ?? voornamen;

const leeftijdsklasse = (geboortedatum: string, at: string): (typeof LEEFTIJDSKLASSEN)[number] => {
  if (isAtLeast(65, geboortedatum, at)) return '65+';
  if (isAtLeast(50, geboortedatum, at)) return '50-64';
  if (isAtLeast(35, geboortedatum, at)) return '35-49';
  if (isAtLeast(25, geboortedatum, at)) return '25-34';
  return '18-24';
};

/** A reference that a shop can write on a box: gemeente and the first part of the pseudonym. */
const referentie = (gemeentecode: Gemeentecode, zaakId: ZaakId): string =>
  `${gemeentecode}-${zaakId.slice(0, 8).toUpperCase()}`;

/** `{ [naam]: waarde }`, or nothing when the value is unknown. */
const toKnown = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };

/** A contact with its number in one form; an older fact holds the number as it was written. */
const contactOf = ({ telefoonnummer, ...rest }: Contact): Contact => ({
  ...toKnown('telefoonnummer', telefoonnummer === undefined ? undefined : canonicalNumber(telefoonnummer)),
  ...rest,
});

const fields = (
  role: Partnerrol,
  zaakId: ZaakId,
  { persoon, koppeling, huishouden }: KoppelingFeit,
  adres: Situation['woonadres'],
): PartnerFields => {
  const { voornamen, voorvoegsel, geslachtsnaam } = persoon.naam;
  const { geboortedatum, talen } = persoon;
  const heading = {
    naam: { voorletters: voorletters(voornamen), ...toKnown('voorvoegsel', voorvoegsel), geslachtsnaam },
    geslacht: persoon.geslacht,
  };
  const contact = toKnown('contact', persoon.contact && contactOf(persoon.contact));
  const opleiding = toKnown('hoogsteOpleiding', persoon.hoogsteOpleiding);
  const geboortejaar = Number(geboortedatum.slice(0, 4));
  const { aantalPersonen, gezinssamenstelling } = huishouden;
  switch (role) {
    // werkafspraken R00.6b
    case 'taalschool': {
      const voorinburgering = toKnown('voorinburgering', persoon.voorinburgering);
      return { ...heading, geboortejaar, talen, ...opleiding, ...voorinburgering, ...contact };
    }
    // werkafspraken R00.6c
    case 'intos': {
      const werkervaring = toKnown('werkervaring', persoon.werkervaring);
      return { ...heading, geboortejaar, talen, ...opleiding, ...werkervaring, ...contact };
    }
    // werkafspraken R00.6a
    case 'balk': {
      const where = toKnown('adres', adres);
      return { ...heading, geboortedatum, talen, aantalGezinsleden: aantalPersonen, ...where, ...contact };
    }
    // werkafspraken R00.6d
    case 'taalmaatjes':
      return {
        voornaam: voornaam(voornamen),
        talen,
        leeftijdsklasse: leeftijdsklasse(geboortedatum, koppeling.datumKoppeling),
        gezinssamenstelling,
        ...toKnown('woonplaats', adres?.woonplaats),
      };
    // werkafspraken R00.6e
    case 'wijkondersteuner':
      return {
        voornaam: voornaam(voornamen),
        gezinssamenstelling,
        ...toKnown('woonplaats', adres?.woonplaats),
      };
    // werkafspraken R00.6f
    case 'mage':
      return {
        referentie: referentie(koppeling.gemeentecode, zaakId),
        aantalPersonen,
        ...toKnown('afleveradres', adres),
      };
  }
};

const validPartners = (gemeentecode: Gemeentecode, datum: string): readonly PartnerProfile[] =>
  gemeenteProfile(gemeentecode).partners.filter((partner) => isValidAt(partner.valid, datum));

/** The day of the latest thing that a source said about this person: all that the hub knows of how late it is. */
const latestDay = ({ koppelingen, vervallen, inschrijvingen, verhuizingen, overlijden, duo }: Zaak): string =>
  [...koppelingen, ...vervallen, ...inschrijvingen, ...verhuizingen, ...overlijden, ...duo]
    .map(({ tijdstip }) => dayOf(new Date(tijdstip)))
    .reduce((latest, day) => (day > latest ? day : latest), '');

/**
 * Whether this role may know of somebody of this age. The Taalmaatjes hear a class of ages, and no class is of minors, who
 * have a zaak when DUO made them plichtig early: the Taalmaatjes hear of them with the first thing that a source says
 * after the eighteenth birthday.
 */
const isOldEnough = (role: Partnerrol, zaak: Zaak, { persoon, koppeling }: KoppelingFeit): boolean =>
  role !== 'taalmaatjes' ||
  isAtLeast(18, persoon.geboortedatum, koppeling.datumKoppeling) ||
  isAtLeast(18, persoon.geboortedatum, latestDay(zaak));

/**
 * Everybody who should know of this zaak, each with what they should know, worked out when it is asked for: facts that
 * one role cannot be told of hold up no other. Empty when the zaak is not (or no longer) one.
 */
export const projectionsOf = (zaakId: ZaakId, zaak: Zaak): ReadonlyMap<KanaalId, () => Projection> => {
  const { koppeling, hasZaak, status, woonadres: adres } = situationOf(zaak);
  if (koppeling === undefined || !hasZaak || status === 'vervallen') return new Map();
  const { gemeentecode, feit } = koppeling;
  const { contactTeamInburgering } = gemeenteProfile(gemeentecode);
  return new Map(
    validPartners(gemeentecode, feit.koppeling.datumKoppeling)
      .filter(({ rol }) => isOldEnough(rol, zaak, feit))
      .map((partner) => [
        kanaalId(gemeentecode, partner.sleutel),
        () => ({
          rol: partner.rol,
          gemeentecode,
          // An older fact may hold text that is not in NFC.
          velden: inNfc({ contactTeamInburgering, ...fields(partner.rol, zaakId, feit, adres) }),
        }),
      ]),
  );
};

/** The same for all of them together. */
export const projections = (zaakId: ZaakId, zaak: Zaak): ReadonlyMap<KanaalId, Projection> =>
  new Map([...projectionsOf(zaakId, zaak)].map(([partner, projection]) => [partner, projection()]));
