import type { ZaakStatus } from '../zaak/situation.ts';

/**
 * What counts as reading outside the own work, as data. A token names an organisation and no person, so the hub cannot see
 * whose zaak it is within a gemeente. It sees two things: zaken that ended or were handed over and are read all the same,
 * and that more zaken are read, or more people searched, than a team of a gemeente does by hand.
 */
export const OWN_WORK = {
  /** Zaken with this status are work of the gemeente. */
  status: 'actief',
  /** Zaken outside the own work that are read in five minutes before it is an alarm. */
  outsidePer5Minutes: 10,
  /** Zaken that one gemeente reads in five minutes before it is an alarm. */
  readPer5Minutes: 300,
  /** Searches by one gemeente in five minutes before it is an alarm. */
  searchedPer5Minutes: 60,
} as const satisfies { readonly status: ZaakStatus } & Readonly<Record<string, ZaakStatus | number>>;

/** Whether who reads this zaak has no work in it (any more). */
export const isOutsideOwnWork = ({ status }: { readonly status: string }): boolean =>
  status !== OWN_WORK.status;
