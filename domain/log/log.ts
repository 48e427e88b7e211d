/**
 * An append-only log under optimistic concurrency. A writer reads the log, decides, and appends exactly one commit. That append
 * fails when another writer appended in between. A zaak, a koppeling and a BSN each have a log.
 */

/** One accepted step. */
export interface Commit<Content> {
  /** 1, 2, 3 … without gaps. */
  readonly versie: number;
  /** When the hub recorded it (UTC). */
  readonly tijd: string;
  readonly inhoud: Content;
}

/** The decision after reading a log. `append` is the content to add, absent when the log stays as it is. */
export interface Decision<Content, Outcome> {
  readonly append?: Content;
  readonly outcome: Outcome;
}
