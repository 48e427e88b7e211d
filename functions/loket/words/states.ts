import type { TermijnStatus } from '../../../contracts/termijnen.ts';

/** Where things stand, in words. */

/** The partners of a gemeente by their key. */
export type PartnerNames = ReadonlyMap<string, string>;

/** What a partner is called; its key when the gemeente has no such partner any more. */
export const partnerName = (names: PartnerNames, key: string): string => names.get(key) ?? key;

/** The first part of the id of a zaak: enough to tell two on one page apart. */
export const shortId = (zaakId: string): string => zaakId.slice(0, 8);

/** Which person of an organisation did something: the name, where the list of the gemeente has one; nothing of a programme. */
export const personInWords = (id: unknown, people: ReadonlyMap<string, string>): string =>
  typeof id === 'string' ? (people.get(id) ?? `medewerker ${shortId(id)}`) : '';

const STATES: Readonly<Record<string, string>> = {
  klaargezet: 'ligt klaar, nog niet gelezen',
  bezorgd: 'bezorgd',
  bevestigd: 'gezien',
  geparkeerd: 'staat stil',
  vervallen: 'vervallen',
};

/** The state of a message in words. */
export const stateInWords = (state: string): string => STATES[state] ?? state;

const TERMIJN_WORDS: Readonly<Record<TermijnStatus, string>> = {
  loopt: 'loopt nog',
  gehaald: 'op tijd gedaan',
  'te laat gehaald': 'te laat gedaan',
  verstreken: 'te laat',
  overschreden: 'te laat (termijn van de wet)',
  onbekend: 'voorbij; de hub weet niet of het gedaan is',
  gestopt: 'gestopt',
};

/** The state of a term in words. */
export const termijnInWords = (status: TermijnStatus): string => TERMIJN_WORDS[status];

const SOURCES: Readonly<Record<string, string>> = {
  coa: 'COA',
  brp: 'de BRP',
  duo: 'DUO',
  gemeente: 'de gemeente',
  partner: 'een partner',
  hub: 'de hub',
};

/** Who said a fact, in words. */
export const sourceInWords = (source: string): string => SOURCES[source] ?? source;
