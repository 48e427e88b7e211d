import type { Contact, Gemeentecode, ZaakId } from '../../contracts/basistypen.ts';
import type {
  ContactTeamInburgering,
  LEEFTIJDSKLASSEN,
  Partnerrol,
  Partnervelden,
} from '../../contracts/partnerberichten.ts';
import { canonicalNumber } from '../../contracts/telefoonnummer.ts';
import { inNfc } from '../../contracts/text.ts';
import { gemeenteProfiel } from '../gemeenten/index.ts';
import { isGeldigOp, type PartnerProfiel } from '../gemeenten/profiel.ts';
import { type Situation, situationOf } from '../zaak/afgeleid.ts';
import type { KoppelingFeit } from '../zaak/feiten.ts';
import { isMinstens } from '../zaak/leeftijd.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type PartnerAdres, partnerAdres } from './address.ts';

export type { PartnerAdres };

/**
 * What each partner may know of a zaak: one typed projection per role (werkafspraken R00.6a to R00.6f). Nothing else
 * in the hub composes content for a partner.
 */

/** What a partner is told of a zaak now. */
export interface Projectie {
  readonly rol: Partnerrol;
  readonly gemeentecode: Gemeentecode;
  readonly velden: Partnervelden & { readonly contactTeamInburgering: ContactTeamInburgering };
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
  const letters = voornamen.split(/\s+/).flatMap((naam) => FIRST_LETTER.exec(naam)?.[0] ?? []);
  return letters.length === 0 ? voornamen.trim() : letters.map((letter) => `${capital(letter)}.`).join('');
};

const voornaam = (voornamen: string): string => voornamen.trim().split(/\s+/)[0] ?? voornamen;

const leeftijdsklasse = (geboortedatum: string, op: string): (typeof LEEFTIJDSKLASSEN)[number] => {
  if (isMinstens(65, geboortedatum, op)) return '65+';
  if (isMinstens(50, geboortedatum, op)) return '50-64';
  if (isMinstens(35, geboortedatum, op)) return '35-49';
  if (isMinstens(25, geboortedatum, op)) return '25-34';
  return '18-24';
};

/** A reference that a shop can write on a box: gemeente and the first part of the pseudonym. */
const referentie = (gemeentecode: Gemeentecode, zaakId: ZaakId): string =>
  `${gemeentecode}-${zaakId.slice(0, 8).toUpperCase()}`;

/** `{ [naam]: waarde }`, or nothing when the value is unknown. */
const alsBekend = <Naam extends string, Waarde>(naam: Naam, waarde: Waarde | undefined) =>
  (waarde === undefined ? {} : { [naam]: waarde }) as { [N in Naam]?: Waarde };

/** A contact with its number in one form; an older fact holds the number as it was written. */
const contactOf = ({ telefoonnummer, ...rest }: Contact): Contact => ({
  ...alsBekend('telefoonnummer', telefoonnummer === undefined ? undefined : canonicalNumber(telefoonnummer)),
  ...rest,
});

const velden = (
  rol: Partnerrol,
  zaakId: ZaakId,
  { persoon, koppeling, huishouden }: KoppelingFeit,
  adres: Situation['woonadres'],
): Partnervelden => {
  const { voornamen, voorvoegsel, geslachtsnaam } = persoon.naam;
  const { geboortedatum, talen } = persoon;
  const aanhef = {
    naam: { voorletters: voorletters(voornamen), ...alsBekend('voorvoegsel', voorvoegsel), geslachtsnaam },
    geslacht: persoon.geslacht,
  };
  const contact = alsBekend('contact', persoon.contact && contactOf(persoon.contact));
  const opleiding = alsBekend('hoogsteOpleiding', persoon.hoogsteOpleiding);
  const geboortejaar = Number(geboortedatum.slice(0, 4));
  const { aantalPersonen, gezinssamenstelling } = huishouden;
  switch (rol) {
    case 'taalschool': {
      const voorinburgering = alsBekend('voorinburgering', persoon.voorinburgering);
      return { ...aanhef, geboortejaar, talen, ...opleiding, ...voorinburgering, ...contact };
    }
    case 'intos': {
      const werkervaring = alsBekend('werkervaring', persoon.werkervaring);
      return { ...aanhef, geboortejaar, talen, ...opleiding, ...werkervaring, ...contact };
    }
    case 'balk': {
      const waar = alsBekend('adres', adres);
      return { ...aanhef, geboortedatum, talen, aantalGezinsleden: aantalPersonen, ...waar, ...contact };
    }
    case 'taalmaatjes':
      return {
        voornaam: voornaam(voornamen),
        talen,
        leeftijdsklasse: leeftijdsklasse(geboortedatum, koppeling.datumKoppeling),
        gezinssamenstelling,
        ...alsBekend('woonplaats', adres?.woonplaats),
      };
    case 'wijkondersteuner':
      return {
        voornaam: voornaam(voornamen),
        gezinssamenstelling,
        ...alsBekend('woonplaats', adres?.woonplaats),
      };
    case 'mage':
      return {
        referentie: referentie(koppeling.gemeentecode, zaakId),
        aantalPersonen,
        ...alsBekend('afleveradres', adres),
      };
  }
};

const geldigePartners = (gemeentecode: Gemeentecode, datum: string): readonly PartnerProfiel[] =>
  gemeenteProfiel(gemeentecode).partners.filter((partner) => isGeldigOp(partner.geldig, datum));

/**
 * Everybody who should know of this zaak, each with what they should know, worked out when it is asked for: facts that
 * one role cannot be told of hold up no other. Empty when the zaak is not (or no longer) one.
 */
export const projectionsOf = (zaakId: ZaakId, zaak: Zaak): ReadonlyMap<PartnerAdres, () => Projectie> => {
  const { koppeling, heeftZaak, status, woonadres: adres } = situationOf(zaak);
  if (koppeling === undefined || !heeftZaak || status === 'vervallen') return new Map();
  const { gemeentecode, feit } = koppeling;
  const { contactTeamInburgering } = gemeenteProfiel(gemeentecode);
  return new Map(
    geldigePartners(gemeentecode, feit.koppeling.datumKoppeling).map((partner) => [
      partnerAdres(gemeentecode, partner.sleutel),
      () => ({
        rol: partner.rol,
        gemeentecode,
        // An older fact may hold text that is not in NFC.
        velden: inNfc({ contactTeamInburgering, ...velden(partner.rol, zaakId, feit, adres) }),
      }),
    ]),
  );
};

/** The same for all of them together. */
export const projecties = (zaakId: ZaakId, zaak: Zaak): ReadonlyMap<PartnerAdres, Projectie> =>
  new Map([...projectionsOf(zaakId, zaak)].map(([partner, projectie]) => [partner, projectie()]));
