import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { choosePort } from '../local/port.ts';

/** The hub in a process of its own, started like `npm start -- --empty`. */
export interface HubProcess {
  readonly url: string;
  /** The time from spawn until the hub answers. */
  readonly startMs: number;
  /** The resident memory of the process now. */
  rssMB(): number;
  /** The resident memory without mapped files (the tables on disk), which the system can reclaim at any time. */
  ownMB(): number;
  /** The CPU time of the process so far, all of its threads together. */
  cpuMs(): number;
  stop(): Promise<void>;
  /** Ends the process like a power cut, without any clean-up. */
  kill(): Promise<void>;
  /** Resolves when the process ends by itself. */
  ended(): Promise<{ readonly code: number | null; readonly said: string }>;
}

const HUB = join(import.meta.dirname, '../bin/hub.ts');
const DEADLINE_MS = 600_000;

/** The limit of a shell counts blocks of 512 bytes. Without the trap a signal would end the process at the limit. */
const limited = (command: readonly [string, ...string[]], largestFileKB: number | undefined) =>
  largestFileKB === undefined
    ? command
    : (['sh', '-c', `trap '' XFSZ; ulimit -f ${largestFileKB * 2}; exec "$@"`, 'sh', ...command] as const);

/** A figure of the memory of a process, as Linux gives it. On other systems `ps` gives only one of the two figures. */
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

/** The CPU time of a process. Linux gives it in hundredths of a second, and on other systems `ps` gives it as `mm:ss.hh`. */
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

/** Starts an empty hub and waits until it answers. With `dataDir` the hub has the data that an earlier hub left there. */
export const startHubProcess = async (
  options: {
    readonly dataDir?: string;
    readonly port?: number;
    /** The largest file that the hub may write (kB). Writing more fails, as on a full disk. */
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
    // Output that nobody reads would fill a pipe, and an inherited stream would stay open for a process that waits for this one to
    // end. The IPC channel ends the hub when this process ends.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let asked = false;
  const stop = async (): Promise<void> => {
    // A second signal would end the hub at once and leave its folders behind.
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
