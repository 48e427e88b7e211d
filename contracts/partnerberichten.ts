import * as z from 'zod';
import {
  Adres,
  Contact,
  Emailadres,
  Gemeentecode,
  Geslacht,
  HoogsteOpleiding,
  IncompleteDatum,
  Talen,
  Telefoonnummer,
  Voorinburgering,
  Werkervaring,
  ZaakId,
} from './base-types.ts';
import { described, outboundEvent } from './cloudevent.ts';
import { ReasonIntrekking } from './coa.ts';

/**
 * What each partner is told about a new inburgeraar (docs/domein.md). The schemas are strict: a field that they do not
 * name for a role cannot leave the hub. BSN, V-nummer, nationaliteit and toetsscore go to no partner.
 */

const Name = z
  .strictObject({
    voorletters: described('Voorletters', 'Voorletters', 'Y.A.', 400),
    voorvoegsel: described('Voorvoegsel', 'Voorvoegsel van de geslachtsnaam', 'el', 20).optional(),
    geslachtsnaam: described('Geslachtsnaam', 'Geslachtsnaam', 'Qasim', 200),
  })
  .meta({ title: 'Naam', description: 'Naam voor de aanhef' });

const Voornaam = described('Voornaam', 'Eerste voornaam', 'Yusuf', 200);

const Woonplaats = described('Woonplaats', 'Kern waar de inburgeraar woont', 'Milsbeek', 80);

const Geboortejaar = z
  .int()
  .min(1900)
  .max(2100)
  .meta({
    title: 'Geboortejaar',
    description: 'Jaar van geboorte',
    examples: [2002],
  });

const count = (title: string, description: string) =>
  z
    .int()
    .min(1)
    .max(15)
    .meta({ title, description, examples: [4] });

export const LEEFTIJDSKLASSEN = ['18-24', '25-34', '35-49', '50-64', '65+'] as const;
export const Leeftijdsklasse = z.enum(LEEFTIJDSKLASSEN).meta({
  title: 'Leeftijdsklasse',
  description: 'Leeftijd op de datum van de koppeling, in klassen',
  examples: ['25-34'],
});

export const GEZINSSAMENSTELLINGEN = ['alleenstaand', 'stel', 'gezin met kinderen', 'eenoudergezin'] as const;
export const Gezinssamenstelling = z.enum(GEZINSSAMENSTELLINGEN).meta({
  title: 'Gezinssamenstelling',
  description: 'Het huishouden in hoofdlijn',
  examples: ['gezin met kinderen'],
});
export type Gezinssamenstelling = z.infer<typeof Gezinssamenstelling>;

/** The team of the gemeente that a partner can call or write to. */
export const ContactTeamInburgering = z
  .strictObject({
    naam: described('Naam', 'Naam van het team', 'Team Inburgering Gennep'),
    emailadres: Emailadres,
    telefoonnummer: Telefoonnummer,
  })
  .meta({ title: 'Contact Team Inburgering', description: 'Aanspreekpunt bij de gemeente' });
export type ContactTeamInburgering = z.infer<typeof ContactTeamInburgering>;

/** Fields of every message about a zaak. A receiver orders the messages by them and sees when one is missing. */
const core = {
  zaakId: ZaakId,
  gemeentecode: Gemeentecode,
  volgnummer: z
    .int()
    .min(1)
    .meta({ title: 'Volgnummer', description: 'Telt per zaak en partner: 1, 2, 3 …', examples: [1] }),
};

