import type { DuoOrders, Told } from '../../adapters/duo/orders.ts';
import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import type { AanbodOrder } from '../../domain/duomeldingen/orders.ts';

/**
 * Registers an inburgeringsaanbod again when nobody knows whether DUO has it. DUO has no question for it, and refuses a second one
 * with a status that does not say why. So the one that may be there is removed first. Removing what is not there does no harm, and
 * in the end there is one.
 */
export const tellAanbodAgain = async (
  duo: Pick<DuoOrders, 'tell'>,
  bsn: Bsn,
  gemeentecode: Gemeentecode,
  order: AanbodOrder,
): Promise<Told> => {
  const { over, instellingsnummer, datum } = order;
  const removed = await duo.tell(bsn, gemeentecode, {
    over,
    handeling: 'verwijderen',
    instellingsnummer,
    datum,
  });
  return removed.kind === 'done' ? duo.tell(bsn, gemeentecode, order) : removed;
};
