import type { Gemeentecode } from '../../contracts/base-types.ts';

/** The address of a partner of a gemeente, as `0907/taalschool`. */
export type KanaalId = `${string}/${string}`;

/** The address of a receiver: its key in its gemeente. */
export const kanaalId = (gemeentecode: Gemeentecode, key: string): KanaalId => `${gemeentecode}/${key}`;

/** The gemeente in the address of a partner, and its key there. */
export const kanaalParts = (
  adres: KanaalId,
): { readonly gemeentecode: Gemeentecode; readonly partner: string } => {
  const [gemeentecode = '', partner = ''] = adres.split('/');
  return { gemeentecode: gemeentecode as Gemeentecode, partner };
};
