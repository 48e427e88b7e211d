import type { OntvangstId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import type { Table } from './table.ts';

/**
 * Which messages were accepted, written down outside the table that keeps them: in that of the logbook, where a record can
 * only be added. What stands here and has no receipt any more is what the hub lost. One partition per day, no content.
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

const DAY_MS = 24 * 3600 * 1000;
const partitionOf = (day: string): string => `AANGENOMEN#${day}`;

/**
 * The days (UTC, `2026-11-28`) of which acceptances are kept. A day has the same place in this list tomorrow, so that a
 * reader who goes on after midnight misses none.
 */
export const acceptanceDays = (now: Date): readonly string[] => {
  const today = Math.floor(now.getTime() / DAY_MS);
  return Array.from({ length: ACCEPTANCE_DAYS }, (_, place) => {
    const ago = (today - place) % ACCEPTANCE_DAYS;
    return new Date((today - ago) * DAY_MS).toISOString().slice(0, 10);
  });
};

/** The acceptances in the table of the logbook. */
export const createAcceptances = (logboek: Pick<Table, 'insert' | 'partition'>) => ({
  /** Throws when the record was not taken: then the message must not be answered as accepted. */
  async note(
    { ontvangstId, organisatie }: Pick<InboundBericht, 'ontvangstId' | 'organisatie'>,
    now: Date,
  ): Promise<void> {
    const aangenomenOp = now.toISOString();
    // A repeated message finds its record of that day there, which says enough.
    await logboek.insert({
      pk: partitionOf(aangenomenOp.slice(0, 10)),
      sk: ontvangstId,
      organisatie,
      aangenomenOp,
      verlooptOp: Math.floor((now.getTime() + (ACCEPTANCE_DAYS + 1) * DAY_MS) / 1000),
    });
  },

  /** Those of one day, in the order of their ids; strongly consistent. */
  async ofDay(day: string): Promise<readonly Acceptance[]> {
    const items = await logboek.partition(partitionOf(day));
    return items.map(({ sk, organisatie, aangenomenOp }) => ({
      ontvangstId: sk as OntvangstId,
      organisatie: String(organisatie),
      aangenomenOp: String(aangenomenOp),
    }));
  },
});

export type Acceptances = ReturnType<typeof createAcceptances>;
