import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock/clock.ts';
import {
  type HangUpRequest,
  type InvokeRequest,
  LAMBDA_BYTES,
  type Outcome,
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

/** A thread that runs a function. Several invocations share it. */
export interface Instance {
  /** Runs one invocation, and says what came of it, also when the thread ends meanwhile. */
  run(event: unknown): Promise<Outcome>;
  /** From now on it takes no new invocations, and ends once the others are done. */
  retire(): void;
  /** Whether it takes no new invocations: one of them timed out, it was retired, or it ended. */
  isRetired(): boolean;
  /** Goes by the clock as it stands, when it can: an invocation that runs keeps its clock. Says whether it does. */
  followClock(): boolean;
  /** Breaks off the requests of its invocations to other hosts. */
  hangUp(): void;
  terminate(): Promise<unknown>;
}

const HANG_UP: HangUpRequest = { kind: 'hang up' };
const WORKER = new URL('./worker.ts', import.meta.url);

export const failed = (errorType: string, errorMessage: string, timedOut = false): Outcome => ({
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

const startWorker = (
  definition: FunctionDefinition,
  variables: Readonly<Record<string, string>>,
  aheadMs: number,
): Worker => {
  const { directory, handler, functionName, functionArn, memorySize } = definition;
  const workerData: WorkerSettings = { directory, handler, functionName, functionArn, memorySize, aheadMs };
  return new Worker(definition.worker ?? WORKER, {
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
};

/**
 * Starts a thread with these variables. `exitType` names the error of invocations that its end cuts off, and `onExit` hears of that
 * end.
 */
export function startInstance(
  definition: FunctionDefinition,
  variables: Readonly<Record<string, string>>,
  { exitType, onExit }: { readonly exitType: () => string; readonly onExit: () => void },
): Instance {
  const { onLog, clock, timeoutSeconds } = definition;
  const timeoutMs = timeoutSeconds * 1000;
  const pending = new Map<string, (outcome: Outcome) => void>();
  let aheadMs = clock.aheadMs();
  let retired = false;
  const worker = startWorker(definition, variables, aheadMs);
  const ready = new Promise<void>((resolve) => {
    worker.once('message', () => resolve());
    worker.once('exit', () => resolve());
  });

  const end = (reason: Outcome): void => {
    retired = true;
    for (const finish of [...pending.values()]) finish(reason);
  };

  const endWhenDrained = (): void => {
    if (retired && pending.size === 0) void worker.terminate();
  };

  const onReply = (reply: WorkerReply): void => {
    if (reply.kind === 'ready') return;
    const finish = pending.get(reply.id);
    if (!finish) return;
    if (reply.kind === 'result') {
      finish(resultOf(reply.value));
      return;
    }
    onLog(`Invoke Error ${reply.stack ?? `${reply.errorType}: ${reply.errorMessage}`}`);
    finish(failed(reply.errorType, reply.errorMessage));
  };

  forwardLines(worker.stdout, onLog);
  forwardLines(worker.stderr, onLog);
  worker.on('message', onReply);
  worker.on('error', (error) => {
    onLog(`Unhandled error ${error.stack ?? error.message}`);
    end(failed(error.name, error.message));
  });
  worker.on('exit', (code) => {
    onExit();
    end(failed(exitType(), `the function's process exited with code ${code}`));
  });

  const run = (event: unknown): Promise<Outcome> =>
    new Promise((resolve) => {
      const id = randomUUID();
      let timer: NodeJS.Timeout | undefined;
      let start = performance.now();
      const finish = (outcome: Outcome): void => {
        clearTimeout(timer);
        if (!pending.delete(id)) return;
        definition.onInvocation?.(event, performance.now() - start);
        endWhenDrained();
        resolve(outcome);
      };
      const expire = (): void => {
        const message = `${id} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
        onLog(message);
        retired = true;
        finish(failed('Sandbox.Timedout', message, true));
      };
      pending.set(id, finish);
      // As on Lambda, loading the code does not count as time of the invocation.
      void ready.then(() => {
        if (!pending.has(id)) return;
        timer = setTimeout(expire, timeoutMs);
        start = performance.now();
        const request: InvokeRequest = {
          kind: 'invoke',
          id,
          event: JSON.stringify(event),
          deadline: Date.now() + timeoutMs,
          aheadMs,
        };
        worker.postMessage(request);
      });
    });

  return {
    run,
    retire: () => {
      retired = true;
      endWhenDrained();
    },
    isRetired: () => retired,
    followClock: () => {
      const now = clock.aheadMs();
      // A thread that began with the clock of this machine has no other, and what it remembers would be of the future once the clock goes back.
      const follows = pending.size === 0 && aheadMs !== 0 && now >= aheadMs;
      if (follows) aheadMs = now;
      return follows;
    },
    hangUp: () => worker.postMessage(HANG_UP),
    terminate: () => worker.terminate(),
  };
}
