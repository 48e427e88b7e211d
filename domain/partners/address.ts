import type { Gemeentecode } from '../../contracts/basistypen.ts';

/** A partner of a gemeente, as `0907/taalschool`. */
export type PartnerAdres = `${Gemeentecode}/${string}`;

export const partnerAdres = (gemeentecode: Gemeentecode, sleutel: string): PartnerAdres =>
  `${gemeentecode}/${sleutel}`;

/** The gemeente of a partner, and its key there. */
export const adresDelen = (
  adres: PartnerAdres,
): { readonly gemeentecode: Gemeentecode; readonly partner: string } => {
  const [gemeentecode = '', partner = ''] = adres.split('/');
  return { gemeentecode: gemeentecode as Gemeentecode, partner };
};
