import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { type FunctionDefinition, failed, type Instance, startInstance } from './instance.ts';
import { type Outcome, STOPPED } from './invocation.ts';

/** One function of the app. */
export interface RunnableFunction {
  /** How many invocations run at once. More than that wait. */
  readonly concurrency: number;
  invoke(event: unknown): Promise<Outcome>;
  /** Sets the reserved concurrency: at most so many invocations run at once, and 0 refuses every invocation. */
  reserve(concurrency: number): void;
  /** The variables of the template, or those that replaced them. */
  variables(): Readonly<Record<string, string>>;
  /** Replaces the variables, and renews. */
  reconfigure(variables: Readonly<Record<string, string>>): void;
  /**
   * From now on invocations run in a fresh instance, on the clock as it stands then. One that runs ends in the old
   * instance, on the old clock.
   */
  renew(): void;
  /**
   * From now on invocations go by the clock as it stands. An instance that has nothing in hand goes on with it, as one on Lambda
   * does from one day to the next, unless the clock went back: what it remembers would be of the future.
   */
  followClock(): void;
  /** How many invocations run or wait for a place. */
  running(): number;
  stop(): Promise<void>;
}

/**
 * `stop` waits this long for invocations that run, and then this long after it broke off their requests to other hosts.
 * `hub start` promises to end within 15 seconds.
 */
const STOP_GRACE_MS = 6_000;
const HANG_UP_GRACE_MS = 3_000;
const STOP_POLL_MS = 5;

/**
 * Runs a function in a worker thread. Up to `concurrency` invocations share the thread, where Lambda would give each
 * an environment of its own. A worker in which an invocation times out takes no new ones and ends once the others are
 * done.
 */
export function createFunction(definition: FunctionDefinition): RunnableFunction {
  const waiting: (() => void)[] = [];
  const instances = new Set<Instance>();
  let current: Instance | undefined;
  let inUse = 0;
  let limit = definition.concurrency;
  let variables = definition.variables;
  let stopped = false;

  const start = (): Instance => {
    const instance = startInstance(definition, variables, {
      exitType: () => (stopped ? STOPPED : 'Runtime.ExitError'),
      onExit: () => instances.delete(instance),
    });
    instances.add(instance);
    return instance;
  };

  const instanceForNew = (): Instance => {
    if (current === undefined || current.isRetired()) current = start();
    return current;
  };

  const invoke = async (event: unknown): Promise<Outcome> => {
    if (limit === 0) return failed('TooManyRequestsException', 'Rate Exceeded.');
    if (inUse >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else inUse += 1;
    try {
      return stopped ? failed(STOPPED, 'the embedded cloud is stopping') : await instanceForNew().run(event);
    } finally {
      // The place goes straight to the next that waits, so that no new invocation takes it first.
      const next = waiting.shift();
      if (next) next();
      else inUse -= 1;
    }
  };

  const drained = async (graceMs: number): Promise<void> => {
    const deadline = Date.now() + graceMs;
    while (inUse > 0 && Date.now() < deadline) await setTimeoutAsync(STOP_POLL_MS);
  };

  const renew = (): void => {
    current?.retire();
    current = undefined;
  };

  return {
    concurrency: definition.concurrency,
    invoke,
    reserve: (concurrency) => {
      limit = concurrency;
    },
    variables: () => variables,
    reconfigure: (given) => {
      variables = given;
      renew();
    },
    renew,
    followClock: () => {
      if (current?.followClock() === false) renew();
    },
    running: () => inUse + waiting.length,
    stop: async () => {
      stopped = true;
      await drained(STOP_GRACE_MS);
      for (const instance of instances) instance.hangUp();
      await drained(HANG_UP_GRACE_MS);
      await Promise.all([...instances].map((instance) => instance.terminate()));
    },
  };
}
