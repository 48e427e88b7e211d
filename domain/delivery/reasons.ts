/** Why the content of a message stands still: plain words, no personal data. Stored with the message and shown with it. */
export const REASONS = {
  /** A queue does not take it, and never will. */
  refused: 'de wachtrij neemt de inhoud van dit bericht niet aan',
  /** Something else than its fields is wrong: see the log. */
  unmakeable: 'dit bericht is niet te maken',
  /** An earlier message of its zaak to this partner cannot be made: it would come before what it follows. */
  behind: 'wacht op een eerder bericht, dat niet te maken is',
  /** Its partner was never told of this zaak: there is nothing to withdraw. */
  neverTold: 'niet nodig: de partner weet nog niet van deze zaak',
} as const;

/** Paths that a reason names at most. */
const MAX_PATHS = 3;

/** The reason of a message that does not satisfy its schema, with the names of the fields and nothing of their values. */
export const schemaReason = (paths: readonly string[]): string => {
  const named = [...new Set(paths)].filter((path) => path !== '').slice(0, MAX_PATHS);
  return named.length === 0
    ? 'de gegevens passen niet in dit bericht'
    : `de gegevens passen niet in dit bericht: ${named.join(', ')}`;
};
