import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import { createLimits } from '../../../../adapters/table/limits.ts';
import { createStrangerPace } from '../../../../functions/loket/stranger-pace.ts';
import { problemOf } from '../../../../functions/shared/rest/http/problems.ts';
import { withinRights } from '../../../within-rights.ts';

/** The pace of who is not signed in, over many instances of the pages, which share a table and nothing else. */

const PACE = { perMinute: 10, burst: 10 };
const ADDRESS = '203.0.113.7';
const AWAY = Object.assign(new Error('te druk'), { name: 'ThrottlingException' });

const startInstances = (count: number, { isAway = false } = {}) => {
  const table = memoryTable();
  const clock = { ms: Date.parse('2025-06-20T08:32:00Z') };
  const log: unknown[] = [];
  const made = { reads: 0 };
  const counted = withinRights('loket', {
    ...table,
    read: async (key: Parameters<typeof table.read>[0]) => {
      made.reads += 1;
      if (isAway) throw AWAY;
      return table.read(key);
    },
  });
  const instances = Array.from({ length: count }, () =>
    createStrangerPace(
      {
        clock: { now: () => new Date(clock.ms), sleep: async () => undefined },
        limits: createLimits(counted),
        pseudonyms: createPseudonyms('x'.repeat(40)),
        log: { info: () => undefined, warn: () => undefined, error: (text) => log.push(text) },
      },
      'link',
      PACE,
    ),
  );
  /** Whether the form is taken, or else in how many seconds it may come again. */
  const ask = async (nth: number, from = ADDRESS): Promise<true | number> => {
    try {
      await instances[nth % count]?.(from);
      return true;
    } catch (error) {
      const { kind, headers } = problemOf(error);
      expect(kind).toBe('te-veel-verzoeken');
      return Number(headers?.['Retry-After']);
    }
  };
  const askAll = async (times: number): Promise<readonly (true | number)[]> => {
    const answers: (true | number)[] = [];
    for (let nth = 0; nth < times; nth++) answers.push(await ask(nth));
    return answers;
  };
  return { table, clock, log, made, ask, askAll };
};

describe('who is not signed in', () => {
  it('gets one pace of all instances together, and room again at that pace', async () => {
    const { clock, askAll, ask } = startInstances(50);
    const answers = await askAll(200);
    expect(answers.filter((answer) => answer === true)).toHaveLength(PACE.burst);
    expect(new Set(answers.filter((answer) => answer !== true))).toEqual(new Set([6]));
    clock.ms += 6_000;
    expect(await ask(0)).toBe(true);
    expect(await ask(1)).toBe(6);
  });

  it('is refused without a call once an instance knows that there is no room', async () => {
    const { made, askAll } = startInstances(2);
    await askAll(40);
    const { reads } = made;
    await askAll(100);
    expect(made.reads).toBe(reads);
  });

  it('keeps nobody out who comes from elsewhere, and leaves no address in the table', async () => {
    const { table, askAll, ask } = startInstances(3);
    await askAll(60);
    expect(await ask(0, '203.0.113.8')).toBe(true);
    expect(JSON.stringify(table.alles())).not.toContain('203.0.113');
  });

  it('is let through, and the log says so, while the table cannot count', async () => {
    const { log, ask } = startInstances(1, { isAway: true });
    expect(await ask(0)).toBe(true);
    expect(log).toEqual(['tempo niet bijgehouden']);
  });
});
