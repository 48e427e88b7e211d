/**
 * The keys by which tokens name organisations. They stand apart, so that infra/ can check a mapping of claims without the
 * profiles of this machine.
 */

/** Organisations that belong to no gemeente: the sources, and who operates the hub. */
export const NATIONAL_KEYS = ['coa', 'brp', 'duo', 'beheer'] as const;

/** The key of a gemeente. */
export const gemeenteKey = (gemeentecode: string): string => `gemeente-${gemeentecode}`;

/** The key of a partner in one gemeente; the same partner has another in another gemeente. */
export const partnerKey = (partner: string, gemeentecode: string): string => `${partner}-${gemeentecode}`;

/** The gemeente whose key this is, or whose partner has it; undefined for a national organisation. */
export const gemeenteInKey = (key: string): string | undefined => /-(\d{4})$/.exec(key)?.[1];
