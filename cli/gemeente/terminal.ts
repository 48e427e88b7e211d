import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { userError } from '../../client/errors.ts';
import { fitLine, printWidth } from '../print/text.ts';

/** Somebody who can be asked: what a dialogue needs of a terminal. */
export interface Terminal {
  say(lines: readonly string[]): void;
  /** One line of text; an error when the person ends the dialogue (Ctrl-C, Ctrl-D). */
  ask(prompt: string): Promise<string>;
  close(): void;
}

/** A stream to write to that may be as wide as a terminal is. */
type Screen = Writable & { readonly columns?: number };

/** A terminal on two streams. Lines that are pasted at once answer one question each; what is said breaks between words. */
export const terminalOn = (input: Readable, output: Screen, terminal = false): Terminal => {
  const reader = createInterface({ input, output, terminal });
  const lines = reader[Symbol.asyncIterator]();
  return {
    say: (texts) => {
      for (const text of texts.flatMap((line) => fitLine(line, printWidth(output.columns))))
        output.write(`${text}\n`);
    },
    ask: async (prompt) => {
      reader.setPrompt(prompt);
      reader.prompt();
      const line = await lines.next();
      if (line.done === true) {
        output.write('\n');
        throw userError('stopped before the end: nothing was sent');
      }
      return line.value;
    },
    close: () => reader.close(),
  };
};

/** Opens the terminal of this process when somebody sits at both ends of it; undefined elsewhere. */
export const openTerminal = (): Terminal | undefined =>
  process.stdin.isTTY === true && process.stdout.isTTY === true
    ? terminalOn(process.stdin, process.stdout, true)
    : undefined;
