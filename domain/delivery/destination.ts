import type { BaseDoor } from '../../contracts/postvak.ts';
import type { Abonnement, Filter, KanaalSettings } from './abonnement.ts';
import type { PostvakItem } from './item.ts';

/** Where one message goes: through exactly one door, the webhook of one abonnement or the partner's base door. */
export type Destination =
  | { readonly deur: BaseDoor }
  | { readonly deur: 'webhook'; readonly abonnement: Abonnement };

/** The attributes of an event that a filter may look at; its data never. */
export type EventAttributes = Readonly<Record<string, unknown>>;

const everyCondition = (
  conditions: Readonly<Record<string, string>>,
  fits: (value: string, sought: string) => boolean,
  event: EventAttributes,
): boolean =>
  Object.entries(conditions).every(([name, sought]) => {
    const attribute = event[name.toLowerCase()];
    return typeof attribute === 'string' && fits(attribute, sought);
  });

/**
 * Whether an event passes a filter. Names are compared without regard to case, values with (CloudEvents Subscriptions
 * 0.1 §3.2.4).
 */
export const fitsFilter = (filter: Filter, event: EventAttributes): boolean => {
  if ('exact' in filter) return everyCondition(filter.exact, (value, sought) => value === sought, event);
  if ('prefix' in filter)
    return everyCondition(filter.prefix, (value, sought) => value.startsWith(sought), event);
  if ('suffix' in filter)
    return everyCondition(filter.suffix, (value, sought) => value.endsWith(sought), event);
  if ('all' in filter) return filter.all.every((part) => fitsFilter(part, event));
  if ('any' in filter) return filter.any.some((part) => fitsFilter(part, event));
  return !fitsFilter(filter.not, event);
};

/** An event by its type; what else filters look at is asked for only when there are any. */
interface LazyEvent {
  readonly type: string;
  readonly attributes: () => EventAttributes;
}

/** Whether an abonnement asks for this event: all criteria together, an empty one asks for everything. */
const asksFor = (
  { types, filters }: Pick<Abonnement, 'types' | 'filters'>,
  { type, attributes }: LazyEvent,
): boolean =>
  (types.length === 0 || types.includes(type)) && filters.every((filter) => fitsFilter(filter, attributes()));

/** Whether an abonnement takes messages, to deliver or to keep. */
export const accepts = ({ status, houdtVast }: Abonnement): boolean =>
  status !== 'wacht-op-verificatie' || houdtVast !== undefined;

/** What is meant for a partner that was shut out lies ready as if it fetched, which it cannot: the API refuses it. */
const KEPT: Destination = { deur: 'ophalen' };

const destinationOf = (
  { basisdeur, abonnementen, uitgesloten }: KanaalSettings,
  event: LazyEvent,
): Destination => {
  if (uitgesloten !== undefined) return KEPT;
  const abonnement = abonnementen.find((candidate) => accepts(candidate) && asksFor(candidate, event));
  return abonnement === undefined ? { deur: basisdeur } : { deur: 'webhook', abonnement };
};

/**
 * Through which door an event goes now: the oldest abonnement that asks for it and was verified, else the base door. For a
 * partner that was shut out it is kept.
 */
export const destinationOfEvent = (
  settings: KanaalSettings,
  event: EventAttributes & { readonly type: string },
): Destination => destinationOf(settings, { type: event.type, attributes: () => event });

/** The same for a stored message. Its text is read only for an abonnement with filters. */
export const destinationOfItem = (
  settings: KanaalSettings,
  { type = '', tekst = '{}' }: Pick<PostvakItem, 'type' | 'tekst'>,
): Destination => destinationOf(settings, { type, attributes: () => JSON.parse(tekst) });
