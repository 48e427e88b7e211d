import { isDeepStrictEqual } from 'node:util';
import type { PipContent } from '../../contracts/pip.ts';

/** What the hub asks DUO to do with the PIP of a person. */

/** A PIP as DUO registers it. */
export type PipAtDuo = PipContent & { readonly dagtekeningPip: string };

/** The PIP that DUO has of a person, and its gemeente. */
export interface HeldPip {
  readonly gemeentecode: string;
  readonly pip: PipAtDuo;
}

export type PipOrder =
  | { readonly handeling: 'registreren'; readonly pip: PipAtDuo }
  | { readonly handeling: 'verwijderen'; readonly dagtekeningPip: string };

/** DUO reads a PIP of the B1-route or the onderwijsroute without a niveau as one of B1 (rule PIP-7). */
const spelled = ({ niveau, ...pip }: PipAtDuo): object => {
  const known = niveau ?? (pip.leerroute === 'Z' ? undefined : 'B1');
  return Object.fromEntries(
    Object.entries({ ...pip, niveau: known }).filter(([, value]) => value !== undefined),
  );
};

/** Whether DUO would read the same in both PIPs. */
export const isSamePip = (one: PipAtDuo, other: PipAtDuo): boolean =>
  isDeepStrictEqual(spelled(one), spelled(other));

/** The dagtekening of the PIP that an order is about. */
export const dagtekeningIn = (order: PipOrder): string =>
  order.handeling === 'registreren' ? order.pip.dagtekeningPip : order.dagtekeningPip;

/** Whether DUO has the same PIP after either order. */
export const isSameOrder = (one: PipOrder, other: PipOrder): boolean =>
  one.handeling === 'registreren' && other.handeling === 'registreren'
    ? isSamePip(one.pip, other.pip)
    : one.handeling === other.handeling && dagtekeningIn(one) === dagtekeningIn(other);

/**
 * Whether the PIP that DUO holds (`held`) shows that this order was done: it is that PIP of this gemeente, or not the PIP that had
 * to go. Without `held` DUO has none.
 */
export const isDoneAt = (order: PipOrder, gemeentecode: string, held: HeldPip | undefined): boolean => {
  const own = held?.gemeentecode === gemeentecode ? held.pip : undefined;
  return order.handeling === 'registreren'
    ? own !== undefined && isSamePip(own, order.pip)
    : own?.dagtekeningPip !== order.dagtekeningPip;
};
