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

const portOf = async (kind: ChildProcess): Promise<number> => {
  if (kind.stdout === null) throw new Error('the receiver has no output');
  for await (const rule of createInterface({ input: kind.stdout })) {
    const found = /"port": ?(\d+)/.exec(rule);
    if (found !== null) return Number(found[1]);
  }
  throw new Error('the receiver ended before it listened');
};

/** Starts one on a free port; `env` says what it goes by. */
export const startReceiver = async (
  file: string,
  { program, args }: typeof PYTHON = NODE,
  env: Readonly<Record<string, string>> = {},
): Promise<Receiver> => {
  const kind = spawn(program, args(join(EXAMPLES, 'webhook', file)), {
    // A test leaves nothing beside the examples.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', POORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = `http://127.0.0.1:${await portOf(kind)}/hooks`;
  return {
    url,
    stop: async () => {
      const end = once(kind, 'close');
      kind.kill();
      kind.stdout?.destroy();
      await end;
    },
  };
};
