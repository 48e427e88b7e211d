import type { DuoOrders, Registered, Seen, Told } from '../../../adapters/duo/orders.ts';
import type { ContactAtDuo, DuoOrder } from '../../../domain/duomeldingen/orders.ts';
import { type HeldPip, isDoneAt } from '../../../domain/pip/order.ts';

/** DUO's side for tests: it does what it is told, unless `answer` says otherwise, and keeps it. */

type Call = 'tell' | 'see' | 'registerContact' | 'changeContact' | 'linkContact';

export interface DuoWithPips extends DuoOrders {
  /** The PIPs that DUO holds, by BSN. */
  readonly held: Map<string, HeldPip>;
  /** Who has an examennummer. */
  readonly candidates: Set<string>;
  /** The employees of gemeenten, by DUO's number, and the number of whoever is the contactpersoon, by BSN. */
  readonly contacts: Map<number, ContactAtDuo>;
  readonly linked: Map<string, number>;
  /** What DUO was told, in order; a call that it refused is among them. */
  readonly told: { readonly bsn: string; readonly gemeente: string; readonly order: DuoOrder }[];
  /** The calls about contactpersonen, in order. */
  readonly calls: Call[];
  /** How often DUO was asked what it has. */
  readonly seen: string[];
}

export const duoWithPips = (
  answer: (call: Call, times: number) => Told | Seen | Registered | undefined = () => undefined,
): DuoWithPips => {
  const held = new Map<string, HeldPip>();
  const candidates = new Set<string>();
  const contacts = new Map<number, ContactAtDuo>();
  const linked = new Map<string, number>();
  const told: DuoWithPips['told'][number][] = [];
  const calls: Call[] = [];
  const seen: string[] = [];
  const has = (bsn: string, gemeente: string, order: DuoOrder): boolean => {
    if (!('over' in order)) return isDoneAt(order, gemeente, held.get(bsn));
    return order.over === 'leerbaarheidstoets' && !candidates.has(bsn);
  };
  const answerTo = (call: Call): Told | undefined => {
    calls.push(call);
    const other = answer(call, calls.filter((one) => one === call).length) as Told | undefined;
    return other?.soort === 'gedaan' ? undefined : other;
  };
  return {
    held,
    candidates,
    contacts,
    linked,
    told,
    calls,
    seen,
    tell: async (bsn, gemeente, order) => {
      told.push({ bsn, gemeente, order });
      const other = answer('tell', told.length) as Told | undefined;
      if (other !== undefined && other.soort !== 'gedaan') return other;
      if ('over' in order) candidates.delete(bsn);
      else if (order.handeling === 'registreren') held.set(bsn, { gemeentecode: gemeente, pip: order.pip });
      else held.delete(bsn);
      return { soort: 'gedaan' };
    },
    see: async (bsn, gemeente, order) => {
      seen.push(bsn);
      const other = answer('see', seen.length) as Seen | undefined;
      return other ?? { soort: 'gezien', isDone: has(bsn, gemeente, order) };
    },
    registerContact: async (_, contact) => {
      const other = answerTo('registerContact');
      if (other !== undefined) return other as Registered;
      const id = contacts.size + 1;
      contacts.set(id, contact);
      return { soort: 'gedaan', id };
    },
    changeContact: async (_, id, contact) => {
      const other = answerTo('changeContact');
      if (other !== undefined) return other;
      contacts.set(id, contact);
      return { soort: 'gedaan' };
    },
    linkContact: async (bsn, _, id, handeling) => {
      const other = answerTo('linkContact');
      if (other !== undefined) return other;
      if (handeling === 'registreren') linked.set(bsn, id);
      else linked.delete(bsn);
      return { soort: 'gedaan' };
    },
  };
};
