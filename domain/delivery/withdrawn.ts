import { BERICHTTYPEN } from '../../contracts/partnerrollen.ts';
import { partnerAt } from '../gemeenten/partner-at.ts';
import { known } from '../known.ts';
import type { KanaalId } from '../partners/address.ts';
import { contentOf, type ListItem, type OutgoingBericht, type PostvakItem } from './item.ts';
import { traceparentIn } from './text.ts';

/**
 * Withdrawn means withdrawn: what a partner was told of somebody before it heard that this person is no longer its business is
 * not read or sent again. What it never got says, in its place and under its volgnummer, that it is over. So it is with one field:
 * what the last message leaves out, an address that is secret by now among it, an earlier one says no more.
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

const OF_PERSON: ReadonlySet<string> = new Set(Object.values(BERICHTTYPEN));

/** Whether a message says who comes; any other says what was planned or decided of the zaak. */
const isOfPerson = ({ type }: Pick<PostvakItem, 'type'>): boolean =>
  type !== undefined && OF_PERSON.has(type);

/** The volgnummer of the message that a message about a step takes the place of. */
const replacedBy = ({ tekst }: Told): number | undefined =>
  tekst === undefined ? undefined : (JSON.parse(tekst) as { data: { vervangt?: number } }).data.vervangt;

/**
 * The later message to the same partner that holds in the place of this one: that it is over, who comes as it was told last, or
 * what came of a step. Undefined when this one still says what holds.
 */
export const supersededBy = <Of extends Told>(item: Of, lane: readonly Of[]): Of | undefined => {
  if (isEnd(item)) return undefined;
  const end = endAfter(item, lane);
  if (end !== undefined) return end;
  const later = lane.filter(({ volgnummer }) => volgnummer > item.volgnummer);
  if (isOfPerson(item)) return later.findLast(isOfPerson);
  const next = later.find((one) => replacedBy(one) === item.volgnummer);
  return next && (supersededBy(next, lane) ?? next);
};

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
    ...known({ traceparent }),
    id: own.id,
    data: { ...rest.data, volgnummer: item.volgnummer },
  } as OutgoingBericht);
};

type Data = Readonly<Record<string, unknown>>;
type Message = OutgoingBericht & { readonly data: Data };

/** What a message says of somebody, without the fields that the last such message to the same partner leaves out. */
export const stillSaid = (data: Data, last: Data): Data =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name === 'gewijzigd' || name in last));

/**
 * A message that says who comes, without the fields that the last such message to its partner leaves out. What the contract requires
 * stands in both; one that says that it is over has nothing but that. Undefined when it is left as it is.
 */
const withoutLeftOut = (item: Told, lane: readonly Told[]): Content | undefined => {
  const last = lane.findLast((one) => isOfPerson(one) && one.tekst !== undefined);
  if (item.tekst === undefined || !isOfPerson(item) || isEnd(item)) return undefined;
  if (last?.tekst === undefined || last.volgnummer <= item.volgnummer) return undefined;
  const own: Message = JSON.parse(item.tekst);
  const { data: now }: Message = JSON.parse(last.tekst);
  const data = stillSaid(own.data, now);
  return Object.keys(data).length === Object.keys(own.data).length
    ? undefined
    : contentOf({ ...own, data } as Message);
};

/**
 * What goes out in place of a message that its partner does not have and may not have any more: the later one that it is over, or the
 * message without what is told no more. Undefined for any other message.
 */
export const inPlaceOf = (
  item: Pick<PostvakItem, 'plek' | 'volgnummer' | 'type' | 'tekst'>,
  lane: readonly Told[],
): Content | undefined => {
  const end = endAfter(item, lane);
  if (end !== undefined) return inNumberOf(item, end);
  return wasDelivered(item) ? undefined : withoutLeftOut(item, lane);
};

/** Whether the contract of this partner has ended by a day (`YYYY-MM-DD`): then it reads no more than that it is over. */
export const isContractOver = (kanaal: KanaalId, today: string): boolean => {
  const until = partnerAt(kanaal)?.valid.until;
  return until !== undefined && until < today;
};

/**
 * Whether a message must stay where it lies because the contract of its partner has ended by a day (`YYYY-MM-DD`), however long it takes
 * until that partner is signed off: then it goes out as that it is over.
 */
export const isAfterContract = (item: Pick<PostvakItem, 'partner' | 'type'>, today: string): boolean =>
  !isEnd(item) && isContractOver(item.partner, today);

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
  if (endAfter(item, lane) === undefined) {
    return isContractOver(kanaal, today) ? undefined : { ...item, ...withoutLeftOut(item, lane) };
  }
  const content = inPlaceOf(item, lane);
  return content && { ...item, ...content };
};
