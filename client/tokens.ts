import { known } from '../domain/known.ts';
import { isLoopbackUrl } from '../domain/loopback.ts';
import { TokenAnswer, TokenRefusal } from './answers.ts';
import { userError } from './errors.ts';
import type { Send } from './http.ts';

/** What one organisation gets its tokens with (OAuth 2.0, client credentials). */
export interface Credentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Asked for by issuers such as Entra. */
  readonly scope?: string;
}

export interface TokensOptions {
  /** Token for a deployed hub; without it the local hub's own issuer is asked for one per organisation. */
  readonly token?: string;
  /** Tokens by organisation, for a deployed hub; one that is not there falls back on `token`. */
  readonly tokens?: ReadonlyMap<string, string>;
  /** Tokens are fetched with these, and again when one has expired; whoever they are of speaks in every call. */
  readonly credentials?: Credentials;
}

/** Where bearer tokens come from. */
export interface Tokens {
  of(organisation: string): Promise<string>;
  /** A token that was refused is asked for again; false when it was given and there is no other. */
  forget(organisation: string, refused: string): Promise<boolean>;
  /** Whether there is a token of this organisation, as far as is known beforehand. */
  speaksFor(organisation: string): boolean;
}

/** Asks an issuer for a token. */
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

/** Tokens that were given, or that an issuer hands out: the one of the credentials, else that of a hub on this machine. */
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
  /** A token that is being issued is there already, so that calls at the same time share it. */
  const issued = new Map<string, Promise<string>>();
  const givenOf = (organisation: string): string | undefined => given?.get(organisation) ?? token;
  const holderOf = (organisation: string): string => credentials?.clientId ?? organisation;
  const ask = (organisation: string): Promise<string> =>
    credentials === undefined
      ? // To the issuer of a local hub every secret is right.
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
      // A call at the same time may have a new one already.
      if ((await issued.get(holder)) === refused) issued.delete(holder);
      return true;
    },
    speaksFor: (organisation) =>
      given?.has(organisation) ?? (token === undefined && credentials === undefined),
  };
};
