import { compareInstants } from '../../contracts/instant.ts';
import { isSaidSince } from '../termijnen/calendar.ts';
import type { RegisseurFeit } from '../zaak/feiten.ts';
import { assignmentsBy } from '../zaak/regisseur.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { type ContactAtDuo, type ContactOrder, isContactOrder, isSameDuoOrder } from './orders.ts';
import {
  type BrokenRule,
  type DuoStay,
  duoStayOf,
  type Found,
  type Owed,
  owedOf,
  sinceOwed,
} from './tasks.ts';

/**
 * What the hub owes DUO of the contactpersoon of a person: the employee who directs the zaak on a day (werkafspraken R03.T1). DUO
 * is not told of an employee without an e-mail address and a telephone number.
 */

/** The contracts of the hub hold all of DUO's limits (schema Contactpersoongegevens) except this one. */
const NAME_AT_DUO = /^[\s'‘.\p{L}\p{Pd}]{1,100}$/u;
const UNREADABLE_NAME: BrokenRule = {
  nummer: 'CP-1',
  tekst: 'DUO leest in een naam alleen letters, spaties, punten, streepjes en apostrofs.',
};

const contactOf = ({
  gegevens: { naam, emailadres, telefoonnummer },
}: RegisseurFeit): ContactAtDuo | undefined =>
  emailadres === undefined || telefoonnummer === undefined
    ? undefined
    : { naam, email: emailadres, telefoonnummer };

/** The hub may have told DUO of a contactpersoon while nobody that the gemeente named directs the zaak any more. */
const removalOf = (
  { gemeentecode }: DuoStay,
  last: Attempt<ContactOrder> | undefined,
  attempts: readonly Attempt[],
): Found | undefined => {
  if (last?.order.handeling !== 'registreren') return undefined;
  const { regisseurId, datum } = last.order;
  const order: ContactOrder = { over: 'contactpersoon', handeling: 'verwijderen', regisseurId, datum };
  return {
    task: { order, gemeentecode, besluit: last.besluit, cause: last.intention },
    rules: [],
    attempts,
  };
};

/** What DUO is to be told of the employee who directs the zaak on a day (`YYYY-MM-DD`). */
const findOn =
  (day: string) =>
  (stay: DuoStay): Found | undefined => {
    const { zaak, situation, gemeentecode, since } = stay;
    // Before that DUO does not know the person as one who can have a contactpersoon.
    if (situation.plicht !== 'geldt') return undefined;
    const all = attemptsOf(zaak, isContactOrder).filter(({ intention }) => isSaidSince(intention, since));
    const isOwn = ({ intention }: Attempt): boolean => intention.gemeentecode === gemeentecode;
    const attempts = all.filter(isOwn);
    // DUO cannot be asked, so a call without a known end may have had its effect, also a call for another gemeente.
    const latest = all.findLast(({ end }) => end !== undefined && end.stap !== 'geweigerd');
    const last = latest && isOwn(latest) ? latest : undefined;
    const assignments = assignmentsBy(zaak.regisseurs, gemeentecode);
    const current = assignments.findLast(({ gegevens }) => gegevens.ingangsdatum <= day);
    const contact = current && contactOf(current);
    if (current === undefined || contact === undefined) return removalOf(stay, last, attempts);
    const { regisseurId, ingangsdatum } = current.gegevens;
    const order: ContactOrder = {
      over: 'contactpersoon',
      handeling: 'registreren',
      regisseurId,
      datum: ingangsdatum,
      contactpersoon: contact,
      gemeldOp: current.tijdstip,
    };
    if (last?.end?.stap === 'bevestigd' && isSameDuoOrder(last.order, order)) return undefined;
    return {
      task: { order, gemeentecode, besluit: current.feitId, cause: current },
      rules: NAME_AT_DUO.test(contact.naam) ? [] : [UNREADABLE_NAME],
      attempts,
    };
  };

/** What the hub owes DUO on a day (`YYYY-MM-DD`) of the employee who directs a zaak. */
export const owedOfContact = (zaak: Zaak, day: string): Owed => owedOf(zaak, 'contactpersoon', findOn(day));

/** The employees who direct a zaak for its gemeente, in the order of the days on which they begin. */
const assignmentsIn = (zaak: Zaak) => assignmentsBy(zaak.regisseurs, duoStayOf(zaak)?.gemeentecode);

/** The days on which an employee begins to direct a zaak for its gemeente, in order. */
const daysOf = (zaak: Zaak): readonly string[] => {
  const days = assignmentsIn(zaak).map(({ gegevens }) => gegevens.ingangsdatum);
  // When nobody is assigned, a contactpersoon that has to go has to go on any day.
  return days.length > 0 ? [...new Set(days)] : ['0000-01-01'];
};

/** Since when there is something to do at DUO; that can lie ahead, when a colleague begins later. */
export const contactOwedSince = (zaak: Zaak): string | undefined => {
  const days = daysOf(zaak);
  const dealtWith = new Set(zaak.duoMeldingen.map(({ besluit }) => besluit));
  const last =
    assignmentsIn(zaak).findLast(({ feitId }) => dealtWith.has(feitId))?.gegevens.ingangsdatum ?? '';
  const [since] = days
    .filter((day) => day >= last)
    .flatMap((day) => {
      const owed = sinceOwed(owedOfContact(zaak, day));
      if (owed === undefined) return [];
      const begins = `${day}T00:00:00Z`;
      return [compareInstants(owed, begins) > 0 ? owed : begins];
    });
  return since;
};

/** What the gemeente is told of it: the standing of the last assignment that may not be told, or that DUO refused. */
export const contactStanding = (zaak: Zaak): Owed => {
  for (const day of daysOf(zaak).toReversed()) {
    const owed = owedOfContact(zaak, day);
    if (owed.kind !== 'tell') return owed;
  }
  return { kind: 'nothing' };
};
