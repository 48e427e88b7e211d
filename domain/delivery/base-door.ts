import { doorOfRole, hasQueue } from '../../contracts/partnerrollen.ts';
import type { BaseDoor } from '../../contracts/postvak.ts';
import { partnerAt } from '../gemeenten/partner-at.ts';
import type { PartnerProfile } from '../gemeenten/profile.ts';
import type { KanaalId } from '../partners/address.ts';

const isQueueOf = (partner: PartnerProfile | undefined): boolean =>
  partner === undefined || hasQueue(partner.rol);

/** Whether a receiver has a queue: the gemeente itself, and every partner except those whose role has none. */
export const isQueueAt = (kanaal: KanaalId): boolean => isQueueOf(partnerAt(kanaal));

/**
 * The door for messages that no abonnement asks for: the door that the receiver chose, or else the door that its gemeente or its
 * role names. A receiver without a queue fetches.
 */
export const baseDoorOf = (kanaal: KanaalId, chosen?: BaseDoor): BaseDoor => {
  const partner = partnerAt(kanaal);
  if (!isQueueOf(partner)) return 'ophalen';
  return chosen ?? partner?.deur ?? (partner === undefined ? 'wachtrij' : doorOfRole(partner.rol));
};
