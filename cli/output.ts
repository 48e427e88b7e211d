import { errorCode } from '../client/errors.ts';
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

/**
 * Ends the process quietly when whoever read its output has gone, as after `| head`. What was sent by then was sent; nothing
 * more is asked of anybody.
 */
export const endWithReader = (exit: (code: number) => void = process.exit): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (errorCode(error) !== 'EPIPE') throw error;
      exit(0);
    });
  }
};

/** Says something beside the results, on stderr. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
