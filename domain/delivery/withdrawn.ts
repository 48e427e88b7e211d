import { BERICHTTYPEN } from '../../contracts/partnerrollen.ts';
import { findGemeente } from '../gemeenten/index.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { isOpen, type ListItem, type PostvakItem } from './item.ts';

/**
 * Withdrawn means withdrawn: what a partner was told of somebody before it heard that this person is no longer its business is
 * not read or sent again. What it never got stays in line, in its order.
 */

const ENDS: ReadonlySet<string> = new Set([BERICHTTYPEN.vervallen, BERICHTTYPEN.gewist]);

type Told = Pick<PostvakItem, 'volgnummer' | 'type'>;

const isEnd = ({ type }: Pick<Told, 'type'>): boolean => type !== undefined && ENDS.has(type);

/** Whether this message is about somebody of whom a later one to the same partner says that it is over. */
export const isWithdrawn = (item: Pick<ListItem, 'plek' | 'volgnummer'>, lane: readonly Told[]): boolean =>
  !isOpen(item) && lane.some((later) => isEnd(later) && later.volgnummer > item.volgnummer);

/** Whether the contract of this partner has ended by a day (`YYYY-MM-DD`): then it reads no more than that it is over. */
export const isContractOver = (kanaal: KanaalId, today: string): boolean => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  const found = findGemeente(gemeentecode)?.partners.find(({ sleutel }) => sleutel === partner);
  return found?.valid.until !== undefined && found.valid.until < today;
};

/** Whether a partner may still have the content of a message, given what else it was told of the same zaak. */
export const mayStillHave = (
  kanaal: KanaalId,
  item: Pick<ListItem, 'plek' | 'volgnummer' | 'type'>,
  lane: readonly Told[],
  today: string,
): boolean => isEnd(item) || !(isContractOver(kanaal, today) || isWithdrawn(item, lane));
