/** What the doors of a partner share: how far a message is, through which door it goes, and what a try led to. */

/** How far a message to a partner is. A message is in exactly one of these states at any moment. */
export const POSTSTATEN = ['klaargezet', 'bezorgd', 'bevestigd', 'geparkeerd', 'vervallen'] as const;
export type Poststaat = (typeof POSTSTATEN)[number];

/** The ways in which messages reach a partner. */
export const DOORS = ['wachtrij', 'ophalen', 'webhook'] as const;
export type Door = (typeof DOORS)[number];

/** The door for everything that no abonnement asks for. */
export const BASE_DOORS = ['wachtrij', 'ophalen'] as const;
export type BaseDoor = (typeof BASE_DOORS)[number];

/** `gelukt` when a try to deliver succeeded, and otherwise why it did not. It is never a text of the receiver. */
export const ATTEMPT_REASONS = [
  'gelukt',
  /** The receiver answered outside 2xx. */
  'status',
  /** The receiver answered with a redirect, which the hub never follows. */
  'doorverwijzing',
  /** The receiver did not answer in time. */
  'tijdslimiet',
  /** The connection could not be made, or it broke. */
  'verbinding',
  /** The address does not lead to a public host, or no longer does. */
  'adres-geweigerd',
  /** The receiver's certificate is not valid for its name. */
  'certificaat',
  /** The receiver's token address gave no access token. */
  'geen-token',
  /** The hub did not call the receiver, which does not answer other messages either (domain/delivery/circuit.ts). */
  'overgeslagen',
] as const;
export type AttemptReason = (typeof ATTEMPT_REASONS)[number];

/** One try to deliver one message. */
export interface Attempt {
  readonly tijdstip: string;
  readonly reden: AttemptReason;
  /** The HTTP status; absent when there was no answer. */
  readonly status?: number;
  readonly duurMs: number;
}

/**
 * How an abonnement stands. In `wacht-op-verificatie` it takes no messages yet. In `gepauzeerd` and `gestopt` it takes
 * messages and keeps them; it is `gestopt` after the receiver answered 410.
 */
export const ABONNEMENT_STATUSES = ['wacht-op-verificatie', 'actief', 'gepauzeerd', 'gestopt'] as const;
export type AbonnementStatus = (typeof ABONNEMENT_STATUSES)[number];
