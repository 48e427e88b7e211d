import { type Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { userError } from '../client/errors.ts';
import { createHubClient, type HubClient, type HubClientOptions } from '../client/hub-client.ts';
import { REGIEVOERDER } from '../contracts/partnerrollen.ts';
import { gemeenteProfiles } from '../domain/gemeenten/index.ts';
import { known } from '../domain/known.ts';
import { findOrganisation, type Organisation } from '../domain/organisations.ts';
import { receiverKeys } from '../domain/regievoerder/kanaal.ts';

/** Runs one command and keeps its exit code. */
export type Finish = (code: Promise<number>) => Promise<void>;

/** Options that every command which talks to a running hub has. */
export interface ConnectionOptions {
  readonly url: string;
  readonly token?: readonly string[];
}

export const STANDARD_PORT = 8787;
export const STANDARD_URL = `http://127.0.0.1:${STANDARD_PORT}`;

/** Where the hub is: `--url`, else HUB_URL, else this machine. */
const urlOption = (): Option =>
  new Option('--url <url>', 'where the hub listens').argParser(parseUrl).default(STANDARD_URL).env('HUB_URL');

/** Adds `--url` and `--token`. */
export const withConnection = (command: Command): Command =>
  command
    .addOption(urlOption())
    .option(
      '--token <token>',
      'bearer token, for a deployed hub only; organisatie=token, once for each, when a command speaks for several; - asks for it; better in HUB_TOKEN',
      (token: string, earlier: readonly string[] = []) => [...earlier, token],
    );

/** `coa=eyJ…`; a token itself can end with `=`, and hold none before that. */
const FROM_ORGANISATION = /^([a-z][a-z0-9-]*)=(.*[A-Za-z0-9].*)$/;

/** The tokens that were given: one for everything, or one for each organisation. */
export const readTokens = (given: readonly string[]): Pick<HubClientOptions, 'token' | 'tokens'> => {
  const perOrganisation = given.flatMap((text): [string, string][] => {
    const [, organisation, token] = FROM_ORGANISATION.exec(text) ?? [];
    return organisation === undefined || token === undefined ? [] : [[organisation, token]];
  });
  const [token, ...more] = given.filter((text) => !FROM_ORGANISATION.test(text));
  if (more.length > 0) throw userError('more than one --token: say whose each is, as organisatie=token');
  return {
    ...known({ token }),
    ...(perOrganisation.length === 0 ? {} : { tokens: new Map(perOrganisation) }),
  };
};

/** The tokens in HUB_TOKEN, with spaces between them: a command line can be read by others, an environment cannot. */
const tokensOfEnvironment = (): readonly string[] =>
  (process.env['HUB_TOKEN'] ?? '').split(/\s+/).filter((text) => text !== '');

/** What the gemeente gave somebody to fetch tokens with: the three values, and a scope where the issuer wants one. */
const credentialsOfEnvironment = (): Pick<HubClientOptions, 'credentials'> => {
  const { HUB_TOKEN_URL: tokenUrl, HUB_CLIENT_ID: clientId, HUB_CLIENT_SECRET: clientSecret } = process.env;
  const scope = process.env['HUB_SCOPE'];
  if (!tokenUrl && !clientId && !clientSecret) return {};
  if (!tokenUrl || !clientId || !clientSecret)
    throw userError('HUB_TOKEN_URL, HUB_CLIENT_ID and HUB_CLIENT_SECRET go together: set all three');
  if (!URL.canParse(tokenUrl)) throw userError('HUB_TOKEN_URL is no address');
  return { credentials: { tokenUrl, clientId, clientSecret, ...(scope ? { scope } : {}) } };
};

/** A client for the hub that the options name. Tokens that are given come before credentials of the environment. */
export const connect = ({ url, token = tokensOfEnvironment() }: ConnectionOptions): HubClient =>
  createHubClient({ url, ...(token.length === 0 ? credentialsOfEnvironment() : readTokens(token)) });

/** A client for a hub that speaks for every organisation, which only one for testers lets anybody do. */
export const connectForAll = ({ url, token = tokensOfEnvironment() }: ConnectionOptions): HubClient =>
  createHubClient({ url, ...readTokens(token) });

const matching =
  (pattern: RegExp, problem: string) =>
  (text: string): string => {
    if (!pattern.test(text)) throw new InvalidArgumentError(problem);
    return text;
  };

/** Parsers of option values; what they refuse, commander reports in one line. */
export const parsePort = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('a port is a number up to 65535.');
  return port;
};

