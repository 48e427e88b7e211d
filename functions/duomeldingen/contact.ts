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
      ? { soort: 'gedaan' }
      : deps.duo.linkContact(bsn, gemeentecode, held.id, handeling);
  }
  const registered = await registerOnce(deps, gemeentecode, order);
  if (registered.soort !== 'gedaan') return registered;
  const linked = await deps.duo.linkContact(bsn, gemeentecode, registered.id, handeling);
  // Somebody removed the employee in the portal of DUO, or DUO does not know the person: the next time is from the start.
  if (linked.soort === 'geweigerd' && linked.isUnknown === true) {
    await deps.contacts.store(gemeentecode, regisseurId, undefined);
  }
  return linked;
};

/** Whether DUO has the employee as this report says, or as a later one of another zaak does. */
const isHeld = (
  held: HeldContact | undefined,
  { contactpersoon, gemeldOp }: Registration,
): held is HeldContact =>
  held !== undefined &&
  (held.kenmerk === digestOfContact(contactpersoon) || compareInstants(held.gemeldOp, gemeldOp) > 0);

/** DUO's number of the employee: registered or changed by one instance at a time. */
const registerOnce = async (
  deps: ContactDependencies,
  gemeentecode: Gemeentecode,
  order: Registration,
): Promise<Registered> => {
  const { regisseurId } = order;
  const known = await deps.contacts.read(gemeentecode, regisseurId);
  if (isHeld(known, order)) return { soort: 'gedaan', id: known.id };
  const key = keyOfContactClaim(gemeentecode, regisseurId);
  const claimed = await deps.claims.claim(key, deps.now());
  if (claimed === undefined) {
    return { soort: 'later', reden: 'een ander is ermee bezig', isUnanswered: false, retryAfterMs: 0 };
  }
  const registered = await register(deps, gemeentecode, order);
  const isUnanswered = registered.soort === 'later' && registered.isUnanswered;
  // As long as a call can still have its effect, nobody calls again.
  if (!isUnanswered) await deps.claims.release(key, claimed, deps.now());
  return registered;
};

const register = async (
  { contacts, duo, telemetry }: ContactDependencies,
  gemeentecode: Gemeentecode,
  order: Registration,
): Promise<Registered> => {
  const { regisseurId, contactpersoon, gemeldOp } = order;
  const store = (id: number): Promise<void> =>
    contacts.store(gemeentecode, regisseurId, { id, kenmerk: digestOfContact(contactpersoon), gemeldOp });
  const held = await contacts.read(gemeentecode, regisseurId);
  if (isHeld(held, order)) return { soort: 'gedaan', id: held.id };
  if (held !== undefined) {
    const { id } = held;
    const changed = await duo.changeContact(gemeentecode, id, contactpersoon);
    if (changed.soort === 'gedaan') {
      await store(id);
      return { soort: 'gedaan', id };
    }
    // Somebody removed the employee in the portal of DUO.
    if (changed.soort !== 'geweigerd' || changed.isUnknown !== true) return changed;
  }
  const registered = await duo.registerContact(gemeentecode, contactpersoon);
  if (registered.soort === 'gedaan') await store(registered.id);
  if (registered.soort === 'later' && registered.isUnanswered) {
    // DUO cannot be asked whether it has the employee: it may come to have them twice, once without anybody to direct.
    telemetry.info('contactpersoon van een gemeente kan dubbel bij DUO staan', { gemeentecode });
  }
  return registered;
};
