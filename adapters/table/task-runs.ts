import { ageMs } from './age.ts';
import type { Table } from './table.ts';

/** Tasks of the clock that the watch looks after: two of its own, and what `functions/wissen` does every hour. */
export const WATCHED_TASKS = ['bezorging', 'termijnen', 'opruimen'] as const;
export type WatchedTask = (typeof WATCHED_TASKS)[number];

const run = (task: WatchedTask, now: Date) => ({ pk: 'TAAK', sk: task, op: now.toISOString() });

/** Stores that this task came to its end. A run that was cut off before that does not count. */
export const noteRun = async (
  table: Pick<Table, 'writeIfNewer'>,
  task: WatchedTask,
  now: Date,
): Promise<void> => {
  await table.writeIfNewer(run(task, now), 'op');
};

/** How long ago (in milliseconds) this task last came to its end; one that never did counts from the first time it is asked. */
export const sinceRunMs = (
  table: Pick<Table, 'read' | 'insert'>,
  task: WatchedTask,
  now: Date,
): Promise<number> => ageMs(table, run(task, now), 'op', now);
