import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { userError } from '../client/errors.ts';

/**
 * Numbers of people and tokens do not belong on a command line: it stays in the history of the shell, and every process of
 * the machine sees it. With `-` in their place they are asked for on a terminal, or taken from standard input.
 */

const ASKED: Readonly<Record<string, string>> = {
  '--bsn': 'BSN',
  '--vnummer': 'V-nummer',
  '--token': 'token',
};

/** Gives one answer after another. */
export interface Answers {
  next(label: string): Promise<string>;
  close(): void;
}

/** Answers of a terminal, which does not show them, or the lines of standard input. */
export const standardAnswers = (): Answers => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = process.stdin.isTTY === true;
  const reader = createInterface({ input: process.stdin, output: silent, terminal });
  const lines = reader[Symbol.asyncIterator]();
  return {
    next: async (label) => {
      if (terminal) process.stderr.write(`${label}: `);
      const line = await lines.next();
      if (terminal) process.stderr.write('\n');
      if (line.done === true || line.value.trim() === '') throw userError(`no ${label} on standard input`);
      return line.value.trim();
    },
    close: () => reader.close(),
  };
};

/** The arguments with an answer in place of each `-` of these options (`--bsn -`). */
export const withAnswers = async (
  args: readonly string[],
  open: () => Answers = standardAnswers,
): Promise<readonly string[]> => {
  const asked = args.flatMap((arg, place) => (arg === '-' && ASKED[args[place - 1] ?? ''] ? [place] : []));
  if (asked.length === 0) return args;
  if (args.some((arg, place) => arg === '--data' && args[place + 1] === '-'))
    throw userError('--data - takes all of standard input: give the numbers in it');
  const answers = open();
  try {
    const given = [...args];
    for (const place of asked) given[place] = await answers.next(ASKED[args[place - 1] ?? ''] ?? '');
    return given;
  } finally {
    answers.close();
  }
};
