/** How far an accepted message is. */
export const ONTVANGST_STATUSES = ['ontvangen', 'wacht', 'quarantaine', 'verwerkt'] as const;
export type OntvangstStatus = (typeof ONTVANGST_STATUSES)[number];

/** The statuses that an operator can list. A message that is `verwerkt` needs no attention. */
export const OUTSTANDING_STATUSES = ['ontvangen', 'wacht', 'quarantaine'] as const;
export type OutstandingStatus = (typeof OUTSTANDING_STATUSES)[number];
