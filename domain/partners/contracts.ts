import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import { type GemeenteProfile, isValidAt } from '../gemeenten/profile.ts';
import { known } from '../known.ts';
import { plus } from '../termijnen/calendar.ts';

/**
 * Contracts of partners that end (werkafspraken R06.T4). From the day after the contract another partner is told of zaken, or no
 * partner in that role (docs/domein/cases.md, case 35).
 */

/** A contract that ends, with the partners that have the same role on the day after. */
export interface EndingContract {
  readonly partner: string;
  readonly rol: Partnerrol;
  /** The last day (`YYYY-MM-DD`). */
  readonly einddatum: string;
  readonly opvolger?: string;
}

/** The contracts of a gemeente that end on one of these days, sorted by their last day. */
export const endingContracts = (
  { partners }: Pick<GemeenteProfile, 'partners'>,
  { from, until }: { readonly from: string; readonly until: string },
): readonly EndingContract[] =>
  partners
    .flatMap(({ sleutel: partner, rol, valid }) => {
      const einddatum = valid.until;
      if (einddatum === undefined || einddatum < from || einddatum > until) return [];
      const next = plus(einddatum, 'P1D');
      const opvolger = partners.find(
        (other) => other.sleutel !== partner && other.rol === rol && isValidAt(other.valid, next),
      )?.sleutel;
      return [{ partner, rol, einddatum, ...known({ opvolger }) }];
    })
    .toSorted((one, other) => one.einddatum.localeCompare(other.einddatum));
