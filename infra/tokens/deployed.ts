import { TokenIssuer, type TokenIssuerInput } from '../../contracts/internal/token-issuer.ts';

/**
 * The profile of an issuer whose addresses have no value before the stacks are deployed. The form of `jwksUrl` is therefore not
 * checked; the rest is, and gets its defaults.
 */
export const deployedIssuer = (profile: TokenIssuerInput): TokenIssuer => ({
  ...TokenIssuer.parse({ ...profile, jwksUrl: 'https://tokens.example' }),
  jwksUrl: profile.jwksUrl,
});
