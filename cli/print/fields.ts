import { isObject } from '../../contracts/is-object.ts';

/** Domain values in a few words, for people who read a terminal. */

type Members = Readonly<Record<string, unknown>>;

const joined = (parts: readonly unknown[], separator: string): string =>
  parts
    .filter((part) => part !== undefined && part !== '')
    .map(String)
    .join(separator);

const name = ({ voorletters, voornamen, voorvoegsel, geslachtsnaam }: Members): string =>
  joined([voorletters ?? voornamen, voorvoegsel, geslachtsnaam], ' ');

const adres = (value: Members): string => {
  const { straat, huisnummer, huisletter, toevoeging, postcode, woonplaats } = value;
  const number = joined([huisnummer, huisletter, toevoeging], '');
  const house = joined([straat, value['aanduidingBijHuisnummer'], number], ' ');
  return joined(
    [house, value['locatiebeschrijving'], joined([postcode, woonplaats], ' ')].filter(Boolean),
    ', ',
  );
};

const taal = ({ taal: nameOfTaal, schrift, tolkNodig }: Members): string => {
  const extra = joined([schrift, tolkNodig === true ? 'tolk' : undefined], ', ');
  return extra === '' ? String(nameOfTaal) : `${String(nameOfTaal)} (${extra})`;
};

const general = (value: Members): string =>
  Object.entries(value)
    .map(([name, member]) => `${name} ${fieldText(member)}`)
    .join(', ');

/** One value as text: names, addresses and languages as one writes them, anything else member by member. */
export const fieldText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'ja' : 'nee';
  if (Array.isArray(value)) return value.length === 0 ? 'geen' : value.map(fieldText).join(', ');
  if (!isObject(value)) return value === null || value === undefined ? '-' : String(value);
  if ('geslachtsnaam' in value || 'voornamen' in value) return name(value);
  if ('straat' in value || 'locatiebeschrijving' in value) return adres(value);
  if (typeof value['taal'] === 'string') return taal(value);
  return general(value);
};

/** Members one after the other: `geslacht man · talen Tigrinya`. */
export const fieldsText = (members: Members): string =>
  Object.entries(members)
    .map(([name, value]) => `${name}: ${fieldText(value)}`)
    .join(' · ');

/** The type of an event without its domain and version: `koppeling geregistreerd`. */
export const wordsOfType = (type: string): string => {
  const [, domain = type, ...words] = type.split('.').slice(0, -1);
  return words.length === 0 ? domain : words.join(' ');
};
