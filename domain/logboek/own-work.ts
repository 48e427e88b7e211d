import type { ZaakStatus } from '../zaak/situation.ts';

/**
 * Which reading counts as outside the own work, as data. A token names an organisation and no person, so the hub cannot see which
 * employee of a gemeente works on a zaak. The hub does see two things: that a zaak is read that ended or was handed over, and that
 * more zaken are read, or more people searched, than a team of a gemeente does by hand.
 */
export const OWN_WORK = {
  /** Zaken with this status are work of the gemeente. */
  status: 'actief',
  /**
   * The weight of each kind of reading. In five minutes a team reads fewer than three hundred zaken, searches fewer than sixty
   * people and opens fewer than ten zaken outside its work: each of these alone, and all of them together, are an alarm at
   * `per5Minutes`.
   */
  weight: { read: 1, search: 5, outside: 30 },
  per5Minutes: 300,
} as const satisfies {
  readonly status: ZaakStatus;
  readonly weight: Readonly<Record<string, number>>;
  readonly per5Minutes: number;
};

/** Whether this zaak is no work of its gemeente, or not any more. */
export const isOutsideOwnWork = ({ status }: { readonly status: string }): boolean =>
  status !== OWN_WORK.status;
