import * as z from 'zod';
import {
  Adres,
  Contact,
  Emailadres,
  Gemeentecode,
  Geslacht,
  HoogsteOpleiding,
  OnvolledigeDatum,
  Talen,
  Telefoonnummer,
  Voorinburgering,
  Werkervaring,
  ZaakId,
} from './basistypen.ts';
import { omschreven, uitgaandEvent } from './cloudevent.ts';
import { RedenIntrekking } from './coa.ts';

/**
 * What each partner is told about a new inburgeraar (docs/domein.md). Strict: a field that is not named here
 * for a partner cannot leave the hub. BSN, V-nummer, nationaliteit and toetsscore go to nobody.
 */

const Naam = z
  .strictObject({
    voorletters: omschreven('Voorletters', 'Voorletters', 'Y.A.', 400),
    voorvoegsel: omschreven('Voorvoegsel', 'Voorvoegsel van de geslachtsnaam', 'el', 20).optional(),
    geslachtsnaam: omschreven('Geslachtsnaam', 'Geslachtsnaam', 'Qasim', 200),
  })
  .meta({ title: 'Naam', description: 'Naam voor de aanhef' });

const Voornaam = omschreven('Voornaam', 'Eerste voornaam', 'Yusuf', 200);

const Woonplaats = omschreven('Woonplaats', 'Kern waar de inburgeraar woont', 'Milsbeek', 80);

const Geboortejaar = z
  .int()
  .min(1900)
  .max(2100)
  .meta({
    title: 'Geboortejaar',
    description: 'Jaar van geboorte',
    examples: [2002],
  });

const aantal = (title: string, description: string) =>
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

/** Whom a partner can call or write. */
export const ContactTeamInburgering = z
  .strictObject({
    naam: omschreven('Naam', 'Naam van het team', 'Team Inburgering Gennep'),
    emailadres: Emailadres,
    telefoonnummer: Telefoonnummer,
  })
  .meta({ title: 'Contact Team Inburgering', description: 'Aanspreekpunt bij de gemeente' });
export type ContactTeamInburgering = z.infer<typeof ContactTeamInburgering>;

/** Carried by every message about a zaak, so that a receiver can order them and see a gap. */
const kern = {
  zaakId: ZaakId,
  gemeentecode: Gemeentecode,
  volgnummer: z
    .int()
    .min(1)
    .meta({ title: 'Volgnummer', description: 'Telt per zaak en partner: 1, 2, 3 …', examples: [1] }),
};

/** The fields per partner role: the routemap's data minimisation (werkafspraken R00.6a to R00.6f). */
export const PARTNERVELDEN = {
  taalschool: z.strictObject({
    naam: Naam,
    geslacht: Geslacht,
    geboortejaar: Geboortejaar,
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    voorinburgering: Voorinburgering.optional(),
    contact: Contact.optional(),
  }),
  intos: z.strictObject({
    naam: Naam,
    geslacht: Geslacht,
    geboortejaar: Geboortejaar,
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    werkervaring: Werkervaring.optional(),
    contact: Contact.optional(),
  }),
  balk: z.strictObject({
    naam: Naam,
    geslacht: Geslacht,
    geboortedatum: OnvolledigeDatum,
    talen: Talen,
    aantalGezinsleden: aantal('Aantal gezinsleden', 'Personen in het huishouden, deze persoon meegeteld'),
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
    referentie: omschreven(
      'Referentie',
      'Kenmerk om naar te verwijzen; zegt niets over de persoon',
      '0907-3F7D6C1E',
      20,
    ),
    aantalPersonen: aantal('Aantal personen', 'Personen in het huishouden'),
    afleveradres: Adres.optional(),
  }),
} as const;

/** Roles a partner can have; a gemeente profile says who plays them. */
export type Partnerrol = keyof typeof PARTNERVELDEN;
export type Partnervelden<Rol extends Partnerrol = Partnerrol> = z.infer<(typeof PARTNERVELDEN)[Rol]>;

export const PARTNERROLLEN = Object.keys(PARTNERVELDEN) as [Partnerrol, ...Partnerrol[]];

export const BERICHTTYPE_GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
export const BERICHTTYPE_GEWIJZIGD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1';
export const BERICHTTYPE_VERVALLEN = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';

const GewijzigdeVelden = z
  .array(omschreven('Veld', 'Naam van een gewijzigd veld', 'adres', 40))
  .min(1)
  .meta({ title: 'Gewijzigd', description: 'Namen van de velden die veranderden' });

const metKern = <Rol extends Partnerrol>(rol: Rol) =>
  z.strictObject({
    ...kern,
    contactTeamInburgering: ContactTeamInburgering,
    ...PARTNERVELDEN[rol].shape,
  });

/** `nieuwe-inburgeraar-gemeld` (R00.6): the projection of one partner role. */
export const gemeldVoor = (rol: Partnerrol) => uitgaandEvent(BERICHTTYPE_GEMELD, metKern(rol));

/** `nieuwe-inburgeraar-gewijzigd`: the whole projection again, with the names of what changed. */
export const gewijzigdVoor = (rol: Partnerrol) =>
  uitgaandEvent(BERICHTTYPE_GEWIJZIGD, metKern(rol).extend({ gewijzigd: GewijzigdeVelden }));

/** `nieuwe-inburgeraar-vervallen`: nothing more than that, and why. */
export const Vervallen = uitgaandEvent(
  BERICHTTYPE_VERVALLEN,
  z.strictObject({ ...kern, reden: RedenIntrekking }),
);

/** Event type of each kind of message. */
export const BERICHTTYPEN = {
  gemeld: BERICHTTYPE_GEMELD,
  gewijzigd: BERICHTTYPE_GEWIJZIGD,
  vervallen: BERICHTTYPE_VERVALLEN,
} as const;

export type PartnerberichtSoort = keyof typeof BERICHTTYPEN;

const maakSchema = (soort: PartnerberichtSoort, rol: Partnerrol) => {
  switch (soort) {
    case 'gemeld':
      return gemeldVoor(rol);
    case 'gewijzigd':
      return gewijzigdVoor(rol);
    case 'vervallen':
      return Vervallen;
  }
};

const schemas = new Map<string, ReturnType<typeof maakSchema>>();

/** The strict schema that a message of this kind to this role must satisfy before it leaves (each built once). */
export const partnerberichtSchema = (
  soort: PartnerberichtSoort,
  rol: Partnerrol,
): ReturnType<typeof maakSchema> => {
  const sleutel = `${soort}/${rol}`;
  const schema = schemas.get(sleutel) ?? maakSchema(soort, rol);
  schemas.set(sleutel, schema);
  return schema;
};

/** One message as a partner receives it. */
export type Partnerbericht = z.infer<ReturnType<typeof partnerberichtSchema>>;
