import { isDeepStrictEqual } from 'node:util';
import { dagtekeningIn, isSameOrder, type PipOrder } from '../pip/order.ts';

/** What DUO is asked to do for a gemeente, whatever it is about. */

/** The leerbaarheidstoets is skipped, so that its examennummer can go. */
export interface LbtOrder {
  readonly over: 'leerbaarheidstoets';
  readonly handeling: 'overslaan';
  /** Day on which the gemeente decided so. */
  readonly datum: string;
}

/** An employee of a gemeente as DUO registers a contactpersoon. */
export interface ContactAtDuo {
  readonly naam: string;
  readonly email: string;
  readonly telefoonnummer: string;
}

/** Whom DUO is to have as the contactpersoon of somebody, or no longer. */
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
      /** Moment of the report that says how the employee is reached: of two reports the later one counts. */
      readonly gemeldOp: string;
    }
  | { readonly handeling: 'verwijderen' }
);

/** DUO is asked for the result of a leerbaarheidstoets that nobody told. */
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

/** At which school DUO is to have an inburgeringsaanbod of somebody, or no longer. */
export type AanbodOrder = {
  readonly over: 'inburgeringsaanbod';
  readonly instellingsnummer: string;
  /** First day of the part of the PIP that names the school. */
  readonly datum: string;
} & (
  | { readonly handeling: 'registreren'; readonly aanbod: AanbodAtDuo }
  | { readonly handeling: 'verwijderen' }
);

/** Orders about a PIP name no subject: those that were stored before there were others do not. */
export type DuoOrder = PipOrder | LbtOrder | ContactOrder | UitslagOrder | AanbodOrder;

export const OVER = ['PIP', 'leerbaarheidstoets', 'contactpersoon', 'uitslag', 'inburgeringsaanbod'] as const;
export type Over = (typeof OVER)[number];

/** What an order is about; the oldest orders name nothing and are about a PIP. */
export const overOf = (order: DuoOrder): Over => ('over' in order ? order.over : 'PIP');

/** Whether an order is about a PIP: the oldest of these name no subject. */
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

/** Whether DUO is asked the same. */
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
