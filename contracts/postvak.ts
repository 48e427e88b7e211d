/** What the doors of a partner share: how far a message is, through which door it goes, and what a try led to. */

/** How far a message to a partner is; each one is in exactly one of these at any moment. */
export const POSTSTATEN = ['klaargezet', 'bezorgd', 'bevestigd', 'geparkeerd', 'vervallen'] as const;
export type Poststaat = (typeof POSTSTATEN)[number];

/** The ways in which messages reach a partner. */
export const DOORS = ['wachtrij', 'ophalen', 'webhook'] as const;
export type Door = (typeof DOORS)[number];

/** The door for everything that no abonnement asks for. */
export const BASE_DOORS = ['wachtrij', 'ophalen'] as const;
export type BaseDoor = (typeof BASE_DOORS)[number];

/** Why a try to deliver did not succeed; `gelukt` when it did. Never a text of the receiver. */
export const ATTEMPT_REASONS = [
  'gelukt',
  /** An answer outside 2xx. */
  'status',
  /** A redirect, which is never followed. */
  'doorverwijzing',
  /** No answer in time. */
  'tijdslimiet',
  /** No connection, or one that broke. */
  'verbinding',
  /** The address does not lead to a public host (any more). */
  'adres-geweigerd',
  /** The receiver's certificate is not valid for its name. */
  'certificaat',
  /** No access token to be had of the receiver's token address. */
  'geen-token',
  /** Not called: the receiver did not answer others either (domain/delivery/circuit.ts). */
  'overgeslagen',
] as const;
export type AttemptReason = (typeof ATTEMPT_REASONS)[number];

/** One try to deliver one message. */
export interface Attempt {
  readonly tijdstip: string;
  readonly reden: AttemptReason;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  readonly duurMs: number;
}

/**
 * How an abonnement stands. `wacht-op-verificatie`: takes no messages yet. `gepauzeerd` and `gestopt` take them and keep
 * them; `gestopt` when the receiver answered 410.
 */
export const ABONNEMENT_STATUSES = ['wacht-op-verificatie', 'actief', 'gepauzeerd', 'gestopt'] as const;
export type AbonnementStatus = (typeof ABONNEMENT_STATUSES)[number];
