import type { Gemeentecode, OntvangstId } from '../../contracts/base-types.ts';
import { bsnOf } from './bsn.ts';
import type { WaitContent } from './feiten.ts';
import { situationOf } from './situation.ts';
import { isKnown, type Zaak } from './zaak.ts';

/** Messages that cannot be applied to a zaak yet. */

/** Receipts of messages that waited, and now have everything they waited for. */
export const toWake = (zaak: Zaak): readonly OntvangstId[] => {
  const resolved = new Set<OntvangstId>();
  for (const feit of zaak.feiten.values()) if (feit.soort !== 'wacht') resolved.add(feit.ontvangstId);
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
      return isEverOf(zaak, waits.gemeentecode);
  }
};

/** Whether this gemeente has the zaak, or had it before. */
export const isEverOf = (zaak: Zaak, gemeentecode: Gemeentecode): boolean => {
  const { gemeentecode: own, belonging } = situationOf(zaak);
  return own === gemeentecode || belonging.former.some((former) => former.gemeentecode === gemeentecode);
};
