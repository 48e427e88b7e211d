import type { PartnerFields } from '../../contracts/partnerberichten.ts';
import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import type { Personalia } from '../zaak/personalia.ts';

/** The roles that are told of a zaak, and not of a household as a whole. */
export type RoleOfZaak = Exclude<Partnerrol, 'mage'>;

export type PersonaliaField = keyof Personalia;

/** The fields without which the strict schema of a role refuses a message. */
type NeededBy<Role extends RoleOfZaak> = {
  [Name in keyof PartnerFields<Role>]-?: Record<never, never> extends Pick<PartnerFields<Role>, Name>
    ? never
    : Name;
}[keyof PartnerFields<Role>];

/** Fields that the hub counts itself, so that they are known of every zaak. */
type OfHuishouden = 'aantalGezinsleden' | 'aantalPersonen' | 'gezinssamenstelling';

/** A role that knows people by their koppeling is told nothing of a person without one (`knowsByKoppeling`). */
type OfKoppeling = 'koppelingId';

/**
 * The fields that a role has to be told of the person, each with the field of the person that it follows from. The compiler holds
 * this to the strict schemas in `contracts/partnerberichten.ts`: a field too many or too few is an error here.
 */
export const NEEDED: {
  readonly [Role in RoleOfZaak]: Readonly<
    Record<Exclude<NeededBy<Role>, OfHuishouden | OfKoppeling>, PersonaliaField>
  >;
} = {
  taalschool: { naam: 'naam', geslacht: 'geslacht', talen: 'talen' },
  intos: { naam: 'naam', geslacht: 'geslacht', talen: 'talen' },
  balk: { naam: 'naam', geslacht: 'geslacht', talen: 'talen' },
  taalmaatjes: { voornaam: 'naam', talen: 'talen' },
  wijkondersteuner: { voornaam: 'naam' },
  corporatie: {},
  burgerzaken: { naam: 'naam' },
  vakspecialist: { naam: 'naam' },
  'maatschappelijk-begeleider': { naam: 'naam', geslacht: 'geslacht', talen: 'talen' },
  casusregisseur: { naam: 'naam', geslacht: 'geslacht', talen: 'talen' },
  'lbt-afnemer': { naam: 'naam', talen: 'talen' },
  opvang: {},
};

/** The fields of a person that keep this role from being told of them. */
export const missingFor = (role: RoleOfZaak, persoon: Personalia): readonly PersonaliaField[] =>
  Object.values(NEEDED[role]).filter((field) => persoon[field] === undefined);

/** The fields of a person that keep any role from being told of them. */
export const missingForPartners = (persoon: Personalia): readonly PersonaliaField[] =>
  [...new Set(Object.values(NEEDED).flatMap((needed) => Object.values(needed)))].filter(
    (field) => persoon[field] === undefined,
  );
