import type { RegievoerderGebeurtenis } from './regievoerder.ts';

type Dotted<Name extends string> = Name extends `${infer Begin}-${infer Rest}`
  ? `${Begin}.${Dotted<Rest>}`
  : Name;

/** The type of an event of the hub itself. */
export type HubType<Name extends string> = `nl.inburgeringszaken.${Dotted<Name>}.v1`;

/** The type under which an event is sent that the routemap has a name for: `woning-bezichtigd` is `nl.inburgeringszaken.woning.bezichtigd.v1`. */
export const hubType = <Name extends string>(name: Name): HubType<Name> =>
  `nl.inburgeringszaken.${name.replaceAll('-', '.')}.v1` as HubType<Name>;

/** The name that the routemap has for an event of this type: `woning-bezichtigd`. */
export const nameOfType = (type: string): string => type.split('.').slice(2, -1).join('-');

/** A name of the routemap as people read it: `Woning bezichtigd`. */
export const titleOf = (name: string): string =>
  `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;

/** Event type of a message to the gemeente: `termijn-nadert` becomes `nl.inburgeringszaken.termijn.nadert.v1`. */
export const regievoerderType = (gebeurtenis: RegievoerderGebeurtenis): string => hubType(gebeurtenis);
