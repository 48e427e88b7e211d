import * as z from 'zod';
import { isLived, MAX_HOURS_AHEAD, spellMoment } from './moment.ts';
import { canonicalNumber, isCanonicalNumber, WRITTEN_NUMBER } from './telefoonnummer.ts';
import { inYears, OUTSIDE_YEARS } from './years.ts';

/**
 * The building blocks that every contract shares: branded numbers, dates and languages. Their names follow the
 * municipal data model (GGM) and DUO's interface.
 */

const ELFPROEF_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1] as const;

/** Whether nine digits pass the elfproef of a BSN (Logisch Ontwerp BSN). */
export const satisfiesElfproef = (nineDigits: string): boolean => {
  const total = ELFPROEF_WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(nineDigits[place]), 0);
  return total % 11 === 0 && nineDigits !== '000000000';
};

/** Text of 1 to `max` characters, not only spaces and without control characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^(?=.*\S)\P{Cc}*$/u, 'is leeg of bevat stuurtekens');

/** A text of at most `max` characters, with its title, description and example for the specifications. */
export const described = (title: string, description: string, example: string, max = 100) =>
  text(max).meta({ title, description, examples: [example] });

/** Burgerservicenummer: nine digits that pass the elfproef. */
export const Bsn = z
  .string()
  .regex(/^\d{9}$/, { error: 'moet uit negen cijfers bestaan', abort: true })
  .refine(satisfiesElfproef, 'voldoet niet aan de elfproef')
  .brand<'Bsn'>()
  .meta({
    title: 'BSN',
    description: 'Burgerservicenummer, negen cijfers, elfproef',
    examples: ['999966133'],
  });
export type Bsn = z.infer<typeof Bsn>;

/**
 * V-nummer of the vreemdelingenadministratie, as text of ten digits with leading zeros (GGM AN10). Zeros alone are how a
 * registration writes that it has none: taken for a number, they would make all those people one.
 */
export const Vnummer = z
  .string()
  .regex(/^(?!0+$)\d{10}$/, 'moet uit tien cijfers bestaan, en niet alleen uit nullen')
  .brand<'Vnummer'>()
  .meta({
    title: 'V-nummer',
    description: 'Vreemdelingennummer, tien cijfers als tekst',
    examples: ['2798163871'],
  });
export type Vnummer = z.infer<typeof Vnummer>;

/** A person who acts for an organisation on the pages: a keyed hash, that tells nothing of who it is. */
export const Medewerker = z.uuid().meta({
  title: 'Medewerker',
  description:
    'Wie het voor deze organisatie deed op een bladzijde: een kenmerk zonder naam. Ontbreekt als een programma het deed',
  examples: ['0f8e2c41-6a1d-8f53-9b27-3c5d7e9f1a2b'],
});

/** Pseudonym of a zaak: a UUID that is derived with a secret key and tells nothing about the person. */
export const ZaakId = z
  .guid('moet een UUID zijn')
  .toLowerCase()
  .brand<'ZaakId'>()
  .meta({
    title: 'ZaakId',
    description: 'Pseudoniem van de zaak',
    examples: ['3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a'],
  });
export type ZaakId = z.infer<typeof ZaakId>;

/** Pseudonym of a household: a UUID that tells nothing about the people in it. */
export const HuishoudenId = z
  .guid('moet een UUID zijn')
  .toLowerCase()
  .brand<'HuishoudenId'>()
  .meta({
    title: 'HuishoudenId',
    description: 'Pseudoniem van het huishouden',
    examples: ['7a1c9d52-3b64-8f0e-a1d7-5c2e8b9f4a30'],
  });
export type HuishoudenId = z.infer<typeof HuishoudenId>;

/** Receipt number of one accepted message: a UUID derived from sender, source and id. */
export const OntvangstId = z
  .guid('moet een UUID zijn')
  .toLowerCase()
  .brand<'OntvangstId'>()
  .meta({
    title: 'OntvangstId',
    description: 'Ontvangstbewijs van één aanvaard bericht',
    examples: ['5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01'],
  });
export type OntvangstId = z.infer<typeof OntvangstId>;

/** Organisatie-identificatienummer, twenty digits. */
export const Oin = z
  .string()
  .regex(/^\d{20}$/, 'moet uit twintig cijfers bestaan')
  .brand<'Oin'>()
  .meta({ title: 'OIN', description: 'Organisatie-identificatienummer', examples: ['00000099000000001000'] });
export type Oin = z.infer<typeof Oin>;

/** The gemeente that partners practise with. It is invented, and takes no part in an environment with real people. */
export const OEFENGEMEENTE = '9999';

/** A gemeente by its CBS code. Only its shape is checked here: which gemeenten take part is said by the hub that runs. */
export const Gemeentecode = z
  .string()
  .regex(/^\d{4}$/, 'moet uit vier cijfers bestaan')
  .brand<'Gemeentecode'>()
  .meta({ title: 'Gemeentecode', description: 'CBS-code van een aangesloten gemeente', examples: ['0907'] });
export type Gemeentecode = z.infer<typeof Gemeentecode>;

/** CBS code of any Dutch gemeente: the BRP also names gemeenten that take no part in the hub. */
export const CbsGemeentecode = z
  .string()
  .regex(/^\d{4}$/, 'moet uit vier cijfers bestaan')
  .meta({ title: 'CBS-gemeentecode', description: 'CBS-code van een gemeente', examples: ['0907'] });

/** A full calendar date (`YYYY-MM-DD`) that exists. */
export const Datum = z.iso
  .date({ error: 'is geen bestaande datum (jjjj-mm-dd)', abort: true })
  .meta({ title: 'Datum', description: 'Kalenderdatum', examples: ['2025-06-20'] });

