/**
 * An append-only log under optimistic concurrency: read, decide on what was read, append exactly one commit that only
 * succeeds when nobody appended in between. A zaak, a koppeling and a BSN each have one.
 */

/** One accepted step. */
export interface Commit<Content> {
  /** 1, 2, 3 … without gaps. */
  readonly versie: number;
  /** When the hub recorded it (UTC). */
  readonly tijd: string;
  readonly inhoud: Content;
}

/** What is decided after reading a log: to append this, or to leave the log as it is; and what that means. */
export interface Decision<Content, Outcome> {
  readonly append?: Content;
  readonly outcome: Outcome;
}
