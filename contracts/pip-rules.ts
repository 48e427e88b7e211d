import type { PipContent } from './pip.ts';

/**
 * DUO's rules about what a PIP holds, whoever it is of. The hub holds them at its border; those that take the zaak stand in
 * `domain/pip/rules.ts`.
 */

/** One rule: its number in `docs/domein/told-to-duo.md`, the field that breaks it, and what is wrong, in words. */
export interface ContentRule {
  readonly nummer: string;
  readonly veld: keyof PipContent;
  readonly tekst: string;
  readonly isBrokenBy: (pip: Partial<PipContent>) => boolean;
}

/** What has to hold between the fields of a PIP, each with the field that it is said of. */
export const CONTENT_RULES: readonly ContentRule[] = [
  {
    nummer: 'PIP-4',
    veld: 'niveau',
    tekst: 'dit niveau past niet bij de onderwijsroute',
    isBrokenBy: ({ leerroute, niveau }) => leerroute === 'O' && niveau === 'A2',
  },
  {
    nummer: 'PIP-5',
    veld: 'niveau',
    tekst: 'dit niveau past niet bij de zelfredzaamheidsroute',
    isBrokenBy: ({ leerroute, niveau }) => leerroute === 'Z' && niveau === 'B1',
  },
  {
    nummer: 'PIP-8',
    veld: 'geschatteIntensiteitB1Route',
    tekst: 'een geschatte intensiteit past niet bij deze leerroute',
    isBrokenBy: ({ leerroute, geschatteIntensiteitB1Route }) =>
      geschatteIntensiteitB1Route !== undefined && leerroute !== undefined && leerroute !== 'B',
  },
];
