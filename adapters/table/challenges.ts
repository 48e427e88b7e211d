import { digestOf } from '../digest.ts';
import { expiresAfter } from './expires-after.ts';
import type { Table } from './table.ts';

/** So long it is remembered that a challenge was answered: longer than any of them can be. */
const REMEMBERED_SECONDS = 20 * 60;

/** Challenges that a browser got, each of which signs somebody in once. */
export const createChallenges = (table: Pick<Table, 'insert'>) => ({
  /** Uses a challenge up; false when it was, so that nobody signs in by what somebody sent before. */
  use: (challenge: string, now: Date): Promise<boolean> =>
    table.insert({
      pk: `PASSKEYVRAAG#${digestOf(challenge)}`,
      sk: 'VRAAG',
      verlooptOp: expiresAfter(now, REMEMBERED_SECONDS),
    }),
});

export type Challenges = ReturnType<typeof createChallenges>;
