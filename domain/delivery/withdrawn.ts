import { BERICHTTYPEN } from '../../contracts/partnerrollen.ts';
import { findGemeente } from '../gemeenten/index.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { contentOf, type ListItem, type OutgoingBericht, type PostvakItem } from './item.ts';
import { traceparentIn } from './text.ts';

/**
 * Withdrawn means withdrawn: what a partner was told of somebody before it heard that this person is no longer its business is
 * not read or sent again. What it never got says, in its place and under its volgnummer, that it is over.
 */

const ENDS: ReadonlySet<string> = new Set([BERICHTTYPEN.vervallen, BERICHTTYPEN.gewist]);

type Told = Pick<PostvakItem, 'volgnummer' | 'type' | 'tekst'>;
type Content = Required<Pick<PostvakItem, 'type' | 'source' | 'tekst'>>;

/** Whether a message says that its partner has the person no more. */
export const isEnd = ({ type }: Pick<PostvakItem, 'type'>): boolean => type !== undefined && ENDS.has(type);

/** The last message to the same partner that says that it is over, when it is later than this one and this one is none. */
const endAfter = <Of extends Told>(
  item: Pick<PostvakItem, 'volgnummer' | 'type'>,
  lane: readonly Of[],
): Of | undefined =>
  isEnd(item) ? undefined : lane.findLast((later) => isEnd(later) && later.volgnummer > item.volgnummer);

const wasDelivered = ({ plek }: Pick<PostvakItem, 'plek'>): boolean =>
  plek === 'bezorgd' || plek === 'bevestigd';

/**
 * The content of a later message under the id, volgnummer and trace of an earlier one that is not delivered, so that none is
 * skipped. Undefined when either has no content, and when the earlier one was delivered.
 */
export const inNumberOf = (
  item: Pick<PostvakItem, 'plek' | 'volgnummer' | 'tekst'>,
  later: Pick<PostvakItem, 'tekst'> | undefined,
): Content | undefined => {
  if (later?.tekst === undefined || item.tekst === undefined || wasDelivered(item)) return undefined;
  const own: OutgoingBericht = JSON.parse(item.tekst);
  const traceparent = traceparentIn(item.tekst);
  const { traceparent: _, ...rest }: OutgoingBericht & { traceparent?: string } = JSON.parse(later.tekst);
  return contentOf({
    ...rest,
    ...(traceparent === undefined ? {} : { traceparent }),
    id: own.id,
    data: { ...rest.data, volgnummer: item.volgnummer },
  } as OutgoingBericht);
};

/**
 * What goes out in place of a message that its partner does not have and may not have any more: the later one that it is over.
 * Undefined for any other message.
 */
export const inPlaceOf = (
  item: Pick<PostvakItem, 'plek' | 'volgnummer' | 'type' | 'tekst'>,
  lane: readonly Told[],
): Content | undefined => inNumberOf(item, endAfter(item, lane));

/** Whether the contract of this partner has ended by a day (`YYYY-MM-DD`): then it reads no more than that it is over. */
export const isContractOver = (kanaal: KanaalId, today: string): boolean => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  const found = findGemeente(gemeentecode)?.partners.find(({ sleutel }) => sleutel === partner);
  return found?.valid.until !== undefined && found.valid.until < today;
};

/**
 * A message as its partner may still have it, given what else it was told of the same zaak: as it is, or with what goes out in
 * its place. Undefined when it may not have it any more.
 */
export const asReadable = <Item extends ListItem>(
  kanaal: KanaalId,
  item: Item,
  lane: readonly Told[],
  today: string,
): Item | undefined => {
  if (isEnd(item)) return item;
  if (endAfter(item, lane) === undefined) return isContractOver(kanaal, today) ? undefined : item;
  const content = inPlaceOf(item, lane);
  return content && { ...item, ...content };
};
