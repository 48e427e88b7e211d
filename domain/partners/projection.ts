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
import { isValidAt } from '../gemeenten/profile.ts';
import { isAtLeast } from '../zaak/age.ts';
import { type Personalia, type Situation, situationOf } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, kanaalId, kanaalParts } from './address.ts';

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

const fields = (role: Partnerrol, zaakId: ZaakId, known: Told): PartnerFields => {
  const { persoon, huishouden, gemeentecode, peildatum, woonadres: adres } = known;
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
    case 'taalschool': {
      const voorinburgering = toKnown('voorinburgering', persoon.voorinburgering);
      return { ...heading, geboortejaar, talen, ...opleiding, ...voorinburgering, ...contact };
    }
    case 'intos': {
      const werkervaring = toKnown('werkervaring', persoon.werkervaring);
      return { ...heading, geboortejaar, talen, ...opleiding, ...werkervaring, ...contact };
    }
    case 'balk': {
      const where = toKnown('adres', adres);
      return { ...heading, geboortedatum, talen, aantalGezinsleden: aantalPersonen, ...where, ...contact };
    }
    case 'taalmaatjes':
      return {
        voornaam: voornaam(voornamen),
        talen,
        leeftijdsklasse: leeftijdsklasse(geboortedatum, peildatum),
        gezinssamenstelling,
        ...toKnown('woonplaats', adres?.woonplaats),
      };
    case 'wijkondersteuner':
      return {
        voornaam: voornaam(voornamen),
        gezinssamenstelling,
        ...toKnown('woonplaats', adres?.woonplaats),
      };
    case 'mage':
      return {
        referentie: referentie(gemeentecode, zaakId),
        aantalPersonen,
        ...toKnown('afleveradres', adres),
      };
  }
};

/** What is to be told of a zaak: it is active in a gemeente of this hub, and a source told who the person is. */
type Told = Situation & { readonly gemeentecode: Gemeentecode; readonly persoon: Personalia };

const isToTell = (situation: Situation): situation is Told =>
  situation.gemeentecode !== undefined &&
  situation.persoon !== undefined &&
  situation.hasZaak &&
  situation.status === 'actief';

/**
 * What each partner of the gemeente may know of this zaak, worked out when it is asked for: facts that one role cannot be
 * told of hold up no other. Empty when the zaak is not (or no longer) one. Whose contract runs is for `projections`.
 */
export const projectionsOf = (zaakId: ZaakId, zaak: Zaak): ReadonlyMap<KanaalId, () => Projection> => {
  const situation = situationOf(zaak);
  if (!isToTell(situation)) return new Map();
  const { gemeentecode } = situation;
  const { contactTeamInburgering, partners } = gemeenteProfile(gemeentecode);
  return new Map(
    partners.map(({ sleutel, rol }) => [
      kanaalId(gemeentecode, sleutel),
      () => ({
        rol,
        gemeentecode,
        // An older fact may hold text that is not in NFC.
        velden: inNfc({ contactTeamInburgering, ...fields(rol, zaakId, situation) }),
      }),
    ]),
  );
};

/** Whether the contract of a partner runs on a day (`YYYY-MM-DD`): only then it is told of zaken (docs/domein.md, case 35). */
export const isUnderContract = (kanaal: KanaalId, today: string): boolean => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return gemeenteProfile(gemeentecode).partners.some(
    ({ sleutel, valid }) => sleutel === partner && isValidAt(valid, today),
  );
};

/** What everybody who should know of this zaak on a day (`YYYY-MM-DD`) is to know of it. */
export const projections = (zaakId: ZaakId, zaak: Zaak, today: string): ReadonlyMap<KanaalId, Projection> =>
  new Map(
    [...projectionsOf(zaakId, zaak)]
      .filter(([kanaal]) => isUnderContract(kanaal, today))
      .map(([kanaal, projection]) => [kanaal, projection()]),
  );
