import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { findGemeente } from './index.ts';
import type { PartnerProfile } from './profile.ts';

/** The profile of a partner by its address; undefined for the gemeente itself, and for a partner that was taken out. */
export const partnerAt = (kanaal: KanaalId): PartnerProfile | undefined => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return findGemeente(gemeentecode)?.partners.find(({ sleutel }) => sleutel === partner);
};
