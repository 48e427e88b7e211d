import type { Scope } from '../../domain/scopes.ts';

/** The rights that a page needs of whoever signed in, those of the calls behind it. */
export const NEEDED = {
  day: 'zaken:lezen',
  zaken: 'zaken:lezen',
  figures: 'zaken:lezen',
  inbox: 'berichten:lezen',
  week: 'zaken:lezen',
  door: 'abonnementen:beheren',
  report: 'gebeurtenissen:aanleveren',
  // Who is on a list has it, of a gemeente and of a partner.
  passkeys: 'berichten:lezen',
  medewerkers: 'medewerkers:beheren',
  operations: 'beheer',
} as const satisfies Readonly<Record<string, Scope>>;
