/**
 * An append-only log under optimistic concurrency: read, decide on what was read, append exactly one commit that only
 * succeeds when nobody appended in between. A zaak, a koppeling and a BSN each have one.
 */

/** One accepted step. */
export interface Commit<Inhoud> {
  /** 1, 2, 3 … without gaps. */
  readonly versie: number;
  /** When the hub recorded it (UTC). */
  readonly tijd: string;
  readonly inhoud: Inhoud;
}

/** What to do after reading a log: append this, or leave it as it is. */
export type Besluit<Inhoud, Uitkomst> = { readonly toevoegen?: Inhoud; readonly uitkomst: Uitkomst };
