import type { DuoOrders, Registered, Resultaten, Seen, Told } from '../../../adapters/duo/orders.ts';
import type { LbtResultaat } from '../../../contracts/duo.ts';
import type { AanbodAtDuo, ContactAtDuo, DuoOrder } from '../../../domain/duomeldingen/orders.ts';
import { isAanbodOrder } from '../../../domain/duomeldingen/orders.ts';
import { type HeldPip, isDoneAt } from '../../../domain/pip/order.ts';

/** DUO's side for tests: it does what it is told, unless `answer` says otherwise, and keeps it. */

type Call = 'tell' | 'see' | 'resultaten' | 'registerContact' | 'changeContact' | 'linkContact';

export interface DuoWithPips extends DuoOrders {
  /** Another DUO, which has and was told what this one has and was told. */
  copy(): DuoWithPips;
  /** The PIPs that DUO holds, by BSN. */
  readonly held: Map<string, HeldPip>;
  /** The results of the leerbaarheidstoets that DUO has, by BSN. */
  readonly uitslagen: Map<string, LbtResultaat[]>;
  /** The aanboden that DUO holds, by BSN and school. */
  readonly aanboden: Map<string, AanbodAtDuo>;
  /** Who has an examennummer. */
  readonly candidates: Set<string>;
  /** The employees of gemeenten, by DUO's number, and the number of whoever is the contactpersoon, by BSN. */
  readonly contacts: Map<number, ContactAtDuo>;
  readonly linked: Map<string, number>;
  /** What DUO was told, in order; a call that it refused is among them. */
  readonly told: { readonly bsn: string; readonly gemeente: string; readonly order: DuoOrder }[];
  /** The calls about contactpersonen and results, in order. */
  readonly calls: Call[];
  /** How often DUO was asked what it has. */
  readonly seen: string[];
}

export const duoWithPips = (
  answer: (call: Call, times: number) => Told | Seen | Resultaten | Registered | undefined = () => undefined,
  before?: Omit<DuoWithPips, keyof DuoOrders | 'copy'>,
): DuoWithPips => {
  const held = new Map(before?.held);
  const candidates = new Set(before?.candidates);
  const uitslagen = new Map(before?.uitslagen);
  const aanboden = new Map(before?.aanboden);
  const contacts = new Map(before?.contacts);
  const linked = new Map(before?.linked);
  const told = [...(before?.told ?? [])];
  const calls = [...(before?.calls ?? [])];
  const seen = [...(before?.seen ?? [])];
  const kept = { held, uitslagen, aanboden, candidates, contacts, linked, told, calls, seen };
  const has = (bsn: string, gemeente: string, order: DuoOrder): boolean => {
    if (!('over' in order)) return isDoneAt(order, gemeente, held.get(bsn));
    return order.over === 'leerbaarheidstoets' && !candidates.has(bsn);
  };
  const answerTo = (call: Call): Told | undefined => {
    calls.push(call);
    const other = answer(call, calls.filter((one) => one === call).length) as Told | undefined;
    return other?.kind === 'done' ? undefined : other;
  };
  return {
    ...kept,
    copy: () => duoWithPips(answer, kept),
    tell: async (bsn, gemeente, order) => {
      told.push({ bsn, gemeente, order });
      const other = answer('tell', told.length) as Told | undefined;
      if (other !== undefined && other.kind !== 'done') return other;
      if (isAanbodOrder(order)) {
        const key = `${bsn} ${order.instellingsnummer}`;
        if (order.handeling === 'verwijderen') aanboden.delete(key);
        else if (aanboden.has(key)) return { kind: 'refused', redenen: ['Er is al een aanbod'] };
        else aanboden.set(key, order.aanbod);
        return { kind: 'done' };
      }
      if ('over' in order) candidates.delete(bsn);
      else if (order.handeling === 'registreren') held.set(bsn, { gemeentecode: gemeente, pip: order.pip });
      else held.delete(bsn);
      return { kind: 'done' };
    },
    see: async (bsn, gemeente, order) => {
      seen.push(bsn);
      const other = answer('see', seen.length) as Seen | undefined;
      return other ?? { kind: 'seen', isDone: has(bsn, gemeente, order) };
    },
    resultaten: async (bsn) => {
      const other = answerTo('resultaten');
      if (other !== undefined) return other as Resultaten;
      return { kind: 'seen', resultaten: uitslagen.get(bsn) ?? [], bron: '00000099000000004000' };
    },
    registerContact: async (_, contact) => {
      const other = answerTo('registerContact');
      if (other !== undefined) return other as Registered;
      const id = contacts.size + 1;
      contacts.set(id, contact);
      return { kind: 'done', id };
    },
    changeContact: async (_, id, contact) => {
      const other = answerTo('changeContact');
      if (other !== undefined) return other;
      contacts.set(id, contact);
      return { kind: 'done' };
    },
    linkContact: async (bsn, _, id, handeling) => {
      const other = answerTo('linkContact');
      if (other !== undefined) return other;
      if (handeling === 'registreren') linked.set(bsn, id);
      else linked.delete(bsn);
      return { kind: 'done' };
    },
  };
};
