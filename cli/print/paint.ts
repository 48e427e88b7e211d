import { styleText } from 'node:util';

/** Marks text in a terminal that can show it. */
export type Paint = (text: string) => string;

/** What each mark means. The words that it stands on say the same, for who sees no colour. */
export interface Style {
  /** A heading. */
  readonly bold: Paint;
  /** As it should be: somebody is told, has it, was in time. */
  readonly good: Paint;
  /** Changed, or waits for somebody. */
  readonly warn: Paint;
  /** Refused, late, failed or gone. */
  readonly bad: Paint;
}

type Format = Parameters<typeof styleText>[0];

/**
 * Marks each word by itself, so that a text is the same however it is broken over lines. Node decides whether the stream shows
 * any: a terminal does, and NO_COLOR, FORCE_COLOR and TERM=dumb say otherwise.
 */
const painter =
  (stream: NodeJS.WriteStream) =>
  (format: Format): Paint =>
  (text) =>
    text.replaceAll(/\S+/g, (word) => styleText(format, word, { stream, validateStream: true }));

/** The marks of what is written to this stream. */
export const styleOf = (stream: NodeJS.WriteStream): Style => {
  const paint = painter(stream);
  return { bold: paint('bold'), good: paint('green'), warn: paint('yellow'), bad: paint('red') };
};

const unmarked: Paint = (text) => text;

/** No marks at all. */
export const PLAIN: Style = { bold: unmarked, good: unmarked, warn: unmarked, bad: unmarked };
