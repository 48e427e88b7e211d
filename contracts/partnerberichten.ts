import * as z from 'zod';
import { Adres } from './adres.ts';
import {
  described,
  Emailadres,
  Gemeentecode,
  HuishoudenId,
  IncompleteDatum,
  Telefoonnummer,
  ZaakId,
} from './base-types.ts';
import { outboundEvent } from './cloudevent.ts';
import { Gezinssamenstelling, MOST_IN_HUISHOUDEN } from './gezinssamenstelling.ts';
import {
  aboutWhat,
  BERICHTTYPEN,
  type PartnerberichtSoort,
  type Partnerrol,
  reasonsOfRole,
} from './partnerrollen.ts';
import { Contact, Geslacht, HoogsteOpleiding, Talen, Voorinburgering, Werkervaring } from './personalia.ts';
import { volgnummerPer } from './volgnummer.ts';

/**
 * What each partner is told about a new inburgeraar (docs/domein/coa.md). The schemas are strict: a field that they do not
 * name for a role cannot leave the hub. BSN, V-nummer, nationaliteit and toetsscore go to no partner.
 */

const Name = z
  .strictObject({
    voorletters: described(
      'Voorletters',
      'Voorletters; wie één naam heeft, heeft ze niet',
      'Y.A.',
      400,
    ).optional(),
    voorvoegsel: described('Voorvoegsel', 'Voorvoegsel van de geslachtsnaam', 'el', 20).optional(),
    geslachtsnaam: described(
      'Geslachtsnaam',
      'Geslachtsnaam, of de enige naam die iemand heeft',
      'Qasim',
      200,
    ),
  })
  .meta({ title: 'Naam', description: 'Naam voor de aanhef' });

const Voornaam = described('Voornaam', 'Eerste voornaam, of de enige naam die iemand heeft', 'Yusuf', 200);

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
    .max(MOST_IN_HUISHOUDEN)
    .meta({ title, description, examples: [4] });

const aantalPersonen = count('Aantal personen', 'Personen in het huishouden');
const aantalGezinsleden = count('Aantal gezinsleden', 'Personen in het huishouden, deze persoon meegeteld');

export const LEEFTIJDSKLASSEN = ['18-24', '25-34', '35-49', '50-64', '65+'] as const;
export const Leeftijdsklasse = z.enum(LEEFTIJDSKLASSEN).meta({
  title: 'Leeftijdsklasse',
  description: 'Leeftijd op de datum van de koppeling, in klassen',
  examples: ['25-34'],
});

/** The team of the gemeente that a partner can call or write to. */
export const ContactTeamInburgering = z
  .strictObject({
    naam: described('Naam', 'Naam van het team', 'Team Inburgering Gennep'),
    emailadres: Emailadres,
    telefoonnummer: Telefoonnummer,
  })
  .meta({ title: 'Contact Team Inburgering', description: 'Aanspreekpunt bij de gemeente' });
export type ContactTeamInburgering = z.infer<typeof ContactTeamInburgering>;

/** Carried by every message, so that a receiver can order them and see a gap. */
export const orderFields = {
  zaak: { zaakId: ZaakId, gemeentecode: Gemeentecode, volgnummer: volgnummerPer('zaak en partner') },
  huishouden: {
    huishoudenId: HuishoudenId,
    gemeentecode: Gemeentecode,
    volgnummer: volgnummerPer('huishouden en partner'),
  },
} as const;

