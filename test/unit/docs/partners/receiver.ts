import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EXAMPLES, NODE, type PYTHON } from './runtimes.ts';

/** A receiver of docs/partners/voorbeelden as a process of its own. */
export interface Receiver {
  readonly url: string;
  stop(): Promise<void>;
}

/** The port on which a receiver says that it listens. */
export const portOf = async (child: ChildProcess): Promise<number> => {
  if (child.stdout === null) throw new Error('the receiver has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /luistert op http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
    if (found !== null) return Number(found[1]);
  }
  throw new Error('the receiver ended before it listened');
};

/** Starts a receiver on a free port with these settings. */
export const startReceiver = async (
  file: string,
  { program, args }: typeof PYTHON = NODE,
  env: Readonly<Record<string, string>> = {},
): Promise<Receiver> => {
  const child = spawn(program, args(join(EXAMPLES, 'webhook', file)), {
    // Keeps Python from writing a cache beside the examples.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', POORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = `http://127.0.0.1:${await portOf(child)}/hooks`;
  return {
    url,
    stop: async () => {
      const end = once(child, 'close');
      child.kill();
      child.stdout?.destroy();
      await end;
    },
  };
};
