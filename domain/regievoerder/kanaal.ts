import type { Gemeentecode } from '../../contracts/base-types.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { type GemeenteProfile, isValidAt } from '../gemeenten/profile.ts';
import { type KanaalId, kanaalId } from '../partners/address.ts';

/** The receiver that the gemeente itself is, beside its partners. */

/** Where messages of a gemeente about its own zaken go. */
export const regievoerderKanaal = (gemeentecode: Gemeentecode): KanaalId =>
  kanaalId(gemeentecode, REGIEVOERDER);

/** What says who gets messages in a gemeente. */
export interface ReceivingGemeente {
  readonly partners: readonly { readonly sleutel: string }[];
  /** Present when the gemeente gets messages about its own zaken. */
  readonly regievoerder?: object;
}

/** The key of every receiver of a gemeente: its partners, those whose contract ended included, and itself when it says so. */
export const receiverKeys = ({ partners, regievoerder }: ReceivingGemeente): readonly string[] => [
  ...partners.map(({ sleutel }) => sleutel),
  ...(regievoerder === undefined ? [] : [REGIEVOERDER]),
];

/** Where messages go that a gemeente and its partners get. */
export const kanalenOf = (
  profile: ReceivingGemeente & Pick<GemeenteProfile, 'gemeentecode'>,
): readonly KanaalId[] => receiverKeys(profile).map((key) => kanaalId(profile.gemeentecode, key));

/** Whether the gemeente hears of its own zaken on a day (`YYYY-MM-DD`). */
export const isTold = ({ regievoerder }: Pick<GemeenteProfile, 'regievoerder'>, day: string): boolean =>
  regievoerder !== undefined && isValidAt(regievoerder.valid, day);
