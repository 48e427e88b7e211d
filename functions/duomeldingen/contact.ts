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
 * Tells DUO who the contactpersoon of somebody is. DUO first has to have the employee, once for all zaken; then the employee
 * is linked to the person, in the place of any other. DUO has no question for either, so a call of which the end is not known
 * is made again: linking and changing do the same twice as once.
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
 * Tells DUO who of the gemeente directs a zaak, or no more: registers the employee first when DUO does not know that one as
 * it is.
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
  // DUO does not know the person, or somebody removed the employee in its portal: changing the employee tells which.
  const again = await registerOnce(deps, gemeentecode, order, registered.id);
  if (again.kind !== 'done') return again;
  return again.id === registered.id ? linked : link(again.id);
};

const isUnknown = (answer: Told): boolean => answer.kind === 'refused' && answer.isUnknown === true;

/** Whether DUO has the employee as this report says, or as a later one of another zaak does, and the latest of them is noted. */
const isHeld = (held: HeldContact, { contactpersoon, gemeldOp }: Registration): boolean => {
  const order = compareInstants(held.gemeldOp, gemeldOp);
  return order > 0 || (order === 0 && held.kenmerk === digestOfContact(contactpersoon));
};

/**
 * DUO's number of the employee: registered or changed by one instance at a time. DUO is asked again after the number that is in
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
 * Whether the number can be used without asking DUO. One in doubt cannot, unless DUO has the employee by a later report: to ask
 * with this one would put the older way to reach them back.
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
    // To ask by an earlier report that says the same leaves the later one as the last that DUO was told.
    const isLater = held !== undefined && compareInstants(held.gemeldOp, gemeldOp) > 0;
    const latest = isLater ? held.gemeldOp : gemeldOp;
    const now = { id, kenmerk: digestOfContact(contactpersoon), gemeldOp: latest };
    // Another instance took the employee in hand after all: the next time goes by what that one stored.
    return (await contacts.store(gemeentecode, regisseurId, now, held)) ? { kind: 'done', id } : IN_HAND;
  };
  if (held !== undefined) {
    const isSame = held.kenmerk === digestOfContact(contactpersoon);
    // A later report that says the same is the one that an older one of another zaak does not undo.
    if (isSame && held.id !== doubt) return keep(held.id);
    const changed = await duo.changeContact(gemeentecode, held.id, contactpersoon);
    if (changed.kind === 'done') return keep(held.id);
    if (!isUnknown(changed)) return changed;
  }
  const registered = await duo.registerContact(gemeentecode, contactpersoon);
  if (registered.kind === 'done') return keep(registered.id);
  if (registered.kind === 'later' && registered.isUnanswered) {
    // DUO cannot be asked whether it has the employee: it may come to have them twice, once without anybody to direct.
    telemetry.info('contactpersoon van een gemeente kan dubbel bij DUO staan', { gemeentecode });
  }
  return registered;
};
