/** Why the content of a message stands still: plain words, no personal data. Stored with the message and shown with it. */
export const REASONS = {
  /** A queue does not take it, now or later. */
  refused: 'de wachtrij neemt de inhoud van dit bericht niet aan',
  /** The fault is not in its fields: the log says more. */
  unmakeable: 'dit bericht is niet te maken',
  /** An earlier message of its zaak to this partner cannot be made, and this one would overtake it. */
  behind: 'wacht op een eerder bericht, dat niet te maken is',
  /** Its partner was never told of this zaak, so there is nothing to withdraw. */
  neverTold: 'niet nodig: de partner weet nog niet van deze zaak',
} as const;

/** The most paths that a reason names. */
const MAX_PATHS = 3;

/** The reason of a message that does not satisfy its schema. It has the names of the fields and nothing of their values. */
export const schemaReason = (paths: readonly string[]): string => {
  const named = [...new Set(paths)].filter((path) => path !== '').slice(0, MAX_PATHS);
  return named.length === 0
    ? 'de gegevens passen niet in dit bericht'
    : `de gegevens passen niet in dit bericht: ${named.join(', ')}`;
};
