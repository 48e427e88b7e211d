import type { Basisdeur } from '../../contracts/post.ts';
import type { Abonnement, Filter, Kanaalinstelling } from './abonnement.ts';
import type { Poststuk } from './item.ts';

/** Where one message goes: through exactly one door, the webhook of one abonnement or the partner's base door. */
export type Bestemming =
  | { readonly deur: Basisdeur }
  | { readonly deur: 'webhook'; readonly abonnement: Abonnement };

/** The attributes of an event that a filter may look at; its data never. */
export type Eventattributen = Readonly<Record<string, unknown>>;

const elk = (
  voorwaarden: Readonly<Record<string, string>>,
  past: (waarde: string, gezocht: string) => boolean,
  event: Eventattributen,
): boolean =>
  Object.entries(voorwaarden).every(([naam, gezocht]) => {
    const attribuut = event[naam.toLowerCase()];
    return typeof attribuut === 'string' && past(attribuut, gezocht);
  });

/**
 * Whether an event passes a filter. Names are compared without regard to case, values with (CloudEvents Subscriptions
 * 0.1 §3.2.4).
 */
export const pastFilter = (filter: Filter, event: Eventattributen): boolean => {
  if ('exact' in filter) return elk(filter.exact, (waarde, gezocht) => waarde === gezocht, event);
  if ('prefix' in filter) return elk(filter.prefix, (waarde, gezocht) => waarde.startsWith(gezocht), event);
  if ('suffix' in filter) return elk(filter.suffix, (waarde, gezocht) => waarde.endsWith(gezocht), event);
  if ('all' in filter) return filter.all.every((deel) => pastFilter(deel, event));
  if ('any' in filter) return filter.any.some((deel) => pastFilter(deel, event));
  return !pastFilter(filter.not, event);
};

/** An event by its type; what else filters look at is asked for only when there are any. */
interface LazyEvent {
  readonly type: string;
  readonly attributes: () => Eventattributen;
}

const asksFor = (
  { types, filters }: Pick<Abonnement, 'types' | 'filters'>,
  { type, attributes }: LazyEvent,
): boolean =>
  (types.length === 0 || types.includes(type)) && filters.every((filter) => pastFilter(filter, attributes()));

/** Whether an abonnement asks for this event: all criteria together, an empty one asks for everything. */
export const vraagtOm = (
  abonnement: Pick<Abonnement, 'types' | 'filters'>,
  event: Eventattributen & { readonly type: string },
): boolean => asksFor(abonnement, { type: event.type, attributes: () => event });

/** Whether an abonnement takes messages, to deliver or to keep. */
export const neemtAan = ({ status, houdtVast }: Abonnement): boolean =>
  status !== 'wacht-op-verificatie' || houdtVast !== undefined;

const destinationOf = ({ basisdeur, abonnementen }: Kanaalinstelling, event: LazyEvent): Bestemming => {
  const abonnement = abonnementen.find((kandidaat) => neemtAan(kandidaat) && asksFor(kandidaat, event));
  return abonnement === undefined ? { deur: basisdeur } : { deur: 'webhook', abonnement };
};

/** Through which door an event goes now: the oldest abonnement that asks for it and was verified, else the base door. */
export const bestemmingVan = (
  instelling: Kanaalinstelling,
  event: Eventattributen & { readonly type: string },
): Bestemming => destinationOf(instelling, { type: event.type, attributes: () => event });

/** The same for a stored message. Its text is read only for an abonnement with filters. */
export const destinationOfItem = (
  instelling: Kanaalinstelling,
  { type = '', tekst = '{}' }: Pick<Poststuk, 'type' | 'tekst'>,
): Bestemming => destinationOf(instelling, { type, attributes: () => JSON.parse(tekst) });
