import type { Bsn, Vnummer } from '../../contracts/base-types.ts';
import type { Feit } from './feiten.ts';

/** The numbers by which a fact names the person that it is about. */

interface Numbers {
  readonly bsn?: Bsn | undefined;
  readonly vNummer?: Vnummer | undefined;
}

type NamesNobody = Extract<
  Feit,
  {
    readonly soort:
      | 'regisseur'
      | 'koppeling-vervallen'
      | 'huishouden-lid'
      | 'huishouden-stand'
      | 'samengevoegd'
      | 'opgenomen'
      | 'wacht';
  }
>;

/** Takes only kinds that name no numbers: the compiler asks for a new one. */
const nobody = (_: NamesNobody): Numbers => ({});

const namedIn = (feit: Feit): Numbers => {
  switch (feit.soort) {
    case 'koppeling':
      return feit.persoon;
    case 'duo':
      return feit.notificatie;
    case 'brp-inschrijving':
    case 'brp-verhuizing':
    case 'brp-overlijden':
    case 'casus-geopend':
      return feit.gegevens;
    case 'bsn':
    case 'melding':
    case 'herstel':
    case 'duo-melding':
      return feit;
    default:
      return nobody(feit);
  }
};

/** The BSN that a fact names. */
export const bsnIn = (feit: Feit): Bsn | undefined => namedIn(feit).bsn;

/** The V-nummer that a fact names. */
export const vNummerIn = (feit: Feit): Vnummer | undefined => namedIn(feit).vNummer;

/** The BSN and the V-nummer that a fact names, as far as it names them. */
export const numbersIn = (feit: Feit): readonly string[] =>
  [bsnIn(feit), vNummerIn(feit)].filter((one) => one !== undefined);
