import { isDeepStrictEqual } from 'node:util';
import { dagtekeningIn, isSameOrder, type PipOrder } from '../pip/order.ts';

/** What the hub asks DUO to do for a gemeente, of any subject. */

/** The leerbaarheidstoets is skipped, so its examennummer can go. */
export interface LbtOrder {
  readonly over: 'leerbaarheidstoets';
  readonly handeling: 'overslaan';
  /** The day on which the gemeente decided so. */
  readonly datum: string;
}

/** An employee of a gemeente as DUO registers a contactpersoon. */
export interface ContactAtDuo {
  readonly naam: string;
  readonly email: string;
  readonly telefoonnummer: string;
}

/** The employee whom DUO is to have, or not to have any more, as the contactpersoon of a person. */
export type ContactOrder = {
  readonly over: 'contactpersoon';
  /** The gemeente's own key of the employee. */
  readonly regisseurId: string;
  /** First day on which the employee has the zaak. */
  readonly datum: string;
} & (
  | {
      readonly handeling: 'registreren';
      readonly contactpersoon: ContactAtDuo;
      /** Moment of the report that says how the employee is reached. Of two reports the later one counts. */
      readonly gemeldOp: string;
    }
  | { readonly handeling: 'verwijderen' }
);

/** The hub asks DUO for the result of a leerbaarheidstoets that nobody told. */
export interface UitslagOrder {
  readonly over: 'uitslag';
  readonly handeling: 'navragen';
  /** Day of the test. */
  readonly datum: string;
}

/** An inburgeringsaanbod as DUO registers it. */
export interface AanbodAtDuo {
  readonly datumInburgeringsaanbod?: string;
  readonly indicatorAlfabetiseringsonderwijs: 'A' | 'AA' | 'NVT';
}

/** The school at which DUO is to have, or not to have any more, an inburgeringsaanbod of a person. */
export type AanbodOrder = {
  readonly over: 'inburgeringsaanbod';
  readonly instellingsnummer: string;
  /** First day of the part of the PIP that names the school. */
  readonly datum: string;
} & (
  | { readonly handeling: 'registreren'; readonly aanbod: AanbodAtDuo }
  | { readonly handeling: 'verwijderen' }
);

/** Orders about a PIP name no subject, because those that were stored before there were other subjects do not. */
export type DuoOrder = PipOrder | LbtOrder | ContactOrder | UitslagOrder | AanbodOrder;

export const OVER = ['PIP', 'leerbaarheidstoets', 'contactpersoon', 'uitslag', 'inburgeringsaanbod'] as const;
export type Over = (typeof OVER)[number];

/** The subject of an order; an order without one is about a PIP. */
export const overOf = (order: DuoOrder): Over => ('over' in order ? order.over : 'PIP');

/** Whether an order is about a PIP: such an order names no subject. */
export const isPipOrder = (order: DuoOrder): order is PipOrder => !('over' in order);
/** Whether an order is about a leerbaarheidstoets that is skipped. */
export const isLbtOrder = (order: DuoOrder): order is LbtOrder => overOf(order) === 'leerbaarheidstoets';
/** Whether an order is about the employee who directs a zaak. */
export const isContactOrder = (order: DuoOrder): order is ContactOrder => overOf(order) === 'contactpersoon';
/** Whether an order is about an inburgeringsaanbod. */
export const isAanbodOrder = (order: DuoOrder): order is AanbodOrder =>
  overOf(order) === 'inburgeringsaanbod';
/** Whether an order is to ask DUO for a result. */
export const isUitslagOrder = (order: DuoOrder): order is UitslagOrder => overOf(order) === 'uitslag';

/** The day that an order is about: of a PIP its dagtekening. */
export const dayInOrder = (order: DuoOrder): string =>
  isPipOrder(order) ? dagtekeningIn(order) : order.datum;

const contactIn = (order: ContactOrder) => ({
  handeling: order.handeling,
  regisseurId: order.regisseurId,
  ...(order.handeling === 'registreren' && { contactpersoon: order.contactpersoon }),
});

const aanbodIn = (order: AanbodOrder) => ({
  instellingsnummer: order.instellingsnummer,
  ...(order.handeling === 'registreren' && { aanbod: order.aanbod }),
});

/** Whether two orders ask the same of DUO. */
export const isSameDuoOrder = (one: DuoOrder, other: DuoOrder): boolean => {
  if (isPipOrder(one) && isPipOrder(other)) return isSameOrder(one, other);
  if (isContactOrder(one) && isContactOrder(other))
    return isDeepStrictEqual(contactIn(one), contactIn(other));
  if (isAanbodOrder(one) && isAanbodOrder(other)) return isDeepStrictEqual(aanbodIn(one), aanbodIn(other));
  return isDeepStrictEqual(one, other);
};

/** Names of the fields that DUO is told, never their values. */
export const fieldsToldIn = (order: DuoOrder): readonly string[] => {
  if (isLbtOrder(order)) return ['examennummer'];
  if (isUitslagOrder(order)) return ['bsn'];
  if (isAanbodOrder(order)) {
    return ['instellingsnummer', ...(order.handeling === 'registreren' ? Object.keys(order.aanbod) : [])];
  }
  if (isContactOrder(order)) {
    return order.handeling === 'registreren'
      ? Object.keys(order.contactpersoon).map((field) => `contactpersoon.${field}`)
      : ['contactpersoon'];
  }
  return order.handeling === 'registreren' ? Object.keys(order.pip) : ['dagtekeningPip'];
};
