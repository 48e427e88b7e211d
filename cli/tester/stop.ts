import type { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import type { BusyFunction } from '../../local/cloud.ts';
import { shortFunctionName } from '../print/functions.ts';

/** How a hub on this machine ends when it is told to. */
export interface StopRequest {
  /** Resolves at the first SIGINT or SIGTERM, or when the program that started it over a channel is gone. */
  readonly asked: Promise<void>;
  /** Whether one came. */
  isAsked(): boolean;
  /** From now on `busy` says what a hub that stops still waits for. */
  watch(busy: () => readonly BusyFunction[]): void;
}

/** What the request does outside itself. */
export interface StopEffects {
  readonly say: (text: string) => void;
  readonly exit: (code: number) => void;
  /** Where the signals, and the end of the channel, come from: the process. */
  readonly signals?: Pick<EventEmitter, 'on'>;
}

/** The promise is 15 seconds; the last one is for closing what is open. */
const DEADLINE_MS = 14_000;
const SAY_EVERY_MS = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Listens for what ends a hub: two signals, or the end of the program that started it, where that keeps a channel to it. The first one asks; while the hub stops, `say` tells what it waits for. A
 * second one, or the deadline, ends the process at once: what was accepted is on disk with `--data`.
 */
export const onStopSignal = ({ say, exit, signals = process }: StopEffects): StopRequest => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let busy: () => readonly BusyFunction[] = () => [];
  let first = true;
  const begin = (): void => {
    const deadline = Date.now() + DEADLINE_MS;
    const seconds = (): number => Math.ceil((deadline - Date.now()) / 1000);
    // Neither timer keeps a process alive that has nothing else left to do.
    setInterval(
      () => say(`Stopping: ${waitingFor(busy())}; at most ${seconds()} s more, Ctrl-C again stops at once.`),
      SAY_EVERY_MS,
    ).unref();
    setTimeout(() => {
      say(`Stopped without waiting any longer: ${waitingFor(busy())}.`);
      exit(1);
    }, DEADLINE_MS).unref();
    resolve();
  };
  for (const signal of SIGNALS) {
    signals.on(signal, () => {
      if (!first) return exit(128 + constants.signals[signal]);
      first = false;
      begin();
    });
  }
  // A test run that is broken off cannot tell its hubs to stop.
  signals.on('disconnect', () => {
    if (!first) return;
    first = false;
    begin();
  });
  return {
    asked,
    isAsked: () => !first,
    watch: (given) => {
      busy = given;
    },
  };
};

/** What keeps a hub from stopping, in words: the functions that run and what a running webhook means. */
export const waitingFor = (busy: readonly BusyFunction[]): string => {
  if (busy.length === 0) return 'closing what is open';
  const parts = busy.map(({ functionName, invocations }) => {
    const name = shortFunctionName(functionName);
    const what = name === 'webhook' ? 'webhook (a receiver that does not answer?)' : name;
    return `${what}${invocations === 1 ? '' : ` ×${invocations}`}`;
  });
  return `waiting for ${parts.join(', ')}`;
};
