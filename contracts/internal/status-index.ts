/** The one index of the table: by status, oldest first. Only items with a `status` stand in it. */
export const STATUS_INDEX = 'perStatus';

/**
 * What a list from the index shows. The content of a message that came in is not part of it: that stands in the table
 * once, and not in the index again.
 */
export const INDEX_ATTRIBUTES = [
  'type',
  'organisatie',
  'reden',
  'bericht',
  'gemeentecode',
  'versie',
] as const;
