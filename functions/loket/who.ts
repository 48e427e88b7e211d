import type { Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import type { MedewerkerEntry, Medewerkers } from '../../adapters/table/medewerkers.ts';
import { known } from '../../domain/known.ts';
import {
  isActive,
  maySpeakByIssuer,
  maySpeakByList,
  sameAddress,
  scopesOfMedewerker,
} from '../../domain/medewerkers.ts';
import {
  findOrganisation,
  type Gemeente,
  type Operations,
  type Partner,
} from '../../domain/organisations.ts';
import { SCOPES } from '../../domain/scopes.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import type { Clock, Dependencies, TokenContent } from '../shared/rest/dependencies.ts';
import { holderOf, mayName } from '../shared/rest/http/authentication.ts';
import type { Session } from './session.ts';

/**
 * For whom somebody speaks who signs in: whom the issuer names, and of whom it names none, what a beheerder of the gemeente
 * wrote down (docs/decisions/0011-who-speaks-for-whom.md).
 */

/** The organisations that have pages. */
export type WithPages = Gemeente | Partner | Operations;

export interface WhoNeeded {
  readonly admissions: Dependencies['admissions'];
  readonly clock: Pick<Clock, 'now'>;
  readonly medewerkers: Pick<Medewerkers, 'find' | 'list' | 'withAddress'>;
  readonly pseudonyms: Pick<Pseudonyms, 'medewerker'>;
}

const withPages = (key: string | undefined): WithPages | undefined => {
  const found = key === undefined ? undefined : findOrganisation(key);
  // A source has no page.
  return found === undefined || found.rol === 'bron' ? undefined : found;
};

/** The entry of this person for this organisation; undefined when there is none, as there never is for who operates the hub. */
const entryOf = async (
  { medewerkers }: Pick<WhoNeeded, 'medewerkers'>,
  organisation: WithPages,
  medewerker: string | undefined,
): Promise<MedewerkerEntry | undefined> => {
  if (organisation.rol === 'beheer' || medewerker === undefined) return undefined;
  const { gemeentecode, sleutel } = organisation;
  return medewerkers.find({ gemeentecode, id: medewerker, organisatie: sleutel });
};

/**
 * What the list says of somebody whom the issuer names for this organisation: by their id, and by the address that the issuer
 * vouched for, because who is put on the list while they are signed in has another id there.
 */
const entriesOf = async (
  { medewerkers }: Pick<WhoNeeded, 'medewerkers'>,
  organisation: WithPages,
  { medewerker, adres }: Pick<Session, 'medewerker' | 'adres'>,
): Promise<readonly MedewerkerEntry[]> => {
  if (organisation.rol === 'beheer') return [];
  const all = await medewerkers.list(organisation.gemeentecode);
  return all.filter(
    (entry) =>
      entry.organisatie === organisation.sleutel &&
      (entry.id === medewerker || (adres !== undefined && sameAddress(entry.adres) === sameAddress(adres))),
  );
};

/** The organisation of a session with the rights that somebody has there now; undefined when they may not speak for it any more. */
export const stillSpeaks = async (
  needed: Pick<WhoNeeded, 'medewerkers' | 'clock'>,
  session: Session,
): Promise<{ readonly organisation: WithPages; readonly scopes: Session['scopes'] } | undefined> => {
  const { organisatie, medewerker, lijst, scopes, begin } = session;
  const organisation = withPages(organisatie);
  if (organisation === undefined) return undefined;
  const since = new Date(begin).toISOString();
  if (lijst !== true) {
    const entries = await entriesOf(needed, organisation, session);
    return entries.every((entry) => maySpeakByIssuer(entry, since)) ? { organisation, scopes } : undefined;
  }
  const entry = await entryOf(needed, organisation, medewerker);
  if (!maySpeakByList(entry, { since, today: dayOf(needed.clock.now()) })) return undefined;
  if (entry === undefined || organisation.rol === 'beheer') return undefined;
  return { organisation, scopes: [...scopesOfMedewerker(entry, organisation)] };
};

type Who = Omit<Session, 'id' | 'begin' | 'naam' | 'via'>;

/** The session of somebody on the list. Its rights are those of the list, which is asked anew at every request. */
export const whoOnList = ({ id, organisatie }: Pick<MedewerkerEntry, 'id' | 'organisatie'>): Who => ({
  organisatie,
  scopes: [],
  medewerker: id,
  lijst: true,
});

/**
 * For whom the issuer says that this person speaks, or else each organisation for which the list says so; nobody comes in by an
 * empty answer.
 */
export const whoByToken = async (content: TokenContent, needed: WhoNeeded): Promise<readonly Who[]> => {
  const { persoon, adres, tokenId, holder } = content;
  const organisation = withPages((await holderOf(content, needed.admissions))?.sleutel);
  // Whom the issuer names, and who may not come in, does not come in by the list either.
  if (organisation === undefined)
    return holder === undefined ? (await entriesByAddress(content, needed)).map(whoOnList) : [];
  const entries = adres === undefined ? [] : await needed.medewerkers.withAddress(adres);
  const entry = entries.find(({ organisatie }) => organisatie === organisation.sleutel);
  if (!maySpeakByIssuer(entry, needed.clock.now().toISOString())) return [];
  // One person has one id, whether the list or the issuer lets them in.
  const medewerker =
    entry?.id ?? (persoon && needed.pseudonyms.medewerker(persoon.uitgever, persoon.kenmerk));
  const who = {
    organisatie: organisation.sleutel,
    scopes: SCOPES.filter((scope) => content.scopes.includes(scope)),
    ...known({ medewerker, adres, tokenId }),
    ...(holder !== undefined && 'client' in holder ? { client: holder } : {}),
  };
  return [who];
};

/** The entries of the lists under an address that the issuer vouches for, of the gemeenten that it may speak for. */
export const entriesByAddress = async (
  content: Pick<TokenContent, 'adres' | 'gemeenten'>,
  { medewerkers, clock }: Pick<WhoNeeded, 'medewerkers' | 'clock'>,
): Promise<readonly MedewerkerEntry[]> => {
  if (content.adres === undefined) return [];
  const today = dayOf(clock.now());
  const active = (await medewerkers.withAddress(content.adres)).filter((one) => isActive(one, today));
  return active
    .filter(({ organisatie }) => {
      const named = withPages(organisatie);
      return named !== undefined && mayName(content, named);
    })
    .toSorted((one, other) => (one.organisatie < other.organisatie ? -1 : 1));
};
