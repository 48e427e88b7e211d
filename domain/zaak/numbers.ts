import type { Bsn, Vnummer } from '../../contracts/base-types.ts';
import type { Feit } from './feiten.ts';

/** By which numbers a fact names the person that it is about. */

/** The BSN that a fact names. */
export const bsnIn = (feit: Feit): Bsn | undefined => {
  switch (feit.soort) {
    case 'koppeling':
      return feit.persoon.bsn;
    case 'brp-inschrijving':
    case 'brp-verhuizing':
    case 'brp-overlijden':
    case 'casus-geopend':
      return feit.gegevens.bsn;
    case 'duo':
      return feit.notificatie.bsn;
    case 'bsn':
    case 'melding':
    case 'herstel':
    case 'duo-melding':
      return feit.bsn;
    case 'regisseur':
    case 'koppeling-vervallen':
    case 'huishouden-lid':
    case 'huishouden-stand':
    case 'samengevoegd':
    case 'opgenomen':
    case 'wacht':
      return undefined;
  }
};

/** The V-nummer that a fact names. */
export const vNummerIn = (feit: Feit): Vnummer | undefined => {
  switch (feit.soort) {
    case 'koppeling':
      return feit.persoon.vNummer;
    case 'duo':
      return feit.notificatie.vNummer;
    case 'brp-inschrijving':
    case 'brp-verhuizing':
    case 'brp-overlijden':
      return feit.gegevens.vNummer;
    case 'casus-geopend':
      return feit.gegevens.vNummer;
    case 'melding':
      return feit.vNummer;
    case 'herstel':
    case 'duo-melding':
    case 'regisseur':
    case 'koppeling-vervallen':
    case 'huishouden-lid':
    case 'huishouden-stand':
    case 'samengevoegd':
    case 'opgenomen':
    case 'bsn':
    case 'wacht':
      return undefined;
  }
};

/** Both of them, as far as it names them. */
export const numbersIn = (feit: Feit): readonly string[] =>
  [bsnIn(feit), vNummerIn(feit)].filter((one) => one !== undefined);
