/**
 * What must happen next with a message of which the processing failed: `retry`: tried again at once, and then by its queue;
 * `postpone`: its queue is to wait longer, because a source cannot be asked now; `erased`: nothing, it is about somebody who was erased.
 */
export type FollowUp = 'retry' | 'postpone' | 'quarantaine' | 'erased';

/**
 * A failure that the hub foresees. Its text is composed from ids and names of fields only, so that it may stand in a
 * log or beside a message in quarantine; the text of any other error may hold what it was given, and is never shown.
 */
export class HubError extends Error {
  override readonly name = 'HubFout';
  readonly followUp: FollowUp;

  constructor(followUp: FollowUp, text: string) {
    super(text);
    this.followUp = followUp;
  }
}

/** What must happen next; an error that nobody foresaw is tried again and ends at the dead letters. */
export const followUpOf = (error: unknown): FollowUp =>
  error instanceof HubError ? error.followUp : 'retry';

/** The part of an error that may be logged: our own text, or only the name of somebody else's error. */
export const safeText = (error: unknown): string => {
  if (error instanceof HubError) return error.message;
  return error instanceof Error ? error.name : typeof error;
};
