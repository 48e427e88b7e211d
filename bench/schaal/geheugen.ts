import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afgerond, mediaan } from '../statistiek.ts';

/** A process's own memory over a stretch of work: flat is the aim. */
export interface Geheugen {
  readonly maxMB: number;
  /** Medians of the first and the last quarter of the samples; their difference is what the work left behind. */
  readonly beginMB: number;
  readonly eindMB: number;
}

const MONSTER_MS = 1_000;

/** What samples of memory amount to. */
export const geheugenVan = (monsters: readonly number[]): Geheugen => {
  const kwart = Math.max(1, Math.floor(monsters.length / 4));
  return {
    maxMB: afgerond(Math.max(...monsters)),
    beginMB: afgerond(mediaan(monsters.slice(0, kwart))),
    eindMB: afgerond(mediaan(monsters.slice(-kwart))),
  };
};

/** Samples until `stop`. */
export const volgGeheugen = (nuMB: () => number): { stop(): Geheugen } => {
  const monsters = [nuMB()];
  const timer = setInterval(() => monsters.push(nuMB()), MONSTER_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return geheugenVan([...monsters, nuMB()]);
    },
  };
};

const isWeg = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Bytes of all files under a directory in MB; a file that goes while it is counted counts as nothing. */
export const mapMB = async (map: string): Promise<number> => {
  const namen = await readdir(map, { recursive: true });
  const groottes = await Promise.all(
    namen.map(async (naam) => {
      try {
        const gevonden = await stat(join(map, naam));
        return gevonden.isFile() ? gevonden.size : 0;
      } catch (error) {
        if (isWeg(error)) return 0;
        throw error;
      }
    }),
  );
  return afgerond(groottes.reduce((som, grootte) => som + grootte, 0) / 1024 ** 2);
};
