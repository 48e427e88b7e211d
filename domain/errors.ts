/** What must happen next with a message of which the processing failed. */
export type FollowUp = 'opnieuw' | 'later opnieuw' | 'quarantaine' | 'gewist';

/**
 * A failure that the hub foresees. Its text is composed from ids and names of fields only, so that it may stand in a
 * log or beside a message in quarantine; the text of any other error may hold what it was given, and is never shown.
 */
export class HubError extends Error {
  override readonly name = 'HubFout';
  readonly vervolg: FollowUp;

  constructor(followUp: FollowUp, bericht: string) {
    super(bericht);
    this.vervolg = followUp;
  }
}

/** What must happen next; an error that nobody foresaw is tried again and ends at the dead letters. */
export const followUpOf = (error: unknown): FollowUp =>
  error instanceof HubError ? error.vervolg : 'opnieuw';

/** The part of an error that may be logged: our own text, or only the name of somebody else's error. */
export const safeText = (error: unknown): string => {
  if (error instanceof HubError) return error.message;
  return error instanceof Error ? error.name : typeof error;
};
