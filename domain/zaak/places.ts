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

/** The gemeente, also one outside this hub, of which a fact says that whom it is about is: also by putting their BSN right. */
export const placeIn = (feit: Feit): string | undefined => {
  if (feit.soort === 'herstel') return feit.bsn && !feit.door ? feit.gemeldDoor : undefined;
  return places(feit) ? gemeenteIn(feit) : undefined;
};
