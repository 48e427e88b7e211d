import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE, type PYTHON, VOORBEELDEN } from './runtimes.ts';

/** A receiver of docs/partners/voorbeelden as a process of its own. */
export interface Ontvanger {
  readonly url: string;
  stop(): Promise<void>;
}

const poortVan = async (kind: ChildProcess): Promise<number> => {
  if (kind.stdout === null) throw new Error('the receiver has no output');
  for await (const regel of createInterface({ input: kind.stdout })) {
    const gevonden = /"port": ?(\d+)/.exec(regel);
    if (gevonden !== null) return Number(gevonden[1]);
  }
  throw new Error('the receiver ended before it listened');
};

/** Starts one on a free port; `env` says what it goes by. */
export const startOntvanger = async (
  bestand: string,
  { programma, argumenten }: typeof PYTHON = NODE,
  env: Readonly<Record<string, string>> = {},
): Promise<Ontvanger> => {
  const kind = spawn(programma, argumenten(join(VOORBEELDEN, 'webhook', bestand)), {
    // A test leaves nothing beside the examples.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', POORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = `http://127.0.0.1:${await poortVan(kind)}/hooks`;
  return {
    url,
    stop: async () => {
      const einde = once(kind, 'close');
      kind.kill();
      kind.stdout?.destroy();
      await einde;
    },
  };
};
