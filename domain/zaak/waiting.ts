import type { Gemeentecode, OntvangstId } from '../../contracts/base-types.ts';
import { opensZaak } from '../duo/codes.ts';
import { bsnOf } from './bsn.ts';
import type { Feit, WaitContent } from './feiten.ts';
import { gemeenteIn } from './gemeente.ts';
import { isKnown, type Zaak } from './zaak.ts';

/** Messages that cannot be applied to a zaak yet. */

/** What stands here of a message that still waits: its numbers made two zaken one, and the household changed by that. */
const NOT_ITS_OWN: readonly Feit['soort'][] = ['wacht', 'opgenomen', 'huishouden-stand'];

/** Receipts of messages that waited, and now have everything they waited for. */
export const toWake = (zaak: Zaak): readonly OntvangstId[] => {
  const resolved = new Set<OntvangstId>();
  for (const feit of zaak.feiten.values())
    if (!NOT_ITS_OWN.includes(feit.soort)) resolved.add(feit.ontvangstId);
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

/** Whether a fact says that the person is of the gemeente that it names. */
const placesPerson = (feit: Feit): boolean => {
  if (feit.soort === 'duo') return opensZaak(feit.notificatie.gebeurtenisId);
  if (feit.soort === 'melding') return feit.routemap === undefined;
  return !(
    (feit.soort === 'brp-inschrijving' || feit.soort === 'brp-verhuizing') &&
    feit.gegevens.isCoaLocatie
  );
};

/**
 * Whether this gemeente has the zaak or had it before, by anything that was ever said: what was put right since says so too, because
 * the one who asks may come before or after that.
 */
export const isEverOf = ({ feiten }: Zaak, gemeentecode: Gemeentecode): boolean =>
  [...feiten.values()].some((feit) => gemeenteIn(feit) === gemeentecode && placesPerson(feit));
