import type { Adres } from '../../contracts/adres.ts';
import type { Gemeentecode, HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import type {
  ContactTeamInburgering,
  LEEFTIJDSKLASSEN,
  PartnerFields,
} from '../../contracts/partnerberichten.ts';
import { aboutWhat, type Partnerrol } from '../../contracts/partnerrollen.ts';
import type { Contact } from '../../contracts/personalia.ts';
import { canonicalNumber } from '../../contracts/telefoonnummer.ts';
import { inNfc } from '../../contracts/text.ts';
import { gemeenteProfile } from '../gemeenten/index.ts';
import { isValidAt } from '../gemeenten/profile.ts';
import { afleveradresIn, gemeentenOf, outlineIn } from '../huishouden/huishouden.ts';
import { dayOf } from '../termijnen/calendar.ts';
import { isAtLeast } from '../zaak/age.ts';
import { type Personalia, type Situation, situationOf } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, kanaalId, kanaalParts } from './address.ts';
import { salutationOf, voornaamOf } from './name.ts';

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

/** `{ [naam]: waarde }`, or nothing when the value is unknown. */
const toKnown = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };

/** A contact with its number in one form; an older fact holds the number as it was written. */
const contactOf = ({ telefoonnummer, ...rest }: Contact): Contact => ({
  ...toKnown('telefoonnummer', telefoonnummer === undefined ? undefined : canonicalNumber(telefoonnummer)),
  ...rest,
});

/** The home, for a role that may know of it: what the BRP keeps secret goes to whom the profile of the gemeente names. */
const adresFor = (role: Partnerrol, { woonadres, isGeheim, gemeentecode }: Told): Adres | undefined =>
  isGeheim && !gemeenteProfile(gemeentecode).secretAddressTo.includes(role) ? undefined : woonadres;

