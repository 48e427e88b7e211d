import type { OntvangstId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { bsnOf } from './bsn.ts';
import { causeOf } from './decide.ts';
import type { Feit, WaitContent, WaitFeit } from './feiten.ts';
import { isKnown, placesOf, type Zaak } from './zaak.ts';

/** Messages that cannot be applied to a zaak yet. */

/** The fact that a message waits, and for what; again when it waited for something else since. */
export const waitFeit = (zaak: Zaak, bericht: InboundBericht, waits: WaitContent): WaitFeit => {
  const own = zaak.wachtend.filter(({ ontvangstId }) => ontvangstId === bericht.ontvangstId);
  const said = own.filter(({ nodig }) => nodig === waits.nodig).length;
  const isSaid = own.at(-1)?.nodig === waits.nodig;
  const again = said > 0 && !isSaid ? `:${said + 1}` : said > 1 ? `:${said}` : '';
  return {
    ...causeOf(bericht),
    feitId: `wacht:${bericht.ontvangstId}:${waits.nodig}${again}`,
    soort: 'wacht',
    ...waits,
  };
};

/** What stands here of a message that still waits: its numbers made two zaken one, and the household changed by that. */
const NOT_ITS_OWN: readonly Feit['soort'][] = ['wacht', 'opgenomen', 'huishouden-stand'];

/**
 * Receipts of messages that waited, and have everything they waited for since the zaak was as `before`; all that have it when no
 * `before` is given.
 */
export const toWake = (zaak: Zaak, before?: Zaak): readonly OntvangstId[] => {
  const wokenBefore = before === undefined ? [] : ready(before, before);
  return ready(zaak, before).filter((id) => !wokenBefore.includes(id));
};

const ready = (zaak: Zaak, before: Zaak | undefined): readonly OntvangstId[] => {
  const resolved = new Set<OntvangstId>();
  for (const feit of zaak.feiten.values())
    if (!(NOT_ITS_OWN.includes(feit.soort) || 'zonderBsn' in feit)) resolved.add(feit.ontvangstId);
  const hasOtherBsn = before === undefined || bsnOf(before) !== bsnOf(zaak);
  return [...Map.groupBy(zaak.wachtend, (feit) => feit.ontvangstId)].flatMap(([ontvangstId, waiting]) => {
    // Of a message that waits for something else since, the BSN was another by then.
    const hasBsn = hasOtherBsn || waiting.at(-1)?.nodig !== 'ander bsn';
    const isReady = hasBsn && waiting.every((feit) => isFulfilled(zaak, feit));
    return isReady && !resolved.has(ontvangstId) ? [ontvangstId] : [];
  });
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
