import { HUB_OIN } from '../domain/hub-oin.ts';

/** Prefix of everything that has a fixed name. */
export const APP_NAME = 'inburgeringshub';

/** Prefix of the name of every stack. */
export const APP_STACK_PREFIX = 'Inburgeringshub';

/** The functions of the hub; each name is a folder under `functions/`. */
export const FUNCTIONS = [
  'api',
  'ophalen',
  'loket',
  'coa',
  'duo',
  'duomeldingen',
  'brp',
  'meldingen',
  'partnerberichten',
  'webhook',
  'mailen',
  'bewaking',
  'herstel',
  'wissen',
] as const;

/**
 * Names of the queue with delivery jobs and of its dead letters. They are fixed, because the name of a FIFO queue must
 * end in `.fifo` and a generated name may not.
 */
export const DELIVERY_NAMES = {
  queue: `${APP_NAME}-bezorging.fifo`,
  deadLetters: `${APP_NAME}-bezorging-dode-brieven.fifo`,
} as const;

/** Name of a function of the hub. */
export type FunctionName = (typeof FUNCTIONS)[number];

/** The name under which clients of the hub's own issuer of tokens are admitted. */
export const OWN_ISSUER = 'eigen';

/** The name of the hub's own user pool for people. */
export const PEOPLE_ISSUER = 'mensen';

/** `source` of every CloudEvent that the hub makes. */
export const HUB_SOURCE = `urn:nld:oin:${HUB_OIN}:systeem:${APP_NAME}`;

/** Base of the URLs of problem types and schemas in an environment without a domain. */
export const DEFAULT_BASE_URL = 'https://hub.example.nl';

/** The service name that Powertools adds to the log lines and metrics of a function. */
export const serviceName = (fn: FunctionName): string => `${APP_NAME}-${fn}`;
