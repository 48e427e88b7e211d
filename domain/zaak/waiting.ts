import type { OntvangstId } from '../../contracts/base-types.ts';
import { bsnOf } from './bsn.ts';
import type { Feit, WaitContent } from './feiten.ts';
import { isKnown, placesOf, type Zaak } from './zaak.ts';

/** Messages that cannot be applied to a zaak yet. */

/** What stands here of a message that still waits: its numbers made two zaken one, and the household changed by that. */
const NOT_ITS_OWN: readonly Feit['soort'][] = ['wacht', 'opgenomen', 'huishouden-stand'];

/** Receipts of messages that waited, and now have everything they waited for. */
export const toWake = (zaak: Zaak): readonly OntvangstId[] => {
  const resolved = new Set<OntvangstId>();
  for (const feit of zaak.feiten.values())
    if (!(NOT_ITS_OWN.includes(feit.soort) || 'zonderBsn' in feit)) resolved.add(feit.ontvangstId);
  return [...Map.groupBy(zaak.wachtend, (feit) => feit.ontvangstId)].flatMap(([ontvangstId, waiting]) =>
    !resolved.has(ontvangstId) && waiting.every((feit) => isFulfilled(zaak, feit)) ? [ontvangstId] : [],
  );
};

const isFulfilled = (zaak: Zaak, waits: WaitContent): boolean => {
  switch (waits.nodig) {
    case 'koppeling':
      return isKnown(zaak);
    case 'bsn':
      return bsnOf(zaak) !== undefined;
    case 'gemeente':
      return placesOf(zaak).has(waits.gemeentecode);
    case 'plaats':
      return placesOf(zaak).size > 0;
  }
};
