/** The passkeys of people on the list of a gemeente (docs/decisions/0012-passkeys.md). */

/** The most passkeys that a person keeps for one organisation. */
export const MOST_PASSKEYS = 10;

/** A passkey that is not used for this many days counts no more. */
export const PASSKEY_DAYS = 365;

/** The longest that an authenticator may take to answer. */
export const PASSKEY_SECONDS = 300;

/** What the hub keeps of a passkey. It has no secret: that stays with the authenticator. */
export interface Passkey {
  /** The id that the authenticator gives it, base64url. */
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** How often the authenticator says that it signed; 0 for an authenticator that does not count. */
  readonly counter: number;
  readonly transports: readonly string[];
  /** Whether it goes along to other devices of its owner. */
  readonly isSynced: boolean;
  /** ISO 8601, UTC. */
  readonly sinds: string;
  readonly gebruiktOp?: string;
}
