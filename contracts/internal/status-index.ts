/** The one index of the table. It holds the items that have a `status`, by that status and oldest first. */
export const STATUS_INDEX = 'perStatus';

/**
 * The attributes that the index holds beside the keys. The content of an inbound message is not among them, so it
 * stands in the table only. `bericht` is what a list shows of its item: the text of a message to a partner, or the entry of
 * a zaak.
 */
export const INDEX_ATTRIBUTES = [
  'type',
  'organisatie',
  'reden',
  'bericht',
  'gemeentecode',
  'versie',
] as const;