/** The fields per partner role: the routemap's data minimisation (werkafspraken R00.6a to R00.6f, and the steps of the others). */
export const PARTNER_FIELDS = {
  taalschool: z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    geboortejaar: Geboortejaar.optional(),
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    voorinburgering: Voorinburgering.optional(),
    contact: Contact.optional(),
  }),
  intos: z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    geboortejaar: Geboortejaar.optional(),
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    werkervaring: Werkervaring.optional(),
    contact: Contact.optional(),
  }),
  balk: z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    geboortedatum: IncompleteDatum.optional(),
    talen: Talen,
    aantalGezinsleden,
    adres: Adres.optional(),
    contact: Contact.optional(),
    huishoudenId: HuishoudenId.optional(),
  }),
  taalmaatjes: z.strictObject({
    voornaam: Voornaam,
    talen: Talen,
    leeftijdsklasse: Leeftijdsklasse.optional(),
    gezinssamenstelling: Gezinssamenstelling,
    woonplaats: Woonplaats.optional(),
  }),
  wijkondersteuner: z.strictObject({
    voornaam: Voornaam,
    gezinssamenstelling: Gezinssamenstelling,
    woonplaats: Woonplaats.optional(),
    huishoudenId: HuishoudenId.optional(),
  }),
  mage: z.strictObject({
    referentie: described(
      'Referentie',
      'Kenmerk om naar te verwijzen; zegt niets over de persoon',
      '0907-3F7D6C1E',
      20,
    ),
    aantalPersonen,
    afleveradres: Adres.optional(),
  }),
  // A home is found by how many will live in it (R00.1): the name is for the contract, once its own home is agreed.
  corporatie: z.strictObject({
    aantalPersonen,
    gezinssamenstelling: Gezinssamenstelling,
    huishoudenId: HuishoudenId.optional(),
    contractant: z.strictObject({ naam: Name, geboortedatum: IncompleteDatum.optional() }).optional().meta({
      title: 'Contractant',
      description: 'Met wie u het huurcontract maakt; alleen zolang een woning van u akkoord is',
    }),
  }),
  burgerzaken: z.strictObject({
    naam: Name,
    geboortedatum: IncompleteDatum.optional(),
    aantalGezinsleden,
  }),
  vakspecialist: z.strictObject({
    naam: Name,
    geboortedatum: IncompleteDatum.optional(),
    aantalGezinsleden,
    adres: Adres.optional(),
    contact: Contact.optional(),
  }),
  'maatschappelijk-begeleider': z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    talen: Talen,
    gezinssamenstelling: Gezinssamenstelling,
    adres: Adres.optional(),
    contact: Contact.optional(),
    huishoudenId: HuishoudenId.optional(),
  }),
  casusregisseur: z.strictObject({
    naam: Name,
    geslacht: Geslacht,
    geboortedatum: IncompleteDatum.optional(),
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    voorinburgering: Voorinburgering.optional(),
    werkervaring: Werkervaring.optional(),
    gezinssamenstelling: Gezinssamenstelling,
    adres: Adres.optional(),
    contact: Contact.optional(),
    huishoudenId: HuishoudenId.optional(),
  }),
  'lbt-afnemer': z.strictObject({ naam: Name, talen: Talen }),
  // COA knows who it is by its own number: no name, and no V-nummer.
  opvang: z.strictObject({
    koppelingId: described('KoppelingId', 'Uw eigen kenmerk van de koppeling', 'TVS-2025-993909', 64),
  }),
} as const satisfies Readonly<Record<Partnerrol, z.ZodType>>;

export type PartnerFields<Role extends Partnerrol = Partnerrol> = z.infer<(typeof PARTNER_FIELDS)[Role]>;

const ChangedFields = z
  .array(described('Veld', 'Naam van een gewijzigd veld', 'adres', 40))
  .min(1)
  .meta({ title: 'Gewijzigd', description: 'Namen van de velden die veranderden' });

const fieldsFor = (role: Partnerrol) => ({
  ...orderFields[aboutWhat(role)],
  contactTeamInburgering: ContactTeamInburgering,
  ...PARTNER_FIELDS[role].shape,
});

/** `nieuwe-inburgeraar-gemeld` (R00.6): the projection of one partner role. */
export const gemeldFor = (role: Partnerrol) =>
  outboundEvent(BERICHTTYPEN.gemeld, z.strictObject(fieldsFor(role)));

/** `nieuwe-inburgeraar-gewijzigd`: the whole projection again, with the names of the fields that changed. */
export const gewijzigdFor = (role: Partnerrol) =>
  outboundEvent(BERICHTTYPEN.gewijzigd, z.strictObject({ ...fieldsFor(role), gewijzigd: ChangedFields }));

/** `nieuwe-inburgeraar-vervallen`: nothing more than that, and why, as far as this role may know. */
export const vervallenFor = (role: Partnerrol) =>
  outboundEvent(
    BERICHTTYPEN.vervallen,
    z.strictObject({
      ...orderFields[aboutWhat(role)],
      reden: z.enum(reasonsOfRole(role)).meta({
        title: 'Reden',
        description:
          'Waarom het niet doorgaat of ophoudt, voor zover u dat hoeft te weten; nooit vrije tekst',
        examples: ['anders'],
      }),
    }),
  );

/** `nieuwe-inburgeraar-gewist`: the hub erased this person; the receiver erases what it keeps under this id. */
export const gewistFor = (role: Partnerrol) =>
  outboundEvent(BERICHTTYPEN.gewist, z.strictObject(orderFields[aboutWhat(role)]));

const createSchema = (soort: PartnerberichtSoort, role: Partnerrol) => {
  switch (soort) {
    case 'gemeld':
      return gemeldFor(role);
    case 'gewijzigd':
      return gewijzigdFor(role);
    case 'vervallen':
      return vervallenFor(role);
    case 'gewist':
      return gewistFor(role);
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
