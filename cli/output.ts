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

/** The streams of a command, and what it does when they take nothing more. */
export interface OutputEffects {
  readonly streams?: readonly Pick<EventEmitter, 'on'>[];
  readonly say?: (text: string) => void;
}

/** A command that is done sooner needs no word that it goes on. */
const SAY_AFTER_MS = 1_000;

/**
 * Lets a command come to its end when its output cannot be written any more: halfway it may have paused something, or sent half of
 * what it has to send. When whoever read it has gone, as after `| head`, that is told on stderr, if it still takes a while. A file
 * that takes no more, as on a full disk, is told too, and makes a failure of the command (`isLost`, and the exit code).
 */
export const finishWithoutReader = ({
  streams = [process.stdout, process.stderr],
  say = note,
}: OutputEffects = {}): { readonly isLost: () => boolean } => {
  let isLost = false;
  let isGone = false;
  for (const [place, stream] of streams.entries()) {
    stream.on('error', (error: unknown) => {
      if (errorCode(error) === 'EPIPE') {
        if (!isGone && place === 0)
          setTimeout(
            () => say('nobody reads the output any more; the command goes on to its end'),
            SAY_AFTER_MS,
          ).unref();
        isGone = true;
        return;
      }
      // Of stderr itself nothing can be told any more.
      if (!isLost && place === 0)
        say(`error: the output cannot be written (${errorCode(error) ?? errorText(error)})`);
      isLost = true;
      process.exitCode = 1;
    });
  }
  return { isLost: () => isLost };
};

/** Ends with its reader what would go on for as long as somebody reads it: 0 when that one has gone, 1 when a disk is full. */
export const endWithReader = (
  end: (code: number) => void,
  { streams = [process.stdout, process.stderr] }: Pick<OutputEffects, 'streams'> = {},
): void => {
  for (const stream of streams)
    stream.on('error', (error: unknown) => end(errorCode(error) === 'EPIPE' ? 0 : 1));
};

/** Says something beside the results, on stderr. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
