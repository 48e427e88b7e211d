import { type Gemeente, type Partner, SCOPES, type Scope } from './organisations.ts';

/**
 * Who may speak for a gemeente or a partner of it on the pages, as a beheerder of that gemeente wrote down. What an issuer says of
 * whom somebody speaks for stands beside this (docs/decisions/0011-who-speaks-for-whom.md).
 */

/** One person for one organisation. Who speaks for two has two. */
export interface Medewerker {
  /** The id of the person, as the logbook has it. */
  readonly id: string;
  /** Key of the organisation. */
  readonly organisatie: string;
  readonly naam: string;
  /** Where links to sign in go to, and by which the id token of an issuer names the person. */
  readonly adres: string;
  /** Of a gemeente: manages who speaks for it and for its partners. */
  readonly isBeheerder: boolean;
  /** ISO 8601, UTC. */
  readonly sinds: string;
  /** The last day (`YYYY-MM-DD`) of who stands in for a colleague. */
  readonly tot?: string;
  /** The id of that colleague. */
  readonly vervangt?: string;
  readonly beeindigdOp?: string;
  /** Of who was let in anew: when they were ended before. Absent in one of before it was kept. */
  readonly eerderBeeindigdOp?: string;
}

/** Speaks for the organisation on this day (`YYYY-MM-DD`). */
export const isActive = ({ beeindigdOp, tot }: Medewerker, today: string): boolean =>
  beeindigdOp === undefined && (tot === undefined || today <= tot);

/**
 * Whether somebody whom the issuer named at a moment (`since`, ISO 8601, UTC) may speak for an organisation, by what the list has
 * of the two. Who was ended there may not, whatever an issuer says, and who was let in anew not by what it said before; of who
 * stands in until a day an issuer may say that it goes on.
 */
export const maySpeakByIssuer = (entry: Medewerker | undefined, since: string): boolean =>
  entry?.beeindigdOp === undefined &&
  (entry?.eerderBeeindigdOp === undefined || since > entry.eerderBeeindigdOp);

/**
 * Whether a session, link or passkey that somebody has by the list alone counts on a day (`YYYY-MM-DD`). `since` is when they
 * got it (ISO 8601, UTC): one from before they were let in anew does not, because whoever ended them ended that too.
 */
export const maySpeakByList = (
  entry: Medewerker | undefined,
  { since, today }: { readonly since: string; readonly today: string },
): boolean => entry !== undefined && isActive(entry, today) && since >= entry.sinds;

/** What no page needs. */
const NOT_ON_PAGES: ReadonlySet<Scope> = new Set(['zaken:wissen']);

/** The rights of somebody on the list: all that the pages of the organisation need, and to manage the list only of a beheerder. */
export const scopesOfMedewerker = (
  { isBeheerder }: Pick<Medewerker, 'isBeheerder'>,
  { scopes }: Gemeente | Partner,
): readonly Scope[] =>
  SCOPES.filter(
    (scope) =>
      scopes.includes(scope) && !NOT_ON_PAGES.has(scope) && (scope !== 'medewerkers:beheren' || isBeheerder),
  );

/** Organisations of which fewer than two people speak: nobody reads what comes when that one is away. */
export const withoutCover = (
  organisations: readonly string[],
  all: readonly Medewerker[],
  today: string,
): readonly string[] =>
  organisations.filter((key) => {
    const people = all.filter((one) => one.organisatie === key && isActive(one, today));
    return people.length === 1;
  });

/** A mail address as one person has it, however it is typed. */
export const sameAddress = (address: string): string => address.trim().toLowerCase();