/** The fields per partner role: the routemap's data minimisation (werkafspraken R00.6a to R00.6f). */
export const PARTNER_FIELDS = {
  taalschool: z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    geboortejaar: Geboortejaar,
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    voorinburgering: Voorinburgering.optional(),
    contact: Contact.optional(),
  }),
  intos: z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    geboortejaar: Geboortejaar,
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    werkervaring: Werkervaring.optional(),
    contact: Contact.optional(),
  }),
  balk: z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    geboortedatum: IncompleteDatum,
    talen: Talen,
    aantalGezinsleden: count('Aantal gezinsleden', 'Personen in het huishouden, deze persoon meegeteld'),
    adres: Adres.optional(),
    contact: Contact.optional(),
  }),
  taalmaatjes: z.strictObject({
    voornaam: Voornaam,
    talen: Talen,
    leeftijdsklasse: Leeftijdsklasse,
    gezinssamenstelling: Gezinssamenstelling,
    woonplaats: Woonplaats.optional(),
  }),
  wijkondersteuner: z.strictObject({
    voornaam: Voornaam,
    gezinssamenstelling: Gezinssamenstelling,
    woonplaats: Woonplaats.optional(),
  }),
  mage: z.strictObject({
    referentie: described(
      'Referentie',
      'Kenmerk om naar te verwijzen; zegt niets over de persoon',
      '0907-3F7D6C1E',
      20,
    ),
    aantalPersonen: count('Aantal personen', 'Personen in het huishouden'),
    afleveradres: Adres.optional(),
  }),
} as const;

/** A role that a partner can have. The profile of a gemeente says which partner has it. */
export type Partnerrol = keyof typeof PARTNER_FIELDS;
export type PartnerFields<Role extends Partnerrol = Partnerrol> = z.infer<(typeof PARTNER_FIELDS)[Role]>;

export const PARTNERROLLEN = Object.keys(PARTNER_FIELDS) as [Partnerrol, ...Partnerrol[]];

export const BERICHTTYPE_GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
export const BERICHTTYPE_GEWIJZIGD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1';
export const BERICHTTYPE_VERVALLEN = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';

const ChangedFields = z
  .array(described('Veld', 'Naam van een gewijzigd veld', 'adres', 40))
  .min(1)
  .meta({ title: 'Gewijzigd', description: 'Namen van de velden die veranderden' });

const withCore = <Role extends Partnerrol>(role: Role) =>
  z.strictObject({
    ...core,
    contactTeamInburgering: ContactTeamInburgering,
    ...PARTNER_FIELDS[role].shape,
  });

/** `nieuwe-inburgeraar-gemeld` (R00.6): the projection of one partner role. */
export const gemeldFor = (role: Partnerrol) => outboundEvent(BERICHTTYPE_GEMELD, withCore(role));

/** `nieuwe-inburgeraar-gewijzigd`: the whole projection again, with the names of the fields that changed. */
export const gewijzigdFor = (role: Partnerrol) =>
  outboundEvent(BERICHTTYPE_GEWIJZIGD, withCore(role).extend({ gewijzigd: ChangedFields }));

/** `nieuwe-inburgeraar-vervallen`: the reason, and nothing else about the person. */
export const Vervallen = outboundEvent(
  BERICHTTYPE_VERVALLEN,
  z.strictObject({ ...core, reden: ReasonIntrekking }),
);

/** Event type of each kind of message. */
export const BERICHTTYPEN = {
  gemeld: BERICHTTYPE_GEMELD,
  gewijzigd: BERICHTTYPE_GEWIJZIGD,
  vervallen: BERICHTTYPE_VERVALLEN,
} as const;

export type PartnerberichtSoort = keyof typeof BERICHTTYPEN;

const createSchema = (soort: PartnerberichtSoort, role: Partnerrol) => {
  switch (soort) {
    case 'gemeld':
      return gemeldFor(role);
    case 'gewijzigd':
      return gewijzigdFor(role);
    case 'vervallen':
      return Vervallen;
  }
};

const schemas = new Map<string, ReturnType<typeof createSchema>>();

/** The strict schema that a message of this kind to this role must satisfy before it leaves. Each is built once. */
export const partnerberichtSchema = (
  soort: PartnerberichtSoort,
  role: Partnerrol,
): ReturnType<typeof createSchema> => {
  const key = `${soort}/${role}`;
  const schema = schemas.get(key) ?? createSchema(soort, role);
  schemas.set(key, schema);
  return schema;
};

/** One message as a partner receives it. */
export type Partnerbericht = z.infer<ReturnType<typeof partnerberichtSchema>>;
