import type { Adres } from '../../contracts/adres.ts';
import type { Gemeentecode, HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import type { LEEFTIJDSKLASSEN, PartnerFields } from '../../contracts/partnerberichten.ts';
import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import type { Contact } from '../../contracts/personalia.ts';
import { canonicalNumber } from '../../contracts/telefoonnummer.ts';
import { gemeenteProfile } from '../gemeenten/index.ts';
import { afleveradresIn, outlineIn } from '../huishouden/huishouden.ts';
import { known } from '../known.ts';
import { isAtLeast } from '../zaak/age.ts';
import type { Personalia } from '../zaak/personalia.ts';
import type { Situation } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { salutationOf, voornaamOf } from './name.ts';
import type { RoleOfZaak } from './needed.ts';

/** The fields of each role, from what is known of a zaak or of a household. `projection.ts` decides which partners are told. */

/** A zaak that partners can be told of: it is active in a gemeente of this hub, and a source told the data of the person. */
export type Told = Situation & { readonly gemeentecode: Gemeentecode; readonly persoon: Personalia };

const leeftijdsklasse = (geboortedatum: string, at: string): (typeof LEEFTIJDSKLASSEN)[number] => {
  if (isAtLeast(65, geboortedatum, at)) return '65+';
  if (isAtLeast(50, geboortedatum, at)) return '50-64';
  if (isAtLeast(35, geboortedatum, at)) return '35-49';
  if (isAtLeast(25, geboortedatum, at)) return '25-34';
  return '18-24';
};

/** A reference that a shop can write on a box: gemeente and the first part of the pseudonym. */
const referentie = (gemeentecode: Gemeentecode, id: string): string =>
  `${gemeentecode}-${id.slice(0, 8).toUpperCase()}`;

/** Every field of a role, known or not. */
type Draft<Role extends Partnerrol> = {
  readonly [Name in keyof PartnerFields<Role>]-?: PartnerFields<Role>[Name] | undefined;
};

/** The fields of a draft that are known. `missingFor` decides before this whether they are enough for the role. */
const told = <Role extends Partnerrol>(draft: Draft<Role>): PartnerFields<Role> =>
  known(draft) as PartnerFields<Role>;

/** A contact with its number in one form; an older fact holds the number as it was written. */
const contactOf = ({ telefoonnummer, ...rest }: Contact): Contact => ({
  ...(telefoonnummer === undefined ? {} : { telefoonnummer: canonicalNumber(telefoonnummer) }),
  ...rest,
});

/**
 * The home, for a role that may know it. An address that the BRP keeps secret goes only to roles that the profile of the gemeente
 * names.
 */
const adresFor = (role: Partnerrol, { woonadres, isGeheim, gemeentecode }: Told): Adres | undefined =>
  isGeheim && !gemeenteProfile(gemeentecode).secretAddressTo.includes(role) ? undefined : woonadres;

/** What a role may know of a zaak. A corporatie that rents out the agreed home also knows with whom it makes the contract. */
export const fieldsOfZaak = (role: RoleOfZaak, situation: Told, isContractant = false): PartnerFields => {
  const { persoon, huishouden, peildatum, huishoudenId, koppeling } = situation;
  const { naam, geboortedatum, geslacht, talen, hoogsteOpleiding, voorinburgering, werkervaring } = persoon;
  const adres = adresFor(role, situation);
  const contact = persoon.contact && contactOf(persoon.contact);
  const salutation = naam && salutationOf(naam);
  const voornaam = naam && voornaamOf(naam);
  const woonplaats = adres?.woonplaats;
  const geboortejaar = geboortedatum === undefined ? undefined : Number(geboortedatum.slice(0, 4));
  const { aantalPersonen, gezinssamenstelling } = huishouden;
  switch (role) {
    // werkafspraken R00.6b
    case 'taalschool':
      return told<'taalschool'>({
        naam: salutation,
        geslacht,
        geboortejaar,
        talen,
        hoogsteOpleiding,
        voorinburgering,
        contact,
      });
    // werkafspraken R00.6c
    case 'intos':
      return told<'intos'>({
        naam: salutation,
        geslacht,
        geboortejaar,
        talen,
        hoogsteOpleiding,
        werkervaring,
        contact,
      });
    // werkafspraken R00.6a
    case 'balk':
      return told<'balk'>({
        naam: salutation,
        geslacht,
        geboortedatum,
        talen,
        aantalGezinsleden: aantalPersonen,
        adres,
        contact,
        huishoudenId,
      });
    // werkafspraken R00.6d
    case 'taalmaatjes': {
      const klasse = geboortedatum === undefined ? undefined : leeftijdsklasse(geboortedatum, peildatum);
      return told<'taalmaatjes'>({
        voornaam,
        talen,
        leeftijdsklasse: klasse,
        gezinssamenstelling,
        woonplaats,
      });
    }
    // werkafspraken R00.6e
    case 'wijkondersteuner':
      return told<'wijkondersteuner'>({ voornaam, gezinssamenstelling, woonplaats, huishoudenId });
    // werkafspraken R00.1
    case 'corporatie':
      return told<'corporatie'>({
        aantalPersonen,
        gezinssamenstelling,
        huishoudenId,
        contractant: isContractant && salutation ? known({ naam: salutation, geboortedatum }) : undefined,
      });
    // werkafspraken R00.7b
    case 'burgerzaken':
      return told<'burgerzaken'>({ naam: salutation, geboortedatum, aantalGezinsleden: aantalPersonen });
    // werkafspraken R00.7d
    case 'vakspecialist':
      return told<'vakspecialist'>({
        naam: salutation,
        geboortedatum,
        aantalGezinsleden: aantalPersonen,
        adres,
        contact,
      });
    // werkafspraken R00.7a
    case 'maatschappelijk-begeleider':
      return told<'maatschappelijk-begeleider'>({
        naam: salutation,
        geslacht,
        talen,
        gezinssamenstelling,
        adres,
        contact,
        huishoudenId,
      });
    // werkafspraken R00.7e, R03.T1
    case 'casusregisseur':
      return told<'casusregisseur'>({
        naam: salutation,
        geslacht,
        geboortedatum,
        talen,
        hoogsteOpleiding,
        voorinburgering,
        werkervaring,
        gezinssamenstelling,
        adres,
        contact,
        huishoudenId,
      });
    // werkafspraken R09.1
    case 'lbt-afnemer':
      return told<'lbt-afnemer'>({ naam: salutation, talen });
    // werkafspraken R01.T3
    case 'opvang':
      return told<'opvang'>({ koppelingId: koppeling?.feit.koppeling.koppelingId });
  }
};

/** What a shop needs to deliver to a household. */
export const orderFor = (
  id: ZaakId | HuishoudenId,
  huishouden: Zaak,
  gemeentecode: Gemeentecode,
): PartnerFields<'mage'> =>
  told<'mage'>({
    referentie: referentie(gemeentecode, id),
    aantalPersonen: outlineIn(huishouden, gemeentecode).aantalPersonen,
    afleveradres: afleveradresIn(huishouden, gemeentecode),
  });
