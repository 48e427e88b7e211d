import { opensZaak } from '../duo/codes.ts';
import type { Feit } from './feiten.ts';
import { gemeenteIn } from './gemeente.ts';

const places = (feit: Feit): boolean => {
  if (feit.soort === 'duo') return opensZaak(feit.notificatie.gebeurtenisId);
  if (feit.soort === 'melding') return feit.routemap === undefined;
  return !(
    (feit.soort === 'brp-inschrijving' || feit.soort === 'brp-verhuizing') &&
    feit.gegevens.isCoaLocatie
  );
};

/**
 * The gemeente, also one outside this hub, where a fact places the person that it is about. A correction of the BSN by a gemeente
 * places the person there too.
 */
export const placeIn = (feit: Feit): string | undefined => {
  if (feit.soort === 'herstel') return feit.bsn && !feit.door ? feit.gemeldDoor : undefined;
  return places(feit) ? gemeenteIn(feit) : undefined;
};
