import { type Gemeente, type Partner, SCOPES, type Scope } from './organisations.ts';

/**
 * The people who may speak for a gemeente or a partner of it on the pages, as a beheerder of that gemeente wrote them down. What an
 * issuer says about that stands beside it (docs/decisions/0011-who-speaks-for-whom.md).
 */

/** One person for one organisation. A person who speaks for two organisations has two entries. */
export interface Medewerker {
  /** The id of the person, as the logbook has it. */
  readonly id: string;
  /** Key of the organisation. */
  readonly organisatie: string;
  readonly naam: string;
  /** The address to which links to sign in go, and by which the id token of an issuer names the person. */
  readonly adres: string;
  /** For a gemeente: whether the person manages the list for it and its partners. */
  readonly isBeheerder: boolean;
  /** ISO 8601, UTC. */
  readonly sinds: string;
  /** The last day (`YYYY-MM-DD`) of a person who stands in for a colleague. */
  readonly tot?: string;
  /** The id of that colleague. */
  readonly vervangt?: string;
  readonly beeindigdOp?: string;
  /** When the entry ended before the person was let in anew. Older entries lack it. */
  readonly eerderBeeindigdOp?: string;
}

/** Whether the person speaks for the organisation on this day (`YYYY-MM-DD`). */
export const isActive = ({ beeindigdOp, tot }: Medewerker, today: string): boolean =>
  beeindigdOp === undefined && (tot === undefined || today <= tot);

/**
 * Whether a person whom the issuer named at a moment (`since`, ISO 8601, UTC) may speak for an organisation, given their entry on
 * its list. A person whose entry ended may not, whatever an issuer says. For a person who was let in anew, what the issuer said
 * before that does not count. For a person who stands in until a day, an issuer may say that it goes on.
 */
export const maySpeakByIssuer = (entry: Medewerker | undefined, since: string): boolean =>
  entry?.beeindigdOp === undefined &&
  (entry?.eerderBeeindigdOp === undefined || since > entry.eerderBeeindigdOp);

/**
 * Whether a session, link or passkey that a person has by the list alone counts on a day (`YYYY-MM-DD`). `since` is when the person
 * got it (ISO 8601, UTC). One from before the person was let in anew does not count, because it ended with the entry.
 */
export const maySpeakByList = (
  entry: Medewerker | undefined,
  { since, today }: { readonly since: string; readonly today: string },
): boolean => entry !== undefined && isActive(entry, today) && since >= entry.sinds;

/** Rights that no page needs. */
const NOT_ON_PAGES: ReadonlySet<Scope> = new Set(['zaken:wissen']);

/** The rights of a person on the list: all that the pages of the organisation need. Only a beheerder may manage the list. */
export const scopesOfMedewerker = (
  { isBeheerder }: Pick<Medewerker, 'isBeheerder'>,
  { scopes }: Gemeente | Partner,
): readonly Scope[] =>
  SCOPES.filter(
    (scope) =>
      scopes.includes(scope) && !NOT_ON_PAGES.has(scope) && (scope !== 'medewerkers:beheren' || isBeheerder),
  );

/** Organisations for which fewer than two people speak: nobody reads their messages when that person is away. */
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
