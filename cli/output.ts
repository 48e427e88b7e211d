import type { EventEmitter } from 'node:events';
import { errorCode, errorText } from '../client/errors.ts';
import { type Style, styleOf } from './print/paint.ts';
import { printWidth } from './print/text.ts';

/** Where a command writes. Stdout holds results, stderr everything else. */
export interface Output extends Style {
  line(text: string): void;
  lines(texts: readonly string[]): void;
  readonly width: number;
  /** Someone looks at a terminal: a progress bar makes sense. */
  readonly interactive: boolean;
}

/** Writes to stdout as it is: columns and colours of a terminal, plain text elsewhere. */
export const standardOutput = (): Output => {
  const line = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  const interactive = process.stdout.isTTY === true;
  return {
    line,
    lines: (texts) => {
      if (texts.length > 0) line(texts.join('\n'));
    },
    width: printWidth(process.stdout.columns),
    ...styleOf(process.stdout),
    interactive,
  };
};

/** What says that a program reads stdout. */
export interface JsonOption {
  readonly json?: boolean;
}

/** Shows what a command found: in lines for a person, or each of it as one line of JSON for a program. */
export const show = (
  output: Pick<Output, 'lines'>,
  { json }: JsonOption,
  found: readonly unknown[],
  lines: () => readonly string[],
): void => output.lines(json === true ? found.map((one) => JSON.stringify(one)) : lines());

/** Says how far a command is: between its results for a person, beside them for a program. */
export const tellStep =
  (output: Pick<Output, 'line'>, { json }: JsonOption) =>
  (text: string): void =>
    json === true ? note(text) : output.line(text);

/** What ends the process when its output cannot be written: its streams, and its effects. */
export interface OutputEffects {
  readonly streams?: readonly Pick<EventEmitter, 'on'>[];
  readonly say?: (text: string) => void;
  readonly exit?: (code: number) => void;
}

/**
 * Ends the process quietly when whoever read its output has gone, as after `| head`. What was sent by then was sent; nothing
 * more is asked of anybody. A file that takes no more, as on a full disk, ends it as well, and is told.
 */
export const endWithReader = ({
  streams = [process.stdout, process.stderr],
  say = note,
  exit = process.exit,
}: OutputEffects = {}): void => {
  for (const [place, stream] of streams.entries()) {
    stream.on('error', (error: unknown) => {
      if (errorCode(error) === 'EPIPE') return exit(0);
      // Of stderr itself nothing can be told any more.
      if (place === 0) say(`error: the output cannot be written (${errorCode(error) ?? errorText(error)})`);
      exit(1);
    });
  }
};

/** Says something beside the results, on stderr. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
