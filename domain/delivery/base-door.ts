import { doorOfRole, hasQueue } from '../../contracts/partnerrollen.ts';
import type { BaseDoor } from '../../contracts/postvak.ts';
import { partnerAt } from '../gemeenten/partner-at.ts';
import type { PartnerProfile } from '../gemeenten/profile.ts';
import type { KanaalId } from '../partners/address.ts';

const isQueueOf = (partner: PartnerProfile | undefined): boolean =>
  partner === undefined || hasQueue(partner.rol);

/** Whether a receiver has a queue: the gemeente itself and every partner but those whose role has none. */
export const isQueueAt = (kanaal: KanaalId): boolean => isQueueOf(partnerAt(kanaal));

/**
 * The door for what no abonnement asks for: what the receiver chose, else what its gemeente says, else that of its role. Without a
 * queue it is fetching.
 */
export const baseDoorOf = (kanaal: KanaalId, chosen?: BaseDoor): BaseDoor => {
  const partner = partnerAt(kanaal);
  if (!isQueueOf(partner)) return 'ophalen';
  return chosen ?? partner?.deur ?? (partner === undefined ? 'wachtrij' : doorOfRole(partner.rol));
};
