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
import { isValidAt, type PartnerProfile } from '../gemeenten/profile.ts';
import { afleveradresIn, gemeentenOf, hasWoningIn, outlineIn } from '../huishouden/huishouden.ts';
import { dayOf } from '../termijnen/calendar.ts';
import { isAtLeast } from '../zaak/age.ts';
import { known } from '../zaak/known.ts';
import { type Personalia, type Situation, situationOf } from '../zaak/situation.ts';
import { hasWoning } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, kanaalId, kanaalParts } from './address.ts';
import { salutationOf, voornaamOf } from './name.ts';
import { missingFor, type PersonaliaField, type RoleOfZaak } from './needed.ts';

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

/** Every field of a role, known or not. */
type Draft<Role extends Partnerrol> = {
  readonly [Name in keyof PartnerFields<Role>]-?: PartnerFields<Role>[Name] | undefined;
};

/** What is known of a draft. `missingFor` says beforehand whether that is enough for the role. */
const told = <Role extends Partnerrol>(draft: Draft<Role>): PartnerFields<Role> =>
  known(draft) as PartnerFields<Role>;

/** A contact with its number in one form; an older fact holds the number as it was written. */
const contactOf = ({ telefoonnummer, ...rest }: Contact): Contact => ({
  ...(telefoonnummer === undefined ? {} : { telefoonnummer: canonicalNumber(telefoonnummer) }),
  ...rest,
});

/** The home, for a role that may know of it: what the BRP keeps secret goes to whom the profile of the gemeente names. */
const adresFor = (role: Partnerrol, { woonadres, isGeheim, gemeentecode }: Told): Adres | undefined =>
  isGeheim && !gemeenteProfile(gemeentecode).secretAddressTo.includes(role) ? undefined : woonadres;

const fields = (role: RoleOfZaak, situation: Told): PartnerFields => {
  const { persoon, huishouden, peildatum, huishoudenId } = situation;
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
  }
};

/** What is to be told of a zaak: it is active in a gemeente of this hub, and a source told who the person is. */
type Told = Situation & { readonly gemeentecode: Gemeentecode; readonly persoon: Personalia };

const isToTell = (situation: Situation): situation is Told =>
  situation.gemeentecode !== undefined &&
  situation.persoon !== undefined &&
  situation.hasZaak &&
  situation.status === 'actief';

const isOfZaak = (role: Partnerrol): role is RoleOfZaak => aboutWhat(role) === 'zaak';

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
    ? perPartner(situation.gemeentecode, hasWoning(zaak), (rol) =>
        isFor(rol, zaak, situation) && missingFor(rol, situation.persoon).length === 0
          ? () => fields(rol, situation)
          : undefined,
      )
    : [];
};

/** Whether this role is told of this zaak once everything that it has to know is known. */
const isFor = (role: Partnerrol, zaak: Zaak, situation: Told): role is RoleOfZaak =>
  isOfZaak(role) && isOldEnough(role, zaak, situation);

/** What no source told of a person, and the partners that hear nothing until one does. */
export interface Missing {
  readonly ontbreekt: PersonaliaField[];
  readonly partners: KanaalId[];
}

/** What keeps partners from being told of a zaak; undefined when nothing does. Whose contract runs is for `projections`. */
export const missingIn = (zaak: Zaak): Missing | undefined => {
  const situation = situationOf(zaak);
  if (!isToTell(situation)) return undefined;
  const { gemeentecode, persoon } = situation;
  const waiting = hearingIn(gemeentecode, hasWoning(zaak)).flatMap(({ sleutel, rol }) => {
    const fields = isFor(rol, zaak, situation) ? missingFor(rol, persoon) : [];
    return fields.length === 0 ? [] : [{ fields, partner: kanaalId(gemeentecode, sleutel) }];
  });
  return waiting.length === 0
    ? undefined
    : {
        ontbreekt: [...new Set(waiting.flatMap(({ fields }) => fields))],
        partners: waiting.map(({ partner }) => partner),
      };
};

const ofHuishouden = (
  id: ZaakId | HuishoudenId,
  huishouden: Zaak,
): readonly (readonly [KanaalId, () => Projection])[] =>
  gemeentenOf(huishouden).flatMap((gemeentecode) =>
    perPartner(gemeentecode, hasWoningIn(huishouden, gemeentecode), (rol) =>
      isOfZaak(rol) ? undefined : () => orderFor(id, huishouden, gemeentecode),
    ),
  );

/** What a shop needs to deliver to a household. */
const orderFor = (
  id: ZaakId | HuishoudenId,
  huishouden: Zaak,
  gemeentecode: Gemeentecode,
): PartnerFields<'mage'> =>
  told<'mage'>({
    referentie: referentie(gemeentecode, id),
    aantalPersonen: outlineIn(huishouden, gemeentecode).aantalPersonen,
    afleveradres: afleveradresIn(huishouden, gemeentecode),
  });

/** The partners of a gemeente that hear of somebody now: at once, or once a home is agreed (werkafspraken R00.6 after R00.4). */
const hearingIn = (gemeentecode: Gemeentecode, isHoused: boolean): readonly PartnerProfile[] =>
  gemeenteProfile(gemeentecode).partners.filter(({ hoort }) => isHoused || hoort !== 'na-akkoord-woning');

const perPartner = (
  gemeentecode: Gemeentecode,
  isHoused: boolean,
  fieldsFor: (role: Partnerrol) => (() => PartnerFields) | undefined,
): readonly (readonly [KanaalId, () => Projection])[] => {
  const { contactTeamInburgering } = gemeenteProfile(gemeentecode);
  return hearingIn(gemeentecode, isHoused).flatMap(({ sleutel, rol }) => {
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
