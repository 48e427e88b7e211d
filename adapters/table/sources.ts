import type { Source } from '../../contracts/internal/metrics.ts';
import { ageMs } from './age.ts';
import type { Table } from './table.ts';

/** When each source last sent something new: one small item a source, without a place in the index. */

/** A source that sends a lot writes this seldom, per warm instance: no write a message, no contention. */
const WRITE_AT_MOST_EVERY_MS = 5 * 60 * 1000;

const item = (source: Source, moment: Date) => ({
  pk: `BRON#${source}`,
  sk: 'BRON',
  gehoordOp: moment.toISOString(),
});

/** Notes when sources send. */
export const createSources = (table: Pick<Table, 'writeIfNewer'>) => {
  const written = new Map<Source, number>();
  return {
    /** This source sent something new just now. What fails is tried again with its next message. */
    async heard(source: Source, now = new Date()): Promise<void> {
      const previous = written.get(source);
      if (previous !== undefined && now.getTime() - previous < WRITE_AT_MOST_EVERY_MS) return;
      await table.writeIfNewer(item(source, now), 'gehoordOp');
      written.set(source, now.getTime());
    },
  };
};

export type Sources = ReturnType<typeof createSources>;

/**
 * How long this source has been silent. One that was never heard counts from the first time that somebody asked, so
 * that it is not overlooked.
 */
export const silenceMs = (
  table: Pick<Table, 'read' | 'insert'>,
  source: Source,
  now: Date,
): Promise<number> => ageMs(table, item(source, now), 'gehoordOp', now);
