import type { TokenIssuerInput } from '../../contracts/internal/token-issuer.ts';
import { APP_NAME, OWN_ISSUER, PEOPLE_ISSUER } from '../names.ts';

/**
 * What the tokens of much used issuers look like, for the file of an environment. A value that an organisation chose
 * otherwise is put over it: `{ ...keycloakIssuer(…), kenmerk: '/sid' }`.
 */

/** What every helper here lets the file say beside the issuer itself. */
type Own = Pick<TokenIssuerInput, 'naam' | 'gemeenten' | 'organisatie'>;

interface CognitoPool {
  readonly region: string;
  readonly poolId: string;
}

/** Where a user pool is, and what all its tokens are like: without a header `typ`, and valid for an hour at most. */
const ofPool = ({ region, poolId }: CognitoPool) => {
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
  return {
    uitgever: issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    typ: ['geen'],
    langsteMinuten: 60,
  } satisfies Partial<TokenIssuerInput>;
};

/**
 * A Cognito user pool with a client for each organisation (client credentials). Its access tokens have no `aud`: the prefix
 * of the resource server says which API they are for.
 */
export const cognitoIssuer = (pool: CognitoPool, own: Partial<Own> = {}): TokenIssuerInput => ({
  naam: OWN_ISSUER,
  organisatie: { claim: '/client_id', toegelaten: true },
  ...own,
  ...ofPool(pool),
  rechten: { claim: '/scope', voorvoegsel: `${APP_NAME}/` },
  eisen: { '/token_use': 'access' },
});

/** The attributes of a person in a user pool that say for which organisation they speak, and with which rights. */
export const PERSON_ATTRIBUTES = { organisatie: 'organisatie', rechten: 'rechten' } as const;

/**
 * A Cognito user pool at which people sign in for the pages, as its id tokens are. Of whom its attributes name no organisation,
 * the list of medewerkers decides.
 */
export const cognitoPeople = ({
  client,
  ...pool
}: CognitoPool & { readonly client: string }): TokenIssuerInput => ({
  naam: PEOPLE_ISSUER,
  organisatie: { claim: `/custom:${PERSON_ATTRIBUTES.organisatie}` },
  ...ofPool(pool),
  publiek: [client],
  // A browser stays signed in at the pool for an hour. At a desk that people share, the next one is somebody else.
  prompt: 'login',
  rechten: { claim: `/custom:${PERSON_ATTRIBUTES.rechten}` },
  eisen: { '/token_use': 'id' },
});

/**
 * A tenant of Entra ID (tokens of version 2) in which the hub is an application with app roles, one for each right. The
 * optional claim `idtyp` must be on: it is what tells a token of a programme from one of a user.
 */
export const entraIssuer = (
  { tenant, application }: { readonly tenant: string; readonly application: string },
  own: Own,
): TokenIssuerInput => ({
  organisatie: { claim: '/azp', toegelaten: true },
  ...own,
  uitgever: `https://login.microsoftonline.com/${tenant}/v2.0`,
  jwksUrl: `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`,
  publiek: [application],
  typ: ['JWT', 'at+jwt'],
  rechten: { claim: '/roles' },
  eisen: { '/tid': tenant, '/ver': '2.0', '/idtyp': 'app' },
  // Entra has no `jti` in its access tokens.
  kenmerk: '/uti',
  langsteMinuten: 100,
});

/** A realm of Keycloak in which the hub is a client with a role for each right, and an audience mapper names that client. */
export const keycloakIssuer = (
  { realm, client = APP_NAME }: { readonly realm: string; readonly client?: string },
  own: Own,
): TokenIssuerInput => ({
  organisatie: { claim: '/azp', toegelaten: true },
  ...own,
  uitgever: realm,
  jwksUrl: `${realm}/protocol/openid-connect/certs`,
  publiek: [client],
  typ: ['JWT', 'at+jwt'],
  rechten: { claim: `/resource_access/${client}/roles` },
  // An id token of Keycloak has `ID` here, a refresh token `Refresh`.
  eisen: { '/typ': 'Bearer' },
  langsteMinuten: 60,
});
