/**
 * Every attribute of a message to a partner, and of a lane that waits. They lie among the items of a zaak, so who only
 * delivers reads and writes these attributes and no others: the content of a timeline is in none of them.
 */
export const POSTVAK_ATTRIBUTES = [
  'pk',
  'sk',
  'status',
  'sinds',
  // A message (`adapters/table/postvak/item.ts`).
  'berichtId',
  'plek',
  'positie',
  'klaargezetOp',
  'staatSinds',
  'deur',
  'bezigTot',
  'pogingen',
  'herleveringen',
  'herleveringId',
  'type',
  'source',
  'bericht',
  'reden',
  'uitVersie',
  // A lane (`adapters/table/postvak/lanes.ts`).
  'gepland',
  'abonnementId',
  'volgnummer',
  'gereserveerd',
] as const;

/** The name of such an attribute. */
export type PostvakAttribute = (typeof POSTVAK_ATTRIBUTES)[number];
