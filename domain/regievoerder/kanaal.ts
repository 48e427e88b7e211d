import type { Gemeentecode } from '../../contracts/base-types.ts';
import { hasQueue, type Partnerrol, REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { type GemeenteProfile, isValidAt } from '../gemeenten/profile.ts';
import { type KanaalId, kanaalId } from '../partners/address.ts';

/** The gemeente itself as a receiver, beside its partners. */

/** The address of messages to a gemeente about its own zaken. */
export const regievoerderKanaal = (gemeentecode: Gemeentecode): KanaalId =>
  kanaalId(gemeentecode, REGIEVOERDER);

/** The part of a profile that says which receivers a gemeente has. */
export interface ReceivingGemeente {
  readonly partners: readonly { readonly sleutel: string; readonly rol?: Partnerrol }[];
  /** Present when the gemeente gets messages about its own zaken. */
  readonly regievoerder?: object;
}

/**
 * The key of every receiver of a gemeente: its partners, also those of which the contract ended, and the gemeente itself when its
 * profile says so.
 */
export const receiverKeys = ({ partners, regievoerder }: ReceivingGemeente): readonly string[] => [
  ...partners.map(({ sleutel }) => sleutel),
  ...(regievoerder === undefined ? [] : [REGIEVOERDER]),
];

/** The key of every receiver that has a queue. */
export const queueKeys = (gemeente: ReceivingGemeente): readonly string[] =>
  receiverKeys({
    ...gemeente,
    partners: gemeente.partners.filter(({ rol }) => rol === undefined || hasQueue(rol)),
  });

type Profile = ReceivingGemeente & Pick<GemeenteProfile, 'gemeentecode'>;

/** The address of every receiver of a gemeente. */
export const kanalenOf = (profile: Profile): readonly KanaalId[] =>
  receiverKeys(profile).map((key) => kanaalId(profile.gemeentecode, key));

/** The addresses of the receivers that have a queue. */
export const kanalenWithQueue = (profile: Profile): readonly KanaalId[] =>
  queueKeys(profile).map((key) => kanaalId(profile.gemeentecode, key));

/** Whether the gemeente hears of its own zaken on a day (`YYYY-MM-DD`). */
export const isTold = ({ regievoerder }: Pick<GemeenteProfile, 'regievoerder'>, day: string): boolean =>
  regievoerder !== undefined && isValidAt(regievoerder.valid, day);
