import type { BaseDoor } from '../../contracts/postvak.ts';
import type { Abonnement, Filter, KanaalSettings } from './abonnement.ts';
import type { PostvakItem } from './item.ts';

/** Where one message goes: through exactly one door, which is the webhook of one abonnement or the partner's base door. */
export type Destination =
  | { readonly deur: BaseDoor }
  | { readonly deur: 'webhook'; readonly abonnement: Abonnement };

/** The attributes of an event that a filter may look at, never its data. */
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

/** An event by its type. Its other attributes are only read when a filter asks for them. */
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

/** Whether an abonnement takes messages, to deliver them or to keep them. */
export const accepts = ({ status, houdtVast }: Abonnement): boolean =>
  status !== 'wacht-op-verificatie' || houdtVast !== undefined;

/** The destination of messages for a partner that was shut out: they lie ready as if it fetched, but the API refuses it. */
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
 * The door through which an event goes now: the oldest verified abonnement that asks for it, or else the base door. For a partner
 * that was shut out it is kept.
 */
export const destinationOfEvent = (
  settings: KanaalSettings,
  event: EventAttributes & { readonly type: string },
): Destination => destinationOf(settings, { type: event.type, attributes: () => event });

/** The door of a stored message. Its text is only read for an abonnement with filters. */
export const destinationOfItem = (
  settings: KanaalSettings,
  { type = '', tekst = '{}' }: Pick<PostvakItem, 'type' | 'tekst'>,
): Destination => destinationOf(settings, { type, attributes: () => JSON.parse(tekst) });
