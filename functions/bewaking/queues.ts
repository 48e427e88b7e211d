import * as z from 'zod';
import { chunk } from '../../adapters/chunk.ts';
import type { QueueCounts } from '../../adapters/queues/queue-counts.ts';
import { kanaalDeadLetters, kanaalQueue } from '../../contracts/internal/queue-names.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { takeAll } from '../shared/steps.ts';
import { type Counts, type FindingDependencies, follow, note } from './findings.ts';

/** Looks how many messages lie in the queues: dead letters at once, and work that nobody takes after its time. */

/**
 * The queues of the functions as infra/ writes them in the environment, by the name that `hub redrive` gives them: dead
 * letters, and for a function that reads a queue that queue, with the seconds in which something must be taken from it.
 */
export const Places = z.record(
  z.string(),
  z.union([z.tuple([z.string()]), z.tuple([z.string(), z.string(), z.number()])]),
);
export type Places = z.infer<typeof Places>;

export interface QueueDependencies extends Pick<FindingDependencies, 'table' | 'now'> {
  readonly queueCounts: QueueCounts;
  readonly places: Places;
  /** Who has a queue. */
  readonly receivers: readonly KanaalId[];
  /** How long something may lie ready for a partner before somebody is alarmed. */
  readonly partnerAlarmAfterMs: number;
}

/** The runs over which the queues of partners are spread: two weeks are left for them, and a hub may have thousands. */
const SPREAD = 12;
const RUN_MS = 5 * 60_000;
const TOGETHER = 25;

/** Something was taken when fewer messages lie there than before. */
const isTaken = (before: number, now: number): boolean => now < before;

/** Of these queues the ones of which nothing was taken for as long as they may wait. */
const standingStill = async (
  deps: QueueDependencies,
  sk: string,
  queueCounts: Counts,
  mayWaitMs: (what: string) => number,
  among?: (what: string) => boolean,
): Promise<Counts> => {
  const followed = await follow(deps, sk, queueCounts, isTaken, among);
  return new Map(
    Object.entries(followed)
      .filter(([what, { sinds }]) => deps.now.getTime() - Date.parse(sinds) >= mayWaitMs(what))
      .map(([what, { aantal }]) => [what, aantal]),
  );
};

/** Looks into the queues of the functions. */
export const lookIntoQueues = async (deps: QueueDependencies): Promise<void> => {
  const { queueCounts, places } = deps;
  const dead = new Map<string, number>();
  const waiting = new Map<string, number>();
  try {
    await takeAll(
      Object.entries(places).map(([name, [deadLetters, queue]]) => async () => {
        dead.set(name, await queueCounts.countOf(deadLetters));
        if (queue !== undefined) waiting.set(name, await queueCounts.countOf(queue));
      }),
    );
  } finally {
    await note(
      deps,
      'DodeBrieven',
      dead,
      (what) => dead.has(what) || !(what in places || what.includes('/')),
    );
    const still = await standingStill(
      deps,
      'WACHTRIJEN',
      waiting,
      (what) => 1000 * (places[what]?.[2] ?? 0),
      (what) => waiting.has(what) || !(what in places),
    );
    const named = new Map([...still].map(([what, count]) => [`wachtrij ${what}`, count]));
    await note(deps, 'BlijftLiggen', named, (what) => what.startsWith('wachtrij '));
  }
};

/** Looks into the queues of partners, in each run into some of them: each once an hour. */
export const lookIntoPartnerQueues = async (deps: QueueDependencies): Promise<void> => {
  const { queueCounts, receivers, now, partnerAlarmAfterMs } = deps;
  const turn = Math.floor(now.getTime() / RUN_MS) % SPREAD;
  const [dead, waiting] = [new Map<string, number>(), new Map<string, number>()];
  const known: ReadonlySet<string> = new Set(receivers);
  try {
    await takeAll(
      chunk(
        receivers.filter((_, number) => number % SPREAD === turn),
        TOGETHER,
      ).map((some) => async () => {
        await Promise.all(
          some.map(async (kanaal) => {
            dead.set(kanaal, await queueCounts.countOf(kanaalDeadLetters(kanaal)));
            waiting.set(kanaal, await queueCounts.countOf(kanaalQueue(kanaal)));
          }),
        );
      }),
    );
  } finally {
    const gone = (what: string): boolean => what.includes('/') && !known.has(what);
    await note(deps, 'DodeBrieven', dead, (what) => dead.has(what) || gone(what));
    const still = await standingStill(
      deps,
      'PARTNERWACHTRIJEN',
      waiting,
      () => partnerAlarmAfterMs,
      (what) => waiting.has(what) || gone(what),
    );
    const named = new Map([...still].map(([what, count]) => [`wachtrij ${what}`, count]));
    await note(deps, 'TeLangKlaargezet', named, (what) => what.startsWith('wachtrij '));
  }
};
