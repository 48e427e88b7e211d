/** The kinds of logs: timelines of zaken and households, and what is known of BSNs and of koppelingen. */
const LOG_KINDS = ['ZAAK', 'BSN', 'KOPPELING'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** The partition of a log. Beside the commits of a timeline lies more of its zaak, such as its places in lists. */
export const logPartition = (kind: LogKind, id: string): string => `${kind}#${id}`;

/** The log whose partition this is; undefined when it is of no log. */
export const logAt = (pk: string): { readonly kind: LogKind; readonly id: string } | undefined => {
  const kind = LOG_KINDS.find((one) => pk.startsWith(logPartition(one, '')));
  return kind && { kind, id: pk.slice(logPartition(kind, '').length) };
};
