import { titleOf } from '../../../contracts/hub-type.ts';
import { isObject } from '../../../contracts/is-object.ts';
import { NO_END } from '../../../contracts/years.ts';
import { dayInWords, momentInWords } from './dates.ts';

/** The fields of messages and events, as lines that a person reads. */

/** What a reader has no use for: order, and how programmes know things. */
const TECHNICAL: ReadonlySet<string> = new Set([
  'zaakId',
  'huishoudenId',
  'gemeentecode',
  'volgnummer',
  'vervangt',
  'koppelingId',
  'feitId',
  'versie',
  'code',
  'termijnId',
  'partner',
  'velden',
  'gewijzigd',
  'staat',
  'deur',
  'medewerker',
  'bevestigdDoor',
]);

const LABELS: Readonly<Record<string, string>> = {
  aantalGezinsleden: 'Personen in het gezin',
  aantalPersonen: 'Aantal personen',
  afleveradres: 'Adres om te bezorgen',
  betekenis: 'Wat dit betekent',
  contactTeamInburgering: 'Vragen? Bel of mail',
  contactpersoonCoa: 'Contactpersoon bij COA',
  datumAfname: 'Dag van de toets',
  datumInschrijving: 'Ingeschreven op',
  datumKoppeling: 'Dag van de koppeling',
  emailadres: 'E-mail',
  einddatumUiterlijk: 'Uiterlijk',
  huishoudenId: 'Kenmerk van het huishouden',
  hoogsteOpleiding: 'Hoogste opleiding',
  isCoaLocatie: 'Locatie van COA',
  leeftijdsklasse: 'Leeftijd',
  telefoonnummer: 'Telefoon',
  verblijfplaatsAzc: 'Verblijft in',
  vNummer: 'V-nummer',
  voorinburgering: 'Les in het azc (voorinburgering)',
};

/** `hoogsteOpleiding` and `brede-intake` as somebody would say them. */
export const inWords = (name: string): string => {
  const text = name
    .replaceAll(
      /([a-z])([A-Z])/g,
      (_whole, before: string, after: string) => `${before} ${after.toLowerCase()}`,
    )
    .replaceAll('-', ' ')
    .trim();
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
};

/** What a field is called on a page. */
export const labelOf = (field: string): string => LABELS[field] ?? inWords(field);

/** An address, as it stands on an envelope; one without a street is described part by part. */
const addressOf = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const part = (field: string, before = ''): string =>
    value[field] === undefined ? '' : `${before}${String(value[field])}`;
  if (typeof value['straat'] !== 'string') return undefined;
  const house = `${part('huisnummer')}${part('huisletter')}${part('toevoeging', ' ')}`;
  const street = [value['straat'], part('aanduidingBijHuisnummer'), house]
    .filter((text) => text !== '')
    .join(' ');
  return [street, `${part('postcode')}${part('woonplaats', ' ')}`.trim()]
    .filter((text) => text !== '')
    .join(', ');
};

/** A name, in the order in which it is said. Somebody with one name has it in either of two places. */
export const nameOf = (value: unknown): string | undefined => {
  if (!isObject(value)) return undefined;
  const { voornamen, voorletters, voorvoegsel, geslachtsnaam } = value;
  if (typeof voornamen !== 'string' && typeof geslachtsnaam !== 'string') return undefined;
  return [voornamen ?? voorletters, voorvoegsel, geslachtsnaam]
    .filter((part) => typeof part === 'string')
    .join(' ');
};

const textOf = (value: unknown): string => {
  if (value === true) return 'ja';
  if (value === false) return 'nee';
  if (value === NO_END) return 'geen einde';
  if (typeof value === 'string') return value.includes('T') ? momentInWords(value) : dayInWords(value);
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  if (!isObject(value)) return String(value ?? '');
  const special = nameOf(value) ?? addressOf(value);
  if (special !== undefined) return special;
  return Object.entries(value)
    .filter(([field]) => !TECHNICAL.has(field))
    .map(([field, part]) => `${labelOf(field).toLowerCase()}: ${textOf(part)}`)
    .join(', ');
};

/** A line with what it is about. */
export interface Line {
  readonly label: string;
  readonly text: string;
}

/** What a reader is told of these fields, in the order in which they stand. */
export const linesOf = (fields: Readonly<Record<string, unknown>>): readonly Line[] =>
  Object.entries(fields).flatMap(([field, value]) =>
    TECHNICAL.has(field) || value === undefined
      ? []
      : [{ label: labelOf(field), text: field === 'gebeurtenis' ? titleOf(String(value)) : textOf(value) }],
  );
