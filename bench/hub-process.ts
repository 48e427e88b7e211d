import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { choosePort } from '../local/port.ts';

/** The hub as a process of its own, started as `npm start -- --empty` does. */
export interface HubProcess {
  readonly url: string;
  /** From spawn until it answers. */
  readonly startMs: number;
  /** Resident memory of the process now. */
  rssMB(): number;
  /** The same without the files that it has mapped (the tables on disk), which the system can take back any time. */
  ownMB(): number;
  /** Time of the processor that it used so far, all of its threads together. */
  cpuMs(): number;
  stop(): Promise<void>;
  /** Ends it as a power cut would: nothing is tidied up. */
  kill(): Promise<void>;
  /** Resolves when it ends by itself. */
  ended(): Promise<{ readonly code: number | null; readonly said: string }>;
}

const HUB = join(import.meta.dirname, '../bin/hub.ts');
const DEADLINE_MS = 600_000;

/** A shell's limit counts blocks of 512 bytes; without the trap, the process would be ended by a signal. */
const limited = (command: readonly [string, ...string[]], largestFileKB: number | undefined) =>
  largestFileKB === undefined
    ? command
    : (['sh', '-c', `trap '' XFSZ; ulimit -f ${largestFileKB * 2}; exec "$@"`, 'sh', ...command] as const);

/** A figure of a process's memory as Linux gives it; elsewhere `ps` knows one of the two. */
const memoryOf = (pid: number, figure: 'VmRSS' | 'RssAnon'): number => {
  if (process.platform !== 'linux') {
    if (figure === 'RssAnon') throw new Error("a process's own memory can be measured on Linux only");
    return Math.round(
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
    );
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kB = new RegExp(`^${figure}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kB === undefined) throw new Error(`no ${figure} in /proc`);
  return Math.round(Number(kB) / 1024);
};

const SECONDS_IN = [1, 60, 3600] as const;

/** Time of the processor that a process used: Linux gives it in hundredths of a second, elsewhere `ps` as `mm:ss.hh`. */
const cpuMsOf = (pid: number): number => {
  if (process.platform === 'linux') {
    // The name of the process, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }
  const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' });
  const parts = time.trim().split(':').toReversed();
  return SECONDS_IN.reduce((total, seconds, place) => total + seconds * Number(parts[place] ?? 0), 0) * 1000;
};

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/_lokaal`).then(
    (answer) => answer.ok,
    () => false, // not listening yet
  );

/** Starts an empty hub and waits until it answers; with `dataDir` it finds what an earlier one left there. */
export const startHubProcess = async (
  options: {
    readonly dataDir?: string;
    readonly port?: number;
    /** The largest file that it may write, in kB: writing more fails, as on a disk that is full. */
    readonly largestFileKB?: number;
  } = {},
): Promise<HubProcess> => {
  const port = options.port ?? (await choosePort());
  const url = `http://127.0.0.1:${port}`;
  const start = performance.now();
  const data = options.dataDir === undefined ? [] : ['--data', options.dataDir];
  const [command, ...words] = limited(
    [process.execPath, HUB, 'start', '--empty', '--port', String(port), ...data],
    options.largestFileKB,
  );
  const child = spawn(command, words, {
    // What is not read would fill a pipe, and what is inherited would hold that of who waits for this process to end.
    // The channel ends the hub when this process does.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let asked = false;
  const stop = async (): Promise<void> => {
    // A second signal would end it at once, and leave its folders behind.
    if (!asked && child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    asked = true;
    await exited;
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the hub ended with ${child.exitCode ?? child.signalCode}: ${said}`);
    if (performance.now() - start > DEADLINE_MS) {
      await stop();
      throw new Error('the hub did not answer within ten minutes');
    }
    await pause(20);
  }
  const { pid } = child;
  if (pid === undefined) throw new Error('the hub has no process id');
  return {
    url,
    startMs: Math.round(performance.now() - start),
    rssMB: () => memoryOf(pid, 'VmRSS'),
    ownMB: () => memoryOf(pid, 'RssAnon'),
    cpuMs: () => cpuMsOf(pid),
    stop,
    kill,
    ended: async () => {
      await exited;
      return { code: child.exitCode, said };
    },
  };
};
