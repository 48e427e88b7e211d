import type { DuoPip, Seen, Told } from '../../../adapters/duo/pip.ts';
import type { HeldPip, PipOrder } from '../../../domain/pip/order.ts';

/** DUO's side of the PIP for tests: it does what it is told, unless `answer` says otherwise, and keeps it. */

export interface DuoWithPips extends DuoPip {
  /** What DUO holds, by BSN. */
  readonly held: Map<string, HeldPip>;
  /** What DUO was told, in order; a call that it refused is among them. */
  readonly told: { readonly bsn: string; readonly gemeente: string; readonly order: PipOrder }[];
  /** How often DUO was asked what it has. */
  readonly seen: string[];
}

export const duoWithPips = (
  answer: (call: 'tell' | 'see', times: number) => Told | Seen | undefined = () => undefined,
): DuoWithPips => {
  const held = new Map<string, HeldPip>();
  const told: DuoWithPips['told'][number][] = [];
  const seen: string[] = [];
  return {
    held,
    told,
    seen,
    tell: async (bsn, gemeente, order) => {
      told.push({ bsn, gemeente, order });
      const other = answer('tell', told.length) as Told | undefined;
      if (other !== undefined && other.soort !== 'gedaan') return other;
      if (order.handeling === 'registreren') held.set(bsn, { gemeentecode: gemeente, pip: order.pip });
      else held.delete(bsn);
      return { soort: 'gedaan' };
    },
    see: async (bsn) => {
      seen.push(bsn);
      return (answer('see', seen.length) as Seen | undefined) ?? { soort: 'gezien', held: held.get(bsn) };
    },
  };
};
