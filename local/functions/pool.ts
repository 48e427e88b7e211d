import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock/clock.ts';
import {
  type HangUpRequest,
  type InvokeRequest,
  LAMBDA_BYTES,
  type Outcome,
  STOPPED,
  type WorkerReply,
  type WorkerSettings,
} from './invocation.ts';

export interface FunctionDefinition extends Omit<WorkerSettings, 'aheadMs'> {
  /** The clock that the function goes by. */
  readonly clock: Clock;
  /** The variables that Lambda sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The variables that the template sets. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  /** The file that the thread runs; `worker.ts` unless given. */
  readonly worker?: string;
  readonly onLog: (line: string) => void;
  /** Gets every invocation that ended, with the time that its handler took. */
  readonly onInvocation?: (event: unknown, milliseconds: number) => void;
}

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

interface Instance {
  readonly worker: Worker;
  readonly pending: Map<string, (outcome: Outcome) => void>;
  readonly ready: Promise<void>;
  /** How far its clock is ahead of that of this machine. */
  aheadMs: number;
  /** The instance takes no new invocations, because one of them timed out or because it is ending. */
  retired: boolean;
}

/**
 * `stop` waits this long for invocations that run, and then this long after it broke off their requests to other hosts.
 * `hub start` promises to end within 15 seconds.
 */
const STOP_GRACE_MS = 6_000;
const HANG_UP_GRACE_MS = 3_000;
const HANG_UP: HangUpRequest = { kind: 'hang up' };
const STOP_POLL_MS = 5;
const WORKER = new URL('./worker.ts', import.meta.url);

const failed = (errorType: string, errorMessage: string, timedOut = false): Outcome => ({
  ok: false,
  errorType,
  errorMessage,
  timedOut,
});

const resultOf = (value: string | undefined): Outcome => {
  if (value === undefined) return { ok: true, value: null };
  return Buffer.byteLength(value) > LAMBDA_BYTES
    ? failed('Function.ResponseSizeTooLarge', `the answer is larger than ${LAMBDA_BYTES} bytes`)
    : { ok: true, value: JSON.parse(value) };
};

const forwardLines = (stream: Readable, onLine: (line: string) => void): void => {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine);
};

/**
 * Runs a function in a worker thread. Up to `concurrency` invocations share the thread, where Lambda would give each
 * an environment of its own. A worker in which an invocation times out takes no new ones and ends once the others are
 * done.
 */
export function createFunction(definition: FunctionDefinition): RunnableFunction {
  const { onLog } = definition;
  const waiting: (() => void)[] = [];
  const instances = new Set<Instance>();
  let current: Instance | undefined;
  let inUse = 0;
  let limit = definition.concurrency;
  let variables = definition.variables;
  let stopped = false;

  const end = (instance: Instance, reason: Outcome): void => {
    instance.retired = true;
    if (current === instance) current = undefined;
    for (const finish of [...instance.pending.values()]) finish(reason);
  };

  const endWhenDrained = (instance: Instance): void => {
    if (instance.retired && instance.pending.size === 0) void instance.worker.terminate();
  };

  const onReply = (instance: Instance, reply: WorkerReply): void => {
    if (reply.kind === 'ready') return;
    const finish = instance.pending.get(reply.id);
    if (!finish) return;
    if (reply.kind === 'result') {
      finish(resultOf(reply.value));
      return;
    }
    onLog(`Invoke Error ${reply.stack ?? `${reply.errorType}: ${reply.errorMessage}`}`);
    finish(failed(reply.errorType, reply.errorMessage));
  };

  const startInstance = (): Instance => {
    const { directory, handler, functionName, functionArn, memorySize, clock } = definition;
    const aheadMs = clock.aheadMs();
    const workerData: WorkerSettings = { directory, handler, functionName, functionArn, memorySize, aheadMs };
    const worker = new Worker(definition.worker ?? WORKER, {
      workerData,
      env: { ...variables, ...definition.environment },
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      name: functionName,
      // Node collects a heap that nears its limit. With the memory that Lambda gives, every thread would grow for
      // nothing.
      resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 },
    });
    const instance: Instance = {
      worker,
      pending: new Map(),
      aheadMs,
      retired: false,
      ready: new Promise((resolve) => {
        worker.once('message', () => resolve());
        worker.once('exit', () => resolve());
      }),
    };
    forwardLines(worker.stdout, onLog);
    forwardLines(worker.stderr, onLog);
    worker.on('message', (reply: WorkerReply) => onReply(instance, reply));
    worker.on('error', (error) => {
      onLog(`Unhandled error ${error.stack ?? error.message}`);
      end(instance, failed(error.name, error.message));
    });
    worker.on('exit', (code) => {
      instances.delete(instance);
      const type = stopped ? STOPPED : 'Runtime.ExitError';
      end(instance, failed(type, `the function's process exited with code ${code}`));
    });
    instances.add(instance);
    return instance;
  };

  const instanceForNew = (): Instance => {
    if (!current || current.retired) current = startInstance();
    return current;
  };

  const run = (event: unknown): Promise<Outcome> =>
    new Promise((resolve) => {
      const instance = instanceForNew();
      const id = randomUUID();
      const milliseconds = definition.timeoutSeconds * 1000;
      let timer: NodeJS.Timeout | undefined;
      let start = performance.now();
      const finish = (outcome: Outcome): void => {
        clearTimeout(timer);
        if (!instance.pending.delete(id)) return;
        definition.onInvocation?.(event, performance.now() - start);
        endWhenDrained(instance);
        resolve(outcome);
      };
      const expire = (): void => {
        const message = `${id} Task timed out after ${definition.timeoutSeconds.toFixed(2)} seconds`;
        onLog(message);
        instance.retired = true;
        finish(failed('Sandbox.Timedout', message, true));
      };
      instance.pending.set(id, finish);
      // As on Lambda, loading the code does not count as time of the invocation.
      void instance.ready.then(() => {
        if (!instance.pending.has(id)) return;
        timer = setTimeout(expire, milliseconds);
        start = performance.now();
        const request: InvokeRequest = {
          kind: 'invoke',
          id,
          event: JSON.stringify(event),
          deadline: Date.now() + milliseconds,
          aheadMs: instance.aheadMs,
        };
        instance.worker.postMessage(request);
      });
    });

  const invoke = async (event: unknown): Promise<Outcome> => {
    if (limit === 0) return failed('TooManyRequestsException', 'Rate Exceeded.');
    if (inUse >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else inUse += 1;
    try {
      return stopped ? failed(STOPPED, 'the embedded cloud is stopping') : await run(event);
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
    if (!current) return;
    current.retired = true;
    endWhenDrained(current);
    current = undefined;
  };

  const followClock = (): void => {
    if (!current) return;
    const aheadMs = definition.clock.aheadMs();
    // An invocation that runs keeps its clock, and who began with that of this machine has no other.
    const goesOn = current.pending.size === 0 && current.aheadMs !== 0 && aheadMs >= current.aheadMs;
    if (goesOn) current.aheadMs = aheadMs;
    else renew();
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
    followClock,
    running: () => inUse + waiting.length,
    stop: async () => {
      stopped = true;
      await drained(STOP_GRACE_MS);
      for (const { worker } of instances) worker.postMessage(HANG_UP);
      await drained(HANG_UP_GRACE_MS);
      await Promise.all([...instances].map((instance) => instance.worker.terminate()));
    },
  };
}
