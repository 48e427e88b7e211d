import type { DuoOrders, Registered, Told } from '../../adapters/duo/orders.ts';
import type { DuoClaims } from '../../adapters/table/duo-claims.ts';
import {
  type DuoContacts,
  digestOfContact,
  type HeldContact,
  keyOfContactClaim,
} from '../../adapters/table/duo-contacts.ts';
import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import { compareInstants } from '../../contracts/instant.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import type { ContactOrder } from '../../domain/duomeldingen/orders.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/**
 * Tells DUO the contactpersoon of a person. DUO first has to have the employee, once for all zaken; then the employee is linked to
 * the person, in place of any other. DUO has no question for either, so a call without a known end is made again: linking and
 * changing do the same twice as once.
 */

export interface ContactDependencies {
  readonly contacts: DuoContacts;
  readonly claims: DuoClaims;
  readonly duo: DuoOrders;
  readonly telemetry: Telemetry<MetricOf<'duomeldingen'>>;
  readonly now: () => Date;
}

type Registration = Extract<ContactOrder, { readonly handeling: 'registreren' }>;

/**
 * Tells DUO who directs a zaak for the gemeente, or that nobody does any more. It registers the employee first when DUO does not
 * have the employee as the report says.
 */
export const tellContact = async (
  deps: ContactDependencies,
  bsn: Bsn,
  gemeentecode: Gemeentecode,
  order: ContactOrder,
): Promise<Told> => {
  const { regisseurId, handeling } = order;
  if (handeling === 'verwijderen') {
    const held = await deps.contacts.read(gemeentecode, regisseurId);
    return held === undefined
      ? { kind: 'done' }
      : deps.duo.linkContact(bsn, gemeentecode, held.id, handeling);
  }
  const link = (id: number): Promise<Told> => deps.duo.linkContact(bsn, gemeentecode, id, handeling);
  const registered = await registerOnce(deps, gemeentecode, order);
  if (registered.kind !== 'done') return registered;
  const linked = await link(registered.id);
  if (!isUnknown(linked)) return linked;
  // DUO does not know the person, or somebody removed the employee in its portal. Changing the employee tells which of the two.
  const again = await registerOnce(deps, gemeentecode, order, registered.id);
  if (again.kind !== 'done') return again;
  return again.id === registered.id ? linked : link(again.id);
};

const isUnknown = (answer: Told): boolean => answer.kind === 'refused' && answer.isUnknown === true;

/**
 * Whether DUO has the employee as this report says, or as a later report on another zaak does, and the latest of these reports is
 * noted.
 */
const isHeld = (held: HeldContact, { contactpersoon, gemeldOp }: Registration): boolean => {
  const order = compareInstants(held.gemeldOp, gemeldOp);
  return order > 0 || (order === 0 && held.kenmerk === digestOfContact(contactpersoon));
};

/**
 * DUO's number of the employee, whom one instance at a time registers or changes. DUO is asked again after the number that is in
 * `doubt`.
 */
const registerOnce = async (
  deps: ContactDependencies,
  gemeentecode: Gemeentecode,
  order: Registration,
  doubt?: number,
): Promise<Registered> => {
  const { regisseurId } = order;
  const known = await deps.contacts.read(gemeentecode, regisseurId);
  if (known !== undefined && isCertain(known, order, doubt)) return { kind: 'done', id: known.id };
  const key = keyOfContactClaim(gemeentecode, regisseurId);
  const claimed = await deps.claims.claim(key, deps.now());
  if (claimed === undefined) return IN_HAND;
  const registered = await register(deps, gemeentecode, order, doubt);
  const isUnanswered = registered.kind === 'later' && registered.isUnanswered;
  // As long as a call can still have its effect, nobody calls again.
  if (!isUnanswered) await deps.claims.release(key, claimed, deps.now());
  return registered;
};

const IN_HAND: Registered = {
  kind: 'later',
  reden: 'een ander is ermee bezig',
  isUnanswered: false,
  retryAfterMs: 0,
};

/**
 * Whether the number can be used without asking DUO. A number in doubt cannot, unless DUO has the employee by a later report:
 * asking with this report would put the older way to reach the employee back.
 */
const isCertain = (held: HeldContact, order: Registration, doubt: number | undefined): boolean =>
  isHeld(held, order) && (held.id !== doubt || held.kenmerk !== digestOfContact(order.contactpersoon));

const register = async (
  { contacts, duo, telemetry }: ContactDependencies,
  gemeentecode: Gemeentecode,
  order: Registration,
  doubt: number | undefined,
): Promise<Registered> => {
  const { regisseurId, contactpersoon, gemeldOp } = order;
  const held = await contacts.read(gemeentecode, regisseurId);
  if (held !== undefined && isCertain(held, order, doubt)) return { kind: 'done', id: held.id };
  const keep = async (id: number): Promise<Registered> => {
    // When an earlier report says the same, the later one stays noted as the last that DUO was told.
    const isLater = held !== undefined && compareInstants(held.gemeldOp, gemeldOp) > 0;
    const latest = isLater ? held.gemeldOp : gemeldOp;
    const now = { id, kenmerk: digestOfContact(contactpersoon), gemeldOp: latest };
    // Another instance took the employee in hand after all: the next time follows what that instance stored.
    return (await contacts.store(gemeentecode, regisseurId, now, held)) ? { kind: 'done', id } : IN_HAND;
  };
  if (held !== undefined) {
    const isSame = held.kenmerk === digestOfContact(contactpersoon);
    // A later report that says the same is noted, so that an older report of another zaak does not undo it.
    if (isSame && held.id !== doubt) return keep(held.id);
    const changed = await duo.changeContact(gemeentecode, held.id, contactpersoon);
    if (changed.kind === 'done') return keep(held.id);
    if (!isUnknown(changed)) return changed;
  }
  const registered = await duo.registerContact(gemeentecode, contactpersoon);
  if (registered.kind === 'done') return keep(registered.id);
  if (registered.kind === 'later' && registered.isUnanswered) {
    // DUO cannot be asked whether it has the employee, so it may come to have the employee twice, once without a person to direct.
    telemetry.info('contactpersoon van een gemeente kan dubbel bij DUO staan', { gemeentecode });
  }
  return registered;
};
