import { HUB_OIN } from '../domain/organisations.ts';

/** Prefix of everything that has a fixed name. */
export const APP_NAME = 'inburgeringshub';

/** Begin of the name of every stack. */
export const APP_STACK_PREFIX = 'Inburgeringshub';

/** The functions of the hub; each name is a folder under `functions/`. */
export const FUNCTIONS = [
  'api',
  'coa',
  'duo',
  'brp',
  'partnerberichten',
  'webhook',
  'bewaking',
  'herstel',
] as const;

/**
 * Names of the queue with orders to deliver, and of its dead letters. Fixed: the name of a FIFO queue has an ending, which
 * a generated name may lack.
 */
export const DELIVERY_NAMES = {
  wachtrij: `${APP_NAME}-bezorging.fifo`,
  dodeBrieven: `${APP_NAME}-bezorging-dode-brieven.fifo`,
} as const;

/** Name of a function of the hub. */
export type FunctionName = (typeof FUNCTIONS)[number];

/** `source` of every CloudEvent that the hub itself makes. */
export const HUB_SOURCE = `urn:nld:oin:${HUB_OIN}:systeem:${APP_NAME}`;

/** Base of the addresses of problem types and schemas while no domain of its own has been set. */
export const STANDARD_BASIS_URL = 'https://hub.example.nl';

/** The service name that Powertools adds to the log lines and metrics of a function. */
export const serviceName = (fn: FunctionName): string => `${APP_NAME}-${fn}`;
