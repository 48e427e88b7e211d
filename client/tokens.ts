import { known } from '../domain/known.ts';
import { isLoopbackUrl } from '../domain/loopback.ts';
import { TokenAnswer, TokenRefusal } from './answers.ts';
import { userError } from './errors.ts';
import type { Send } from './http.ts';

/** The credentials with which one organisation gets its tokens (OAuth 2.0, client credentials). */
export interface Credentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Some issuers, such as Entra, require a scope. */
  readonly scope?: string;
}

export interface TokensOptions {
  /** The token for a deployed hub. Without it the issuer of the local hub gives a token for each organisation. */
  readonly token?: string;
  /** Tokens by organisation, for a deployed hub. An organisation without a token here uses `token`. */
  readonly tokens?: ReadonlyMap<string, string>;
  /** Tokens are fetched with these credentials, and again after they expire. Every call is then made as this organisation. */
  readonly credentials?: Credentials;
}

/** The bearer tokens of a client, each of one organisation. */
export interface Tokens {
  of(organisation: string): Promise<string>;
  /** Drops a refused token, so that the next call asks for a new one. False when the token was given and no other exists. */
  forget(organisation: string, refused: string): Promise<boolean>;
  /** Whether the client has a token of this organisation, as far as is known without asking an issuer. */
  speaksFor(organisation: string): boolean;
}

/** Asks an issuer for a token. Throws when the issuer gives none. */
const issue = async (
  send: Send,
  { tokenUrl, clientId, clientSecret, scope }: Credentials,
  withoutIssuer: (status: number) => string,
): Promise<string> => {
  const answer = await send(tokenUrl, {
    method: 'POST',
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...known({ scope }),
    },
  });
  const refusal = answer.status >= 400 ? TokenRefusal.safeParse(answer.body).data : undefined;
  if (refusal !== undefined)
    throw userError(`no token of ${clientId}: ${refusal.error_description ?? refusal.error}`);
  const issued = TokenAnswer.safeParse(answer.body);
  if (answer.status >= 400 || !issued.success) throw userError(withoutIssuer(answer.status));
  return issued.data.access_token;
};

/**
 * Takes the given tokens. Without these it asks an issuer: the issuer of the credentials, or else that of a hub on this machine.
 */
export const createTokens = (
  { token, tokens: given, credentials }: TokensOptions,
  {
    origin,
    localIssuer,
    send,
  }: { readonly origin: string; readonly localIssuer: string; readonly send: Send },
): Tokens => {
  if (
    credentials !== undefined &&
    !credentials.tokenUrl.startsWith('https:') &&
    !isLoopbackUrl(credentials.tokenUrl)
  )
    throw userError('a client secret goes over https alone: give a token address with https');
  /** The map also holds tokens that are still being issued, so that calls at the same time share one token. */
  const issued = new Map<string, Promise<string>>();
  const givenOf = (organisation: string): string | undefined => given?.get(organisation) ?? token;
  const holderOf = (organisation: string): string => credentials?.clientId ?? organisation;
  const ask = (organisation: string): Promise<string> =>
    credentials === undefined
      ? // The issuer of a local hub accepts every secret.
        issue(
          send,
          { tokenUrl: localIssuer, clientId: organisation, clientSecret: 'x' },
          (status) =>
            `the hub at ${origin} hands out no tokens (HTTP ${status}): give one in HUB_TOKEN or with --token`,
        )
      : issue(
          send,
          credentials,
          (status) =>
            `${credentials.tokenUrl} hands out no tokens (HTTP ${status}): is it the token address?`,
        );
  return {
    of: async (organisation) => {
      const known = givenOf(organisation);
      if (known !== undefined) return known;
      if (given !== undefined) throw userError(`no token of ${organisation}: --token ${organisation}=…`);
      const holder = holderOf(organisation);
      const pending = issued.get(holder) ?? ask(organisation);
      issued.set(holder, pending);
      try {
        return await pending;
      } catch (error) {
        if (issued.get(holder) === pending) issued.delete(holder);
        throw error;
      }
    },
    forget: async (organisation, refused) => {
      if (givenOf(organisation) !== undefined) return false;
      const holder = holderOf(organisation);
      // Another call at the same time may have stored a new token already, which has to stay.
      if ((await issued.get(holder)) === refused) issued.delete(holder);
      return true;
    },
    speaksFor: (organisation) =>
      given?.has(organisation) ?? (token === undefined && credentials === undefined),
  };
};
