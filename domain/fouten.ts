/** What must happen next with a message of which the processing failed. */
export type Vervolg = 'opnieuw' | 'later opnieuw' | 'quarantaine';

/**
 * A failure that the hub foresees. Its text is composed from ids and names of fields only, so that it may stand in a
 * log or beside a message in quarantine; the text of any other error may hold what it was given, and is never shown.
 */
export class HubFout extends Error {
  override readonly name = 'HubFout';
  readonly vervolg: Vervolg;

  constructor(vervolg: Vervolg, bericht: string) {
    super(bericht);
    this.vervolg = vervolg;
  }
}

/** What must happen next; an error that nobody foresaw is tried again and ends at the dead letters. */
export const vervolgVan = (fout: unknown): Vervolg => (fout instanceof HubFout ? fout.vervolg : 'opnieuw');

/** The part of an error that may be logged: our own text, or only the name of somebody else's error. */
export const veiligeTekst = (fout: unknown): string => {
  if (fout instanceof HubFout) return fout.message;
  return fout instanceof Error ? fout.name : typeof fout;
};
