import { setImmediate } from 'node:timers/promises';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { aroundCalls, type Fault } from '../../../faults/outside-calls.ts';
import { MINUTE, webhookHub } from './support.ts';

/**
 * Invocations of functions/webhook side by side, in a time that goes on only when nothing happens any more. Every call to the
 * outside takes a while and is counted; some may fail, before or after their effect.
 */

export interface SideBySide {
  /** Invocations at once. */
  readonly atOnce?: number;
  /** How long a call takes. */
  readonly callMs?: () => number;
  readonly fault?: () => Fault['moment'] | undefined;
  /** Whether the watch runs every minute and every five. */
  readonly watched?: boolean;
}

/** Requests to AWS that a call of an adapter stands for. */
const requests = (name: string, [first]: readonly unknown[]): number => {
  if (name === 'enqueue') return Math.ceil((first as readonly unknown[]).length / 10);
  return name === 'write' ? (first as readonly unknown[]).length : 1;
};

/** The receiver and the queues of partners are no part of what is counted. */
const UNCOUNTED: ReadonlySet<string> = new Set(['take', 'send']);

export const sideBySide = async (
  changes: Partial<Abonnement>,
  { atOnce = 5, callMs = () => 5, fault = () => undefined, watched = true }: SideBySide = {},
) => {
  const timers: { readonly at: number; readonly resolve: () => void }[] = [];
  const counted = new Map<string, number>();
  const time = { now: () => 0 };
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => timers.push({ at: time.now() + ms, resolve }));
  const outside = aroundCalls(async (name, args) => {
    await sleep(callMs());
    if (!UNCOUNTED.has(name)) counted.set(name, (counted.get(name) ?? 0) + requests(name, args));
    return fault();
  });
  const hub = await webhookHub(changes, { sleep }, outside);
  const { clock } = hub;
  time.now = () => clock.now;
  const running = new Set<Promise<void>>();
  let swept = clock.now;

  /** Starts what can start now; false when nothing does. */
  const start = (): boolean => {
    const batch = running.size < atOnce ? hub.take() : undefined;
    if (batch === undefined) return false;
    const invocation = hub.process(batch).finally(() => running.delete(invocation));
    running.add(invocation);
    return true;
  };

  const watch = async (): Promise<void> => {
    if (!watched || clock.now < swept + MINUTE) return;
    swept = clock.now;
    await hub.offerDue();
    if (Math.floor(clock.now / MINUTE) % 5 === 0) await hub.offerLasting();
  };

  /** Lets time pass, from one moment at which something happens to the next. */
  const passes = async (ms: number): Promise<void> => {
    const end = clock.now + ms;
    for (;;) {
      if (start()) continue;
      await setImmediate();
      if (start()) continue;
      const moments = [
        ...timers.map(({ at }) => at),
        ...hub.queued().map(({ from }) => from),
        swept + MINUTE,
      ].filter((moment) => moment > clock.now);
      const due = timers.filter(({ at }) => at <= clock.now);
      if (due.length === 0) {
        const next = Math.min(...moments);
        if (next > end) break;
        clock.now = next;
      }
      for (const timer of timers.filter(({ at }) => at <= clock.now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.resolve();
      }
      await watch();
    }
    clock.now = end;
  };

  return {
    ...hub,
    passes,
    /** Requests to AWS since the last time. */
    requests(): number {
      const total = [...counted.values()].reduce((sum, count) => sum + count, 0);
      counted.clear();
      return total;
    },
    byName: () => Object.fromEntries(counted),
  };
};
