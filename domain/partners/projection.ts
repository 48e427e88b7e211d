import type { Gemeentecode, HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import type { ContactTeamInburgering, PartnerFields } from '../../contracts/partnerberichten.ts';
import {
  aboutWhat,
  isOfHoofdpersoon,
  isToldByStep,
  knowsByKoppeling,
  type Partnerrol,
} from '../../contracts/partnerrollen.ts';
import { inNfc } from '../../contracts/text.ts';
import { gemeenteProfile } from '../gemeenten/index.ts';
import { partnerAt } from '../gemeenten/partner-at.ts';
import { isValidAt, type PartnerProfile } from '../gemeenten/profile.ts';
import { gemeentenOf, hasWoningIn } from '../huishouden/huishouden.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { isAtLeast } from '../zaak/age.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { hasWoning, woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, kanaalId } from './address.ts';
import { isOwnWoning } from './corporatie.ts';
import { fieldsOfZaak, orderFor, type Told } from './fields.ts';
import { missingFor, type PersonaliaField, type RoleOfZaak } from './needed.ts';
import { hasOwnStep } from './steps.ts';

export type { KanaalId };

/**
 * What each partner may know of a zaak: one typed projection per role (werkafspraken R00.6a to R00.6f). Nothing else
 * in the hub composes content for a partner.
 */

/** The content of the messages to a partner about a zaak, as it is now. */
export interface Projection {
  readonly rol: Partnerrol;
  readonly gemeentecode: Gemeentecode;
  readonly velden: PartnerFields & { readonly contactTeamInburgering: ContactTeamInburgering };
}

const isToTell = (situation: Situation): situation is Told =>
  situation.gemeentecode !== undefined &&
  situation.persoon !== undefined &&
  situation.hasZaak &&
  situation.status === 'actief';

const isOfZaak = (role: Partnerrol): role is RoleOfZaak => aboutWhat(role) === 'zaak';

/**
 * The day of the latest message of a source about this person, which is all that the hub knows of how late it is. What the
 * household told the zaak does not count: the hub says that itself, and whether it is there depends on the order of the messages.
 */
const latestDay = ({ feiten }: Zaak): string =>
  [...feiten.values()]
    .filter(({ soort }) => soort !== 'huishouden-stand')
    .map(daySaid)
    .reduce((latest, day) => (day > latest ? day : latest), '');

/**
 * Whether this role may know of a person of this age. The Taalmaatjes hear a class of ages, and no class is of minors. A minor has
 * a zaak when DUO made them plichtig early: then the Taalmaatjes hear of them with the first thing that a source says after the
 * eighteenth birthday.
 */
const isOldEnough = (role: Partnerrol, zaak: Zaak, { persoon, peildatum }: Told): boolean => {
  const { geboortedatum } = persoon;
  // A person without a known date of birth has a zaak as an adult, or by DUO's plicht.
  if (role !== 'taalmaatjes' || geboortedatum === undefined) return true;
  return isAtLeast(18, geboortedatum, peildatum) || isAtLeast(18, geboortedatum, latestDay(zaak));
};

/**
 * The projection of a zaak or a household for each partner. Each projection is made when it is asked for, so that facts that keep
 * one role from being told do not hold up the other roles. Empty when there is nothing (more) to tell. This ignores the contracts,
 * which `projections` looks at.
 */
export const projectionsOf = (
  id: ZaakId | HuishoudenId,
  zaak: Zaak,
): ReadonlyMap<KanaalId, () => Projection> =>
  new Map(zaak.leden.length > 0 ? ofHuishouden(id, zaak) : ofZaak(id, zaak));

const ofZaak = (id: string, zaak: Zaak): readonly (readonly [KanaalId, () => Projection])[] => {
  const situation = situationOf(zaak);
  return isToTell(situation) && !situation.waitsForPlicht
    ? perPartner(situation.gemeentecode, hasWoning(zaak), ({ rol, sleutel }) =>
        isOfZaak(rol) &&
        isFor({ rol, sleutel }, zaak, situation, id) &&
        missingFor(rol, situation.persoon).length === 0
          ? () => fieldsOfZaak(rol, situation, isOwnWoning(zaak, sleutel))
          : undefined,
      )
    : [];
};

type Partner = Pick<PartnerProfile, 'rol' | 'sleutel'>;

/** Whether this partner is told of this zaak, once everything that it has to know is known. */
const isFor = (partner: Partner, zaak: Zaak, situation: Told, id?: string): boolean =>
  isOldEnough(partner.rol, zaak, situation) &&
  (!isOfHoofdpersoon(partner.rol) || isForHuishouden(zaak, situation, id)) &&
  (!knowsByKoppeling(partner.rol) || situation.koppeling !== undefined) &&
  (!isToldByStep(partner.rol) || hasOwnStep(partner, situation.gemeentecode, zaak));

/**
 * Whether this zaak stands for the household: the zaak that the household names, or else that of the hoofdpersoon, or of a person
 * without a koppeling.
 */
const isForHuishouden = (zaak: Zaak, { relatie = 'hoofdpersoon' }: Situation, id?: string): boolean => {
  const { zoekopdracht } = woningOf(zaak);
  if (zoekopdracht !== undefined) return zoekopdracht.namens === id;
  return relatie === 'hoofdpersoon';
};

type MissingField = PersonaliaField | 'inburgeringsplicht';

/** Fields that no source told of a person, or of the plicht of a minor, and the partners that hear nothing until one does. */
export interface Missing {
  readonly ontbreekt: MissingField[];
  readonly partners: KanaalId[];
}

/** What keeps partners from being told of a zaak; undefined when nothing does. `projections` looks at the contracts. */
export const missingIn = (zaak: Zaak): Missing | undefined => {
  const situation = situationOf(zaak);
  if (!isToTell(situation)) return undefined;
  const { gemeentecode, persoon, waitsForPlicht } = situation;
  const ofPlicht: readonly MissingField[] = waitsForPlicht ? ['inburgeringsplicht'] : [];
  const waiting = hearingIn(gemeentecode, hasWoning(zaak)).flatMap(({ sleutel, rol }) => {
    const fields =
      isOfZaak(rol) && isFor({ rol, sleutel }, zaak, situation)
        ? [...missingFor(rol, persoon), ...ofPlicht]
        : [];
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
    perPartner(gemeentecode, hasWoningIn(huishouden, gemeentecode), ({ rol }) =>
      isOfZaak(rol) ? undefined : () => orderFor(id, huishouden, gemeentecode),
    ),
  );

/** The partners of a gemeente that hear of the person now: at once, or once a home is agreed (werkafspraken R00.6 after R00.4). */
const hearingIn = (gemeentecode: Gemeentecode, isHoused: boolean): readonly PartnerProfile[] =>
  gemeenteProfile(gemeentecode).partners.filter(({ hoort }) => isHoused || hoort !== 'na-akkoord-woning');

const perPartner = (
  gemeentecode: Gemeentecode,
  isHoused: boolean,
  fieldsFor: (partner: Partner) => (() => PartnerFields) | undefined,
): readonly (readonly [KanaalId, () => Projection])[] => {
  const { contactTeamInburgering } = gemeenteProfile(gemeentecode);
  return hearingIn(gemeentecode, isHoused).flatMap(({ sleutel, rol }) => {
    const own = fieldsFor({ rol, sleutel });
    if (own === undefined) return [];
    // An older fact may hold text that is not in NFC.
    const projection = () => ({ rol, gemeentecode, velden: inNfc({ contactTeamInburgering, ...own() }) });
    return [[kanaalId(gemeentecode, sleutel), projection] as const];
  });
};

/**
 * Whether the contract of a partner runs on a day (`YYYY-MM-DD`). Only then the partner is told of zaken (docs/domein/cases.md,
 * case 35).
 */
export const isUnderContract = (kanaal: KanaalId, today: string): boolean => {
  const partner = partnerAt(kanaal);
  return partner !== undefined && isValidAt(partner.valid, today);
};

/** The projection of this zaak for every partner that should know of it on a day (`YYYY-MM-DD`). */
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
