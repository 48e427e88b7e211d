import type { Partnerbericht } from '../../contracts/partnerberichten.ts';
import type { Kanaalinstelling } from '../../domain/delivery/abonnement.ts';
import { bestemmingVan } from '../../domain/delivery/destination.ts';
import { nieuwPoststuk, type Poststuk } from '../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';

/** How a message goes into the postvak, and who takes it from there. */
export interface Plaatsing {
  readonly stuk: Poststuk;
  /** `wachtrij`: this function, at once; `bezorging`: functions/webhook; `ophalen`: the partner itself. */
  readonly verder: 'wachtrij' | 'bezorging' | 'ophalen';
}

/** Ready for the partner, or on its way there. */
const isAf = ({ plek }: Poststuk): boolean =>
  plek === 'bezorgd' || plek === 'bevestigd' || plek === 'vervallen';

/**
 * Who takes a message that lies ready, through the door that its partner has now. Behind an earlier message of the same
 * zaak that is not delivered yet it must wait its turn, which functions/webhook sees to.
 */
export const verderVan = (
  instelling: Kanaalinstelling,
  { tekst = '{}' }: Pick<Poststuk, 'tekst'>,
  eerdere: readonly Poststuk[],
): Plaatsing['verder'] => {
  const { deur } = bestemmingVan(instelling, JSON.parse(tekst));
  if (deur === 'ophalen') return 'ophalen';
  return deur === 'wachtrij' && eerdere.every(isAf) ? 'wachtrij' : 'bezorging';
};

/** A new message, given the earlier ones to this partner about this zaak. The queue door takes it in hand at once. */
export const plaats = (
  partner: PartnerAdres,
  bericht: Partnerbericht,
  instelling: Kanaalinstelling,
  eerdere: readonly Poststuk[],
  nu: Date,
  bezigTot: Date,
): Plaatsing => {
  const stuk = nieuwPoststuk(partner, bericht, nu, eerdere);
  const verder = verderVan(instelling, stuk, eerdere);
  return {
    verder,
    stuk:
      verder === 'wachtrij'
        ? { ...stuk, plek: 'bezig', deur: 'wachtrij', bezigTot: bezigTot.toISOString() }
        : stuk,
  };
};
