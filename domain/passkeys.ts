/** The passkeys of who is on the list of a gemeente (docs/decisions/0012-passkeys.md). */

/** So many somebody keeps at most for one organisation. */
export const MOST_PASSKEYS = 10;

/** A passkey that is not used for so long counts no more. */
export const PASSKEY_DAYS = 365;

/** How long an authenticator may take to answer. */
export const PASSKEY_SECONDS = 300;

/** What the hub keeps of a passkey. It has no secret: that stays with the authenticator. */
export interface Passkey {
  /** As the authenticator calls it, base64url. */
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** How often the authenticator says that it signed; 0 of one that does not count. */
  readonly counter: number;
  readonly transports: readonly string[];
  /** Goes along to other devices of its owner. */
  readonly isSynced: boolean;
  /** ISO 8601, UTC. */
  readonly sinds: string;
  readonly gebruiktOp?: string;
}
