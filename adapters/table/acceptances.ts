import type { OntvangstId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { DAY_MS } from '../../contracts/time.ts';
import type { Table } from './table.ts';

/**
 * Which messages were accepted, written down outside the table that keeps them: in that of the logbook, where a record can
 * only be added. What stands here and has no receipt any more is what the hub lost. Ids only, spread over sixteen partitions
 * by the first digit of the id, so that one message has one record however often and on whatever day it is repeated.
 */

/** One message that was answered with 202 (or DUO's 201). */
export interface Acceptance {
  readonly ontvangstId: OntvangstId;
  /** The key of the organisation that sent it. */
  readonly organisatie: string;
  /** ISO 8601, UTC. */
  readonly aangenomenOp: string;
}

/** Days that are looked back: as far as the table can be restored to. What is lost longer, nobody brings back. */
export const ACCEPTANCE_DAYS = 35;

/** The pieces in which acceptances are kept and read. */
export const ACCEPTANCE_PARTS = [...'0123456789abcdef'] as const;

const partitionOf = (part: string): string => `AANGENOMEN#${part}`;

/** The acceptances in the table of the logbook. */
export const createAcceptances = (logboek: Pick<Table, 'insert' | 'partition'>) => ({
  /** Throws when the record was not taken: then the message must not be answered as accepted. */
  async note(
    { ontvangstId, organisatie }: Pick<InboundBericht, 'ontvangstId' | 'organisatie'>,
    moment: Date,
  ): Promise<void> {
    await logboek.insert({
      pk: partitionOf(ontvangstId.slice(0, 1)),
      sk: ontvangstId,
      organisatie,
      aangenomenOp: moment.toISOString(),
      verlooptOp: Math.floor((moment.getTime() + (ACCEPTANCE_DAYS + 1) * DAY_MS) / 1000),
    });
  },

  /** Those of one piece that were accepted in the last days, in the order of their ids; strongly consistent. */
  async inPart(part: string, now: Date): Promise<readonly Acceptance[]> {
    const from = new Date(now.getTime() - ACCEPTANCE_DAYS * DAY_MS).toISOString();
    const items = await logboek.partition(partitionOf(part));
    return items
      .map(({ sk, organisatie, aangenomenOp }) => ({
        ontvangstId: sk as OntvangstId,
        organisatie: String(organisatie),
        aangenomenOp: String(aangenomenOp),
      }))
      .filter(({ aangenomenOp }) => aangenomenOp >= from);
  },
});

export type Acceptances = ReturnType<typeof createAcceptances>;
