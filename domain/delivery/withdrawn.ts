import { BERICHTTYPEN } from '../../contracts/partnerrollen.ts';
import { partnerAt } from '../gemeenten/partner-at.ts';
import { known } from '../known.ts';
import type { KanaalId } from '../partners/address.ts';
import { contentOf, type ListItem, type OutgoingBericht, type PostvakItem } from './item.ts';
import { traceparentIn } from './text.ts';

/**
 * Withdrawn means withdrawn. A partner that heard that a person is no longer its business does not read or get earlier messages
 * about that person again. A message that it never got says, in its place and under its volgnummer, that it is over. The same goes
 * for one field: when the last message leaves a field out, such as an address that is secret by now, an earlier message does not
 * say it any more.
 */

const ENDS: ReadonlySet<string> = new Set([BERICHTTYPEN.vervallen, BERICHTTYPEN.gewist]);

type Told = Pick<PostvakItem, 'volgnummer' | 'type' | 'tekst'>;
type Content = Required<Pick<PostvakItem, 'type' | 'source' | 'tekst'>>;

/** Whether a message says that its partner does not have the person any more. */
export const isEnd = ({ type }: Pick<PostvakItem, 'type'>): boolean => type !== undefined && ENDS.has(type);

/**
 * The last message to the same partner that says that it is over, when it is later than this message and this message does not say
 * so itself.
 */
const endAfter = <Of extends Told>(
  item: Pick<PostvakItem, 'volgnummer' | 'type'>,
  lane: readonly Of[],
): Of | undefined =>
  isEnd(item) ? undefined : lane.findLast((later) => isEnd(later) && later.volgnummer > item.volgnummer);

const OF_PERSON: ReadonlySet<string> = new Set(Object.values(BERICHTTYPEN));

/** Whether a message says who comes. Any other message says what was planned or decided on the zaak. */
const isOfPerson = ({ type }: Pick<PostvakItem, 'type'>): boolean =>
  type !== undefined && OF_PERSON.has(type);

/** The volgnummer of the message that a message about a step replaces. */
const replacedBy = ({ tekst }: Told): number | undefined =>
  tekst === undefined ? undefined : (JSON.parse(tekst) as { data: { vervangt?: number } }).data.vervangt;

/**
 * The later message to the same partner that holds in place of this one: it says that it is over, who comes as it was told last, or
 * what came of a step. Undefined when this message still holds.
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
 * The content of a later message under the id, volgnummer and trace of an earlier one that is not delivered, so that no number is
 * skipped. Undefined when either has no content, and when the earlier message was delivered.
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

/** What a message says of a person, without the fields that the last such message to the same partner leaves out. */
export const stillSaid = (data: Data, last: Data): Data =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name === 'gewijzigd' || name in last));

/**
 * A message that says who comes, without the fields that the last such message to its partner leaves out. Fields that the contract
 * requires stand in both, and a message that says that it is over has no others. Undefined when nothing is left out.
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
 * What goes out in place of a message that its partner does not have and may not have any more: the later message that it is over,
 * or the message without the fields that are told no more. Undefined for any other message.
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
 * Whether a message must stay where it lies because the contract of its partner has ended by a day (`YYYY-MM-DD`). It stays until
 * that partner is signed off, and then goes out as the message that it is over.
 */
export const isAfterContract = (item: Pick<PostvakItem, 'partner' | 'type'>, today: string): boolean =>
  !isEnd(item) && isContractOver(item.partner, today);

/**
 * A message as its partner may still have it, given what else the partner was told of the same zaak: as it is, or with what goes
 * out in its place. Undefined when the partner may not have it any more.
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
