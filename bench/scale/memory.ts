import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { median, settled } from '../statistics.ts';

/** The memory of a process during some work. The aim is that it does not grow. */
export interface Memory {
  readonly maxMB: number;
  /** The medians of the first and the last quarter of the samples. Their difference is the memory that the work left in use. */
  readonly beginMB: number;
  readonly endMB: number;
}

const SAMPLE_MS = 1_000;

/** Summarises samples of memory in MB. */
export const memoryOf = (samples: readonly number[]): Memory => {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  return {
    maxMB: settled(Math.max(...samples)),
    beginMB: settled(median(samples.slice(0, quarter))),
    endMB: settled(median(samples.slice(-quarter))),
  };
};

/** Takes a sample every `SAMPLE_MS` until `stop`. */
export const followMemory = (nowMB: () => number): { stop(): Memory } => {
  const samples = [nowMB()];
  const timer = setInterval(() => samples.push(nowMB()), SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return memoryOf([...samples, nowMB()]);
    },
  };
};

const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The size of all files under a folder in MB. A file that disappears meanwhile counts as nothing. */
export const folderMB = async (folder: string): Promise<number> => {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    names.map(async (name) => {
      try {
        const found = await stat(join(folder, name));
        return found.isFile() ? found.size : 0;
      } catch (error) {
        if (isAway(error)) return 0;
        throw error;
      }
    }),
  );
  return settled(sizes.reduce((total, size) => total + size, 0) / 1024 ** 2);
};
