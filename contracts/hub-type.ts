import type { RegievoerderGebeurtenis } from './regievoerder.ts';

type Dotted<Name extends string> = Name extends `${infer Begin}-${infer Rest}`
  ? `${Begin}.${Dotted<Rest>}`
  : Name;

/** The type of an event of the hub itself. */
export type HubType<Name extends string> = `nl.inburgeringszaken.${Dotted<Name>}.v1`;

/**
 * The type under which an event is sent that the routemap has a name for: `woning-bezichtigd` is
 * `nl.inburgeringszaken.woning.bezichtigd.v1`.
 */
export const hubType = <Name extends string>(name: Name): HubType<Name> =>
  `nl.inburgeringszaken.${name.replaceAll('-', '.')}.v1` as HubType<Name>;

/** The name that the routemap has for an event of this type: `woning-bezichtigd`. */
export const nameOfType = (type: string): string => type.split('.').slice(2, -1).join('-');

/** What people write otherwise than a name does without its hyphens; the first that fits a place counts there. */
const WRITTEN: Readonly<Record<string, string>> = {
  'advies bio': 'advies BIO',
  'azc uitstroom': 'azc-uitstroom',
  'brede intake gesprek': 'gesprek brede intake',
  'brp adres': 'BRP-adres',
  'brp inschrijving': 'BRP-inschrijving',
  coa: 'COA',
  'duo gebeurtenis': 'DUO-gebeurtenis',
  duo: 'DUO',
  financiele: 'financiële',
  'intake advies': 'intake-advies',
  'intake informatie': 'intake-informatie',
  'intake uitkomsten': 'intake-uitkomsten',
  'leerbaarheidstoets uitslag': 'uitslag leerbaarheidstoets',
  'participatiewet beschikking': 'Participatiewetbeschikking',
  'pip deel': 'PIP-deel',
  'pip inhoud': 'PIP-inhoud',
  'pip termijn': 'PIP-termijn',
  pip: 'PIP',
  pop: 'POP',
  'taalcafe kennismaking': 'kennismaking Taalcafé',
  'taalmaatje kennismaking': 'kennismaking Taalmaatje',
};
const OTHERWISE = new RegExp(`\\b(?:${Object.keys(WRITTEN).join('|')})\\b`, 'g');

/** A name of the routemap as people read it: `Woning bezichtigd`, `PIP-deel gedeeld`. */
export const titleOf = (name: string): string => {
  const text = name.replaceAll('-', ' ').replaceAll(OTHERWISE, (part) => WRITTEN[part] ?? part);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
};

/** Event type of a message to the gemeente: `termijn-nadert` becomes `nl.inburgeringszaken.termijn.nadert.v1`. */
export const regievoerderType = (gebeurtenis: RegievoerderGebeurtenis): string => hubType(gebeurtenis);
