import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** DUO's answers for one person by what follows `/personen/{bsn}/`. `null` takes an answer away. */
export const Responses = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9/]*$/), z.unknown());
export type Responses = z.infer<typeof Responses>;

const File = z.record(z.string(), Responses);

/** What the stand-in answers from now on, per person. */
export interface AnswerBook {
  /** The answer, or undefined when nothing is set. */
  read(bsn: string, key: string): unknown;
  /** Adds to what was set before; resolves once it will survive a restart (when there is a directory). */
  put(bsn: string, responses: Responses): Promise<void>;
}

const FILE_NAME = 'duo-antwoorden.json';

const readFile = (pad: string): Record<string, Responses> => {
  let content: string;
  try {
    content = readFileSync(pad, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  return File.parse(JSON.parse(content));
};

/** Written beside it and renamed, so that a crash leaves the old file or the new one, never half of either. */
const writeAtomic = async (pad: string, content: string): Promise<void> => {
  const fresh = `${pad}.nieuw`;
  await writeFile(fresh, content, { mode: 0o600 });
  await rename(fresh, pad);
};

/** Opens the book of answers: in memory, or in `dataDir` so that a restarted stand-in still knows them. */
export const openAnswerBook = (dataDir?: string): AnswerBook => {
  const pad = dataDir === undefined ? undefined : join(dataDir, FILE_NAME);
  if (pad !== undefined) mkdirSync(dirname(pad), { recursive: true });
  const book = new Map(Object.entries(pad === undefined ? {} : readFile(pad)));
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const write = async (target: string): Promise<void> => {
    await writeAtomic(target, JSON.stringify(Object.fromEntries(book)));
  };

  /** One write at a time; calls that come in meanwhile share the next one. */
  const keep = (target: string): Promise<void> => {
    if (next !== undefined) return next;
    const previous = running ?? Promise.resolve();
    const thisTime: Promise<void> = previous
      .catch(() => undefined) // that write's own caller has heard of its failure
      .then(() => {
        next = undefined;
        running = thisTime;
        return write(target);
      });
    next = thisTime;
    return thisTime;
  };

  return {
    read: (bsn, key) => {
      const responses = book.get(bsn) ?? {};
      return Object.hasOwn(responses, key) ? responses[key] : undefined;
    },
    put: async (bsn, responses) => {
      const together = { ...book.get(bsn), ...responses };
      book.set(bsn, Object.fromEntries(Object.entries(together).filter(([, response]) => response !== null)));
      if (pad !== undefined) await keep(pad);
    },
  };
};