/** A day that a caller names beside a message. The dates in a message are held against these years as one (`cloudevent.ts`). */
export const InboundDatum = Datum.refine(inYears, OUTSIDE_YEARS);

/**
 * A date whose day, or day and month, may be unknown: `2001-05-17`, `2001-05` or `2001`. It never lies in the future.
 */
export const IncompleteDatum = z
  .string()
  .refine((value) => /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(value) || z.iso.date().safeParse(value).success, {
    error: 'is geen bestaande datum (jjjj-mm-dd, jjjj-mm of jjjj)',
    abort: true,
  })
  .refine(inYears, OUTSIDE_YEARS)
  .refine(
    (value) => !inYears(value) || value <= todayInNederland().slice(0, value.length),
    'ligt in de toekomst',
  )
  .meta({
    title: 'Onvolledige datum',
    description: 'Datum waarvan dag, of dag en maand, onbekend kan zijn',
    examples: ['2001-05-17', '2001-05', '2001'],
  });

/** How the BRP (`00000000`) and systems that follow it write a date of which nothing is known. */
const UNKNOWN_DATUM = /^0000(-?00(-?00)?)?$/;

/**
 * `IncompleteDatum` in a message that the hub receives, where nothing at all may be known. Parsing leaves a wholly unknown
 * date out, whether its sender did so or wrote zeros.
 */
export const InboundUnknownDatum = z
  .string()
  .refine((value) => UNKNOWN_DATUM.test(value) || IncompleteDatum.safeParse(value).success, {
    error: ({ input }) => IncompleteDatum.safeParse(input).error?.issues[0]?.message,
  })
  .transform((value) => (UNKNOWN_DATUM.test(value) ? undefined : value))
  .optional()
  .meta({
    title: 'Onvolledige of onbekende datum',
    description:
      'Datum waarvan dag, of dag en maand, onbekend kan zijn; ontbreekt of bestaat uit nullen als er niets bekend is',
    examples: ['2001-05-17', '2001-05', '2001', '00000000'],
  });

/** A moment with its offset (RFC 3339). Parsing gives it the spelling of `spellMoment`. */
export const Moment = z
  .string()
  .overwrite(spellMoment)
  .check(z.iso.datetime({ offset: true, abort: true, error: 'is geen tijdstip (RFC 3339)' }))
  .meta({ title: 'Tijdstip', description: 'Moment met tijdzone', examples: ['2025-06-20T08:32:00Z'] });

/**
 * When something happened at its source. A moment that lies further ahead than a clock can be wrong is refused: facts
 * are ordered by their moment, and this one would win from every fact that comes after it.
 */
export const InboundMoment = Moment.refine(inYears, OUTSIDE_YEARS).refine(
  (moment) => isLived(moment) || !inYears(moment),
  `ligt meer dan ${MAX_HOURS_AHEAD} uur in de toekomst`,
);

let inNederland: Intl.DateTimeFormat | undefined;

/** Today's date in the Netherlands, `YYYY-MM-DD`. */
export const todayInNederland = (now: Date = new Date()): string => {
  // A formatter takes ten milliseconds to make, so no cold start makes one. The locale `sv-SE` writes `YYYY-MM-DD`,
  // and leaves out what a year begins with in zeros.
  inNederland ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });
  return inNederland.format(now).padStart(10, '0');
};

/** A day that is over or that is today. */
export const lived = (title: string, description: string) =>
  Datum.refine((datum) => datum <= todayInNederland(), 'ligt in de toekomst').meta({
    title,
    description,
    examples: ['2026-03-12'],
  });

/** A telephone number in a message that the hub sends, and in stored facts. */
export const Telefoonnummer = z
  .string()
  .regex(/^\+?[0-9][0-9 ()-]{5,19}$/, 'is geen telefoonnummer')
  .meta({ title: 'Telefoonnummer', description: 'Telefoonnummer', examples: ['0612345678'] });

/** A telephone number in a message that the hub receives. Parsing turns it into its `canonicalNumber`. */
export const InboundTelefoonnummer = z
  .string()
  .max(40)
  .regex(WRITTEN_NUMBER, { error: 'is geen telefoonnummer', abort: true })
  .overwrite(canonicalNumber)
  .refine(isCanonicalNumber, 'is geen telefoonnummer')
  .meta({
    title: 'Telefoonnummer',
    description: 'Telefoonnummer zoals mensen het schrijven; een partner krijgt alleen de cijfers',
    examples: ['0612345678', '+31 (0)6-12345678'],
  });

/** RFC 5322 without quotes and comments, at a domain with a dot: also with `&` or `!`, and at a domain in another script (`xn--…`). */
export const MAIL =
  /^[A-Za-z\d_!#$%&'*+/=?^`{|}~-]+(\.[A-Za-z\d_!#$%&'*+/=?^`{|}~-]+)*@([A-Za-z\d][A-Za-z\d-]*\.)+[A-Za-z][A-Za-z\d-]*[A-Za-z\d]$/;

/** DUO allows 241 characters (Contactpersoon API). */
export const Emailadres = z
  .email({ pattern: MAIL, error: 'is geen e-mailadres' })
  .max(241)
  .meta({ title: 'E-mailadres', description: 'E-mailadres', examples: ['naam@voorbeeld.example'] });

/**
 * What is said in closed values and never in words of its own: nobody can write here what is not another's business. What an
 * adviser thinks beyond it is told to the casusregisseur outside the hub.
 */
export const closed = (values: readonly [string, ...string[]], title: string, description: string) =>
  z.enum(values).meta({ title, description, examples: [values[0]] });
