import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { median, settled } from '../statistics.ts';

/** A process's own memory over a stretch of work: flat is the aim. */
export interface Memory {
  readonly maxMB: number;
  /** Medians of the first and the last quarter of the samples; their difference is what the work left behind. */
  readonly beginMB: number;
  readonly endMB: number;
}

const MONSTER_MS = 1_000;

/** What samples of memory amount to. */
export const memoryOf = (monsters: readonly number[]): Memory => {
  const quarter = Math.max(1, Math.floor(monsters.length / 4));
  return {
    maxMB: settled(Math.max(...monsters)),
    beginMB: settled(median(monsters.slice(0, quarter))),
    endMB: settled(median(monsters.slice(-quarter))),
  };
};

/** Samples until `stop`. */
export const followMemory = (nowMB: () => number): { stop(): Memory } => {
  const monsters = [nowMB()];
  const timer = setInterval(() => monsters.push(nowMB()), MONSTER_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return memoryOf([...monsters, nowMB()]);
    },
  };
};

const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Bytes of all files under a directory in MB; a file that goes while it is counted counts as nothing. */
export const mapMB = async (map: string): Promise<number> => {
  const names = await readdir(map, { recursive: true });
  const sizes = await Promise.all(
    names.map(async (name) => {
      try {
        const found = await stat(join(map, name));
        return found.isFile() ? found.size : 0;
      } catch (error) {
        if (isAway(error)) return 0;
        throw error;
      }
    }),
  );
  return settled(sizes.reduce((som, size) => som + size, 0) / 1024 ** 2);
};
