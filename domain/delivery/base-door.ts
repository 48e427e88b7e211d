import { hasQueue } from '../../contracts/partnerrollen.ts';
import type { BaseDoor } from '../../contracts/postvak.ts';
import { findGemeente } from '../gemeenten/index.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';

/** Whether a receiver has a queue: the gemeente itself and every partner but those whose role has none. */
export const isQueueAt = (kanaal: KanaalId): boolean => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  const found = findGemeente(gemeentecode)?.partners.find(({ sleutel }) => sleutel === partner);
  return found === undefined || hasQueue(found.rol);
};

/** The door for what no abonnement asks for: what the receiver chose, else its queue. Without a queue it is fetching. */
export const baseDoorOf = (kanaal: KanaalId, chosen?: BaseDoor): BaseDoor =>
  isQueueAt(kanaal) ? (chosen ?? 'wachtrij') : 'ophalen';
