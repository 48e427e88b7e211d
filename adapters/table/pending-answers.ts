import type { OntvangstId } from '../../contracts/base-types.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import type { PendingAnswer } from '../../domain/duo/pending.ts';
import { expiresAfter } from './expires-after.ts';
import type { Item, Table } from './table.ts';

/**
 * Messages that wait for an answer of DUO: an item beside the receipt, listed by the moment at which DUO is asked again.
 * The receipt itself keeps the content and says `wacht`.
 */

/** A message of which DUO is to be asked again, as the list shows it. */
export interface DueQuestion {
  readonly ontvangstId: OntvangstId;
  readonly due: string;
}

const PREFIX = 'DUOVRAAG#';
const SK = 'DUOVRAAG';
/** The list of those that wait, by when they are due. */
const STATUS_PENDING = 'DUOVRAAG';

/** An item that waits for nothing any more is of no use, and goes by itself. */
const KEPT_SECONDS = DAY_SECONDS;

/** Questions that are looked up at a time. */
const PAGE = 1000;

/** Where it stands that a message waits for an answer of DUO. */
export const keyOfPendingAnswer = (ontvangstId: OntvangstId) => ({ pk: `${PREFIX}${ontvangstId}`, sk: SK });

const idOf = ({ pk }: Item): OntvangstId => pk.slice(PREFIX.length) as OntvangstId;

const isPending = (item: Item | undefined): item is Item => item?.['status'] === STATUS_PENDING;

/** Questions to DUO that wait for its answer. */
export const createPendingAnswers = (
  table: Pick<Table, 'read' | 'write' | 'replace' | 'change' | 'perStatus'>,
) => ({
  /** Undefined when this message waits for no answer. Strongly consistent. */
  async read(ontvangstId: OntvangstId): Promise<PendingAnswer | undefined> {
    const item = await table.read(keyOfPendingAnswer(ontvangstId));
    return isPending(item)
      ? { firstAskedAt: String(item['firstAskedAt']), attempts: Number(item['attempts']) }
      : undefined;
  },

  /** DUO is asked again at this moment. */
  postpone: (ontvangstId: OntvangstId, { firstAskedAt, attempts }: PendingAnswer, due: Date): Promise<void> =>
    table.write([
      {
        ...keyOfPendingAnswer(ontvangstId),
        status: STATUS_PENDING,
        sinds: due.toISOString(),
        firstAskedAt,
        attempts,
      },
    ]),

  /** Those of which DUO is to be asked by now, longest due first, a page at most. Eventually consistent. */
  async due(now: Date): Promise<readonly DueQuestion[]> {
    const { items } = await table.perStatus(STATUS_PENDING, { until: now.toISOString(), max: PAGE });
    return items.map((item) => ({ ontvangstId: idOf(item), due: String(item['sinds']) }));
  },

  /** Claims what was due until `until`; false when it was asked or claimed meanwhile. */
  async claim({ ontvangstId, due }: DueQuestion, until: Date): Promise<boolean> {
    const item = await table.read(keyOfPendingAnswer(ontvangstId));
    if (!isPending(item) || item['sinds'] !== due) return false;
    return table.replace({ ...item, sinds: until.toISOString() }, { status: STATUS_PENDING, sinds: due });
  },

  /** The message waits for no answer any more. */
  async forget(ontvangstId: OntvangstId, now: Date): Promise<void> {
    await table.change(
      keyOfPendingAnswer(ontvangstId),
      {
        status: undefined,
        sinds: undefined,
        verlooptOp: expiresAfter(now, KEPT_SECONDS),
      },
      [STATUS_PENDING],
    );
  },
});

export type PendingAnswers = ReturnType<typeof createPendingAnswers>;
