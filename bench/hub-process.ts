import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The hub as a process of its own, started as `npm start -- --empty` does. */
export interface HubProcess {
  readonly url: string;
  /** From spawn until it answers. */
  readonly startMs: number;
  /** Resident memory of the process now. */
  rssMB(): number;
  /** The same without the files that it has mapped (the tables on disk), which the system can take back any time. */
  eigenMB(): number;
  stop(): Promise<void>;
  /** Ends it as a power cut would: nothing is tidied up. */
  kill(): Promise<void>;
}

const HUB = join(import.meta.dirname, '../bin/hub.ts');
const DEADLINE_MS = 60_000;

const freePort = async (): Promise<number> => {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
};

/** A figure of a process's memory as Linux gives it. */
const memoryOf = (pid: number, figure: 'VmRSS' | 'RssAnon'): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kB = new RegExp(`^${figure}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kB === undefined) throw new Error(`no ${figure} in /proc`);
  return Math.round(Number(kB) / 1024);
};

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/_lokaal`).then(
    (answer) => answer.ok,
    () => false, // not listening yet
  );

/** Starts an empty hub and waits until it answers; with `dataDir` it finds what an earlier one left there. */
export const startHubProcess = async (
  options: { readonly dataDir?: string; readonly port?: number } = {},
): Promise<HubProcess> => {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const start = performance.now();
  const data = options.dataDir === undefined ? [] : ['--data', options.dataDir];
  const child = spawn(process.execPath, [HUB, 'start', '--empty', '--port', String(port), ...data], {
    // Its lines would otherwise fill a pipe that nobody reads.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the hub ended with code ${child.exitCode}`);
    if (performance.now() - start > DEADLINE_MS) {
      await stop();
      throw new Error('the hub did not answer within a minute');
    }
    await pause(20);
  }
  const { pid } = child;
  if (pid === undefined) throw new Error('the hub has no process id');
  return {
    url,
    startMs: Math.round(performance.now() - start),
    rssMB: () => memoryOf(pid, 'VmRSS'),
    eigenMB: () => memoryOf(pid, 'RssAnon'),
    stop,
    kill,
  };
};