/** A whole number of seconds, up to five digits. */
export const parseSeconds = (text: string): number => {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('give a whole number of seconds.');
  return Number(text);
};

/** A whole number from 1, up to six digits. */
export const parseCount = (text: string): number => {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError('give a whole number from 1.');
  return Number(text);
};

/** A day that a hub can play or be asked about: its own dates are of this century. */
export const parseDate = (text: string): string => {
  if (!z.iso.date().safeParse(text).success || !text.startsWith('20'))
    throw new InvalidArgumentError('expected a date such as 2026-08-01, from 2000 up to and including 2099.');
  return text;
};

/** A moment with its time zone: an hour more or less is another night. */
export const parseMoment = (text: string): Date => {
  const time = new Date(text);
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ||
    Number.isNaN(time.getTime())
  )
    throw new InvalidArgumentError('expected a moment such as 2026-01-31T22:00:00Z.');
  return time;
};

/** How many a second, from 1 to 100. */
export const parseRate = (text: string): number => {
  const rate = Number(text);
  if (!/^\d{1,3}$/.test(text) || rate < 1 || rate > 100)
    throw new InvalidArgumentError('a rate is 1 to 100 a second.');
  return rate;
};

/** Whether a text is an address of http or https. */
export const isAddress = (text: string): boolean => /^https?:/.test(text) && URL.canParse(text);
export const NO_ADDRESS = `expected an address such as ${STANDARD_URL}.`;
/** The address of a hub. Throws, in words for who typed it, when it is none. */
export const parseUrl = (text: string): string => {
  if (!isAddress(text)) throw new InvalidArgumentError(NO_ADDRESS);
  return text;
};

const GEMEENTECODES = gemeenteProfiles
  .map(({ gemeentecode, naam }) => `${gemeentecode} (${naam})`)
  .join(', ');
/** The CBS code of a gemeente that takes part. */
export const parseGemeentecode = (text: string): string => {
  if (!gemeenteProfiles.some(({ gemeentecode }) => gemeentecode === text))
    throw new InvalidArgumentError(`choose ${GEMEENTECODES}.`);
  return text;
};

/**
 * The organisation of who gets messages in a gemeente: a partner, or the gemeente itself when it does. An error that names them
 * all when there is none of this key.
 */
export const receiverOrganisation = (receiver: string, gemeente: string): Organisation => {
  const keys = gemeenteProfiles.filter(({ gemeentecode }) => gemeentecode === gemeente).flatMap(receiverKeys);
  const organisation = findOrganisation(
    receiver === REGIEVOERDER ? `gemeente-${gemeente}` : `${receiver}-${gemeente}`,
  );
  if (organisation !== undefined && keys.includes(receiver)) return organisation;
  const choice =
    keys.length === 0 ? 'it has none yet, choose another with --gemeente' : `choose ${keys.join(', ')}`;
  throw userError(`gemeente ${gemeente} has no partner called ${receiver}: ${choice}`);
};

export const parseBsn = matching(/^\d{9}$/, 'a BSN has nine digits.');
export const parseVNummer = matching(/^\d{10}$/, 'a V-nummer has ten digits.');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const parseUuid = matching(UUID, 'expected a UUID.');
export const parseKey = matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a key has lower-case letters and digits.');
