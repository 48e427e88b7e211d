import type { JWTHeaderParameters, JWTPayload } from 'jose';
import type { TokenIssuer } from '../../../../contracts/internal/token-issuer.ts';
import { known } from '../../../../domain/known.ts';
import type { TokenContent } from '../dependencies.ts';

/** What a token says, read by the profile of its issuer. Its signature, `iss`, `aud` and `nbf` were checked before. */

/** How long a token still counts after `exp`, because clocks differ a little. */
const EXPIRY_TOLERANCE_SECONDS = 5;

/** How far `nbf` and `iat` may lie ahead: the clock of an issuer may run a minute fast, and such a token is no danger. */
export const AHEAD_TOLERANCE_SECONDS = 60;

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

/** The value at a JSON pointer; undefined when there is none. */
const claimAt = (payload: JWTPayload, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(memberOf, payload);

const textAt = (payload: JWTPayload, pointer: string): string | undefined => {
  const value = claimAt(payload, pointer);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Rights as issuers write them: a text with spaces (`scope`) or a list (`roles`); undefined when it is neither. */
const listOf = (value: unknown): readonly string[] | undefined => {
  if (value === undefined) return [];
  if (typeof value === 'string') return value.split(' ').filter((part) => part !== '');
  return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : undefined;
};

const scopesOf = (
  payload: JWTPayload,
  { claim, voorvoegsel = '' }: TokenIssuer['rechten'],
): readonly string[] | undefined =>
  listOf(claimAt(payload, claim))
    ?.filter((right) => right.startsWith(voorvoegsel))
    .map((right) => right.slice(voorvoegsel.length));

/** `application/at+jwt` and `at+jwt` are the same (RFC 7515 §4.1.9). */
const typeOf = ({ typ }: JWTHeaderParameters): string =>
  typ === undefined ? 'geen' : typ.toLowerCase().replace(/^application\//, '');

const isOfType = (issuer: TokenIssuer, header: JWTHeaderParameters): boolean =>
  issuer.typ.some((allowed) => allowed.toLowerCase() === typeOf(header));

const isInTime = ({ langsteMinuten }: TokenIssuer, { iat, exp }: JWTPayload, now: number): boolean =>
  iat !== undefined &&
  exp !== undefined &&
  iat <= now + AHEAD_TOLERANCE_SECONDS &&
  now < exp + EXPIRY_TOLERANCE_SECONDS &&
  exp - iat <= langsteMinuten * 60;

const holderOf = (
  { naam, organisatie: { claim, sleutels, toegelaten } }: TokenIssuer,
  payload: JWTPayload,
): TokenContent['holder'] | undefined => {
  const value = textAt(payload, claim);
  if (value === undefined) return undefined;
  if (toegelaten === true) return { uitgever: naam, client: value };
  if (sleutels === undefined) return { sleutel: value };
  const key = Object.hasOwn(sleutels, value) ? sleutels[value] : undefined;
  return key === undefined ? undefined : { sleutel: key };
};

/** What the token says; undefined when it is not one that this issuer gives for the API of the hub. `now` is in seconds. */
export const readClaims = (
  issuer: TokenIssuer,
  header: JWTHeaderParameters,
  payload: JWTPayload,
  now: number,
): TokenContent | undefined => {
  if (!isOfType(issuer, header) || !isInTime(issuer, payload, now)) return undefined;
  if (Object.entries(issuer.eisen).some(([claim, value]) => claimAt(payload, claim) !== value))
    return undefined;
  const holder = holderOf(issuer, payload);
  const scopes = scopesOf(payload, issuer.rechten);
  // What an issuer does not say of a person, the list of a gemeente may (functions/loket/who.ts).
  const adres = claimAt(payload, '/email_verified') === true ? textAt(payload, '/email') : undefined;
  if (scopes === undefined || (holder === undefined && adres === undefined)) return undefined;
  // Without `aud` only the prefix of its rights says that a token is for this API and not for another of its issuer.
  if (issuer.publiek === undefined && (payload.aud !== undefined || scopes.length === 0)) return undefined;
  const tokenId = textAt(payload, issuer.kenmerk);
  const persoon = textAt(payload, issuer.persoon);
  const certificate = textAt(payload, '/cnf/x5t#S256');
  return {
    ...known({ holder, adres }),
    scopes,
    ...(persoon === undefined ? {} : { persoon: { uitgever: issuer.naam, kenmerk: persoon } }),
    ...known({ tokenId, certificate, gemeenten: issuer.gemeenten }),
  };
};
