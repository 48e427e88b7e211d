import { mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { readKept } from '../kept-file.ts';
import { sealFor } from '../seal.ts';

/** DUO's answers about one person, by what follows `/personen/{bsn}/` in the path. `null` takes an answer away. */
export const Responses = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9/]*$/), z.unknown());
export type Responses = z.infer<typeof Responses>;

const StoredAnswers = z.record(z.string(), Responses);

/** The answers of the stand-in, per person. */
export interface AnswerBook {
  /** The answer to a question about a person; undefined when none was set. */
  read(bsn: string, key: string): unknown;
  /** Adds to the answers that were set before. With a data directory it resolves once they survive a restart. */
  put(bsn: string, responses: Responses): Promise<void>;
}

const FILE_NAME = 'duo-antwoorden.json';

const LOST_ANSWERS = 'remove it, and the stand-in for DUO has no answers until they are given again';

/** Writes a file beside the old one and renames it, so that a crash leaves one of the two and never half a file. */
const writeAtomic = async (path: string, content: string): Promise<void> => {
  const temporary = `${path}.new`;
  await writeFile(temporary, content, { mode: 0o600 });
  await rename(temporary, path);
};

/** Opens the answer book. It is in memory, or in `dataDir`, so that a restarted stand-in still has its answers. */
export const openAnswerBook = (dataDir?: string): AnswerBook => {
  const path = dataDir === undefined ? undefined : join(dataDir, FILE_NAME);
  const seal = sealFor(dataDir);
  if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
  const kept = path === undefined ? undefined : readKept(path, StoredAnswers, LOST_ANSWERS);
  const book = new Map(Object.entries(kept ?? {}));
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const write = async (target: string): Promise<void> => {
    await writeAtomic(target, seal.seal(JSON.stringify(Object.fromEntries(book))));
  };

  /** Writes the book to its file. There is one write at a time, and calls that come meanwhile share the next one. */
  const keep = (target: string): Promise<void> => {
    if (next !== undefined) return next;
    const previous = running ?? Promise.resolve();
    const thisTime: Promise<void> = previous
      .catch(() => undefined) // the caller of that write gets its error
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
      const merged = { ...book.get(bsn), ...responses };
      book.set(bsn, Object.fromEntries(Object.entries(merged).filter(([, response]) => response !== null)));
      if (path !== undefined) await keep(path);
    },
  };
};
