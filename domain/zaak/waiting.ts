import type { OntvangstId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { bsnOf } from './bsn.ts';
import { causeOf } from './decide.ts';
import type { Feit, WaitContent, WaitFeit } from './feiten.ts';
import { isKnown, placesOf, type Zaak } from './zaak.ts';

/** Messages that cannot be applied to a zaak yet. */

/** The fact that a message waits, and for what. A message that now waits for something else gets another fact. */
export const waitFeit = (zaak: Zaak, bericht: InboundBericht, waits: WaitContent): WaitFeit => {
  const own = zaak.wachtend.filter(({ ontvangstId }) => ontvangstId === bericht.ontvangstId);
  const isSaid = own.at(-1)?.nodig === waits.nodig;
  const times = own.filter(({ nodig }) => nodig === waits.nodig).length + (isSaid ? 0 : 1);
  const again = times > 1 ? `:${times}` : '';
  return {
    ...causeOf(bericht),
    feitId: `wacht:${bericht.ontvangstId}:${waits.nodig}${again}`,
    soort: 'wacht',
    ...waits,
  };
};

/**
 * Kinds of facts that a message can have here while it still waits: its numbers made two zaken one, and the household changed by
 * that.
 */
const NOT_ITS_OWN: readonly Feit['soort'][] = ['wacht', 'opgenomen', 'huishouden-stand'];

/**
 * Receipts of other messages that waited, and have everything that they waited for since this message changed the zaak from
 * `before`. Without `before` the message changed nothing, because it was delivered again: then all that are ready are woken,
 * because the earlier delivery may have fallen before it woke them. Of two messages whose BSNs both contradict the zaak, neither
 * wakes the other, because that would never end.
 */
export const toWake = (zaak: Zaak, by: OntvangstId, before?: Zaak): readonly OntvangstId[] => {
  if (zaak.wachtend.length === 0) return [];
  const waitsFor = (id: OntvangstId) => zaak.wachtend.findLast((feit) => feit.ontvangstId === id)?.nodig;
  const hasOtherBsn = before === undefined ? waitsFor(by) !== 'ander bsn' : bsnOf(before) !== bsnOf(zaak);
  const readyBefore = before === undefined ? [] : ready(before);
  return ready(zaak).filter((id) => {
    if (id === by) return false;
    // A message that waits for something else by now: its BSN contradicted another BSN of the zaak then.
    return waitsFor(id) === 'ander bsn' ? hasOtherBsn : !readyBefore.includes(id);
  });
};

/**
 * The messages of which nothing came yet and whose every wait is over. `toWake` decides about a message that waits for another BSN.
 */
const ready = (zaak: Zaak): readonly OntvangstId[] => {
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
    case 'ander bsn':
      return true;
  }
};
