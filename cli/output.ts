import { errorCode } from '../client/errors.ts';
import { bold, type Paint, printWidth } from './print/text.ts';

/** Where a command writes. Stdout holds results, stderr everything else. */
export interface Output {
  line(text: string): void;
  lines(texts: readonly string[]): void;
  readonly width: number;
  readonly bold: Paint;
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
    bold: bold(interactive && !process.env['NO_COLOR']),
    interactive,
  };
};

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