const fields = (role: RolOfZaak, known: Told): PartnerFields => {
  const { persoon, huishouden, peildatum, huishoudenId } = known;
  const { geboortedatum, talen } = persoon;
  const adres = adresFor(role, known);
  const heading = { naam: salutationOf(persoon.naam), geslacht: persoon.geslacht };
  const contact = toKnown('contact', persoon.contact && contactOf(persoon.contact));
  const opleiding = toKnown('hoogsteOpleiding', persoon.hoogsteOpleiding);
  const geboortejaar = toKnown(
    'geboortejaar',
    geboortedatum === undefined ? undefined : Number(geboortedatum.slice(0, 4)),
  );
  const { aantalPersonen, gezinssamenstelling } = huishouden;
  const household = toKnown('huishoudenId', huishoudenId);
  switch (role) {
    // werkafspraken R00.6b
    case 'taalschool': {
      const voorinburgering = toKnown('voorinburgering', persoon.voorinburgering);
      return { ...heading, ...geboortejaar, talen, ...opleiding, ...voorinburgering, ...contact };
    }
    // werkafspraken R00.6c
    case 'intos': {
      const werkervaring = toKnown('werkervaring', persoon.werkervaring);
      return { ...heading, ...geboortejaar, talen, ...opleiding, ...werkervaring, ...contact };
    }
    // werkafspraken R00.6a
    case 'balk': {
      const where = toKnown('adres', adres);
      return {
        ...heading,
        ...toKnown('geboortedatum', geboortedatum),
        talen,
        aantalGezinsleden: aantalPersonen,
        ...where,
        ...contact,
        ...household,
      };
    }
    // werkafspraken R00.6d
    case 'taalmaatjes':
      return {
        voornaam: voornaamOf(persoon.naam),
        talen,
        ...toKnown(
          'leeftijdsklasse',
          geboortedatum === undefined ? undefined : leeftijdsklasse(geboortedatum, peildatum),
        ),
        gezinssamenstelling,
        ...toKnown('woonplaats', adres?.woonplaats),
      };
    // werkafspraken R00.6e
    case 'wijkondersteuner':
      return {
        voornaam: voornaamOf(persoon.naam),
        gezinssamenstelling,
        ...toKnown('woonplaats', adres?.woonplaats),
        ...household,
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

type RolOfZaak = Exclude<Partnerrol, 'mage'>;
const isOfZaak = (role: Partnerrol): role is RolOfZaak => aboutWhat(role) === 'zaak';

/** The day of the latest thing that a source said about this person: all that the hub knows of how late it is. */
const latestDay = ({ feiten }: Zaak): string =>
  [...feiten.values()]
    .map(({ tijdstip }) => dayOf(new Date(tijdstip)))
    .reduce((latest, day) => (day > latest ? day : latest), '');

/**
 * Whether this role may know of somebody of this age. The Taalmaatjes hear a class of ages, and no class is of minors, who
 * have a zaak when DUO made them plichtig early: the Taalmaatjes hear of them with the first thing that a source says
 * after the eighteenth birthday.
 */
const isOldEnough = (role: Partnerrol, zaak: Zaak, { persoon, peildatum }: Told): boolean => {
  const { geboortedatum } = persoon;
  // Somebody of whom no date of birth is known has a zaak as an adult, or by DUO's plicht.
  if (role !== 'taalmaatjes' || geboortedatum === undefined) return true;
  return isAtLeast(18, geboortedatum, peildatum) || isAtLeast(18, geboortedatum, latestDay(zaak));
};

/**
 * What each partner may know of a zaak or of a household, worked out when it is asked for: facts that one role cannot be
 * told of hold up no other. Empty when there is nothing (any more) to tell of. Whose contract runs is for `projections`.
 */
export const projectionsOf = (
  id: ZaakId | HuishoudenId,
  zaak: Zaak,
): ReadonlyMap<KanaalId, () => Projection> =>
  new Map(zaak.leden.length > 0 ? ofHuishouden(id, zaak) : ofZaak(zaak));

const ofZaak = (zaak: Zaak): readonly (readonly [KanaalId, () => Projection])[] => {
  const situation = situationOf(zaak);
  return isToTell(situation)
    ? perPartner(situation.gemeentecode, (rol) =>
        isOfZaak(rol) && isOldEnough(rol, zaak, situation) ? () => fields(rol, situation) : undefined,
      )
    : [];
};

const ofHuishouden = (
  id: ZaakId | HuishoudenId,
  huishouden: Zaak,
): readonly (readonly [KanaalId, () => Projection])[] =>
  gemeentenOf(huishouden).flatMap((gemeentecode) =>
    perPartner(gemeentecode, (rol) =>
      isOfZaak(rol) ? undefined : () => orderFor(id, huishouden, gemeentecode),
    ),
  );

/** What a shop needs to deliver to a household. */
const orderFor = (
  id: ZaakId | HuishoudenId,
  huishouden: Zaak,
  gemeentecode: Gemeentecode,
): PartnerFields<'mage'> => {
  return {
    referentie: referentie(gemeentecode, id),
    aantalPersonen: outlineIn(huishouden, gemeentecode).aantalPersonen,
    ...toKnown('afleveradres', afleveradresIn(huishouden, gemeentecode)),
  };
};

const perPartner = (
  gemeentecode: Gemeentecode,
  fieldsFor: (role: Partnerrol) => (() => PartnerFields) | undefined,
): readonly (readonly [KanaalId, () => Projection])[] => {
  const { contactTeamInburgering, partners } = gemeenteProfile(gemeentecode);
  return partners.flatMap(({ sleutel, rol }) => {
    const own = fieldsFor(rol);
    if (own === undefined) return [];
    // An older fact may hold text that is not in NFC.
    const projection = () => ({ rol, gemeentecode, velden: inNfc({ contactTeamInburgering, ...own() }) });
    return [[kanaalId(gemeentecode, sleutel), projection] as const];
  });
};

/** Whether the contract of a partner runs on a day (`YYYY-MM-DD`): only then it is told of zaken (docs/domein.md, case 35). */
export const isUnderContract = (kanaal: KanaalId, today: string): boolean => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return gemeenteProfile(gemeentecode).partners.some(
    ({ sleutel, valid }) => sleutel === partner && isValidAt(valid, today),
  );
};

/** What everybody who should know of this zaak on a day (`YYYY-MM-DD`) is to know of it. */
export const projections = (
  zaakId: ZaakId | HuishoudenId,
  zaak: Zaak,
  today: string,
): ReadonlyMap<KanaalId, Projection> =>
  new Map(
    [...projectionsOf(zaakId, zaak)]
      .filter(([kanaal]) => isUnderContract(kanaal, today))
      .map(([kanaal, projection]) => [kanaal, projection()]),
  );
