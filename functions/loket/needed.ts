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
  // No call is behind this page. Everybody on a list has this right, of a gemeente and of a partner.
  passkeys: 'berichten:lezen',
  medewerkers: 'medewerkers:beheren',
  operations: 'beheer',
} as const satisfies Readonly<Record<string, Scope>>;
