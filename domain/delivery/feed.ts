/**
 * Where a reader of a partner's messages is: the position of the last message that it saw, and when it was told that position. The
 * cursor tells nothing about a person; a zaakId is a pseudonym.
 */
export interface FeedCursor {
  /** A position, or a moment, which is later than every position before it. */
  readonly positie: string;
  readonly gegevenOp: string;
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * A cursor stays this far behind the clock. A function gives a message its position before it writes it, and lives for 45 seconds.
 * So a message with an older position cannot come any more, not even in a list that runs behind.
 */
const BACKLOG_MS = 60_000;

/** Two machines may disagree about the time by this much. */
const CLOCK_SKEW_MS = 5000;

const MOMENT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const FORM = new RegExp(String.raw`^(${MOMENT}(?:#[0-9a-f-]{36}#\d{6,})?)\|(${MOMENT})$`);

/** A cursor as its reader gets it. */
export const writeCursor = ({ positie, gegevenOp }: FeedCursor): string =>
  Buffer.from(`${positie}|${gegevenOp}`).toString('base64url');

/**
 * A cursor as it came in, or why it cannot be used. The age of a cursor is that of its reader: a reader of today can be at a
 * message of long ago, which was asked for again or came from another door. The machine that gave the cursor may have a clock that
 * runs ahead.
 */
export const readCursor = (
  after: string,
  now: Date,
  windowDays: number,
): FeedCursor | 'onleesbaar' | 'toekomst' | 'verlopen' => {
  const [, position = '', givenAt = ''] = FORM.exec(Buffer.from(after, 'base64url').toString()) ?? [];
  const [moment = ''] = position.split('#');
  const time = Date.parse(moment);
  const given = Date.parse(givenAt);
  if (Number.isNaN(time) || Number.isNaN(given)) return 'onleesbaar';
  if (Math.max(time, given) > now.getTime() + CLOCK_SKEW_MS) return 'toekomst';
  return given < now.getTime() - windowDays * DAY_MS ? 'verlopen' : { positie: position, gegevenOp: givenAt };
};

/**
 * Whether the doors changed since this cursor was given, so that older messages may lie ready that its reader did not see.
 */
export const isOutdated = ({ gegevenOp }: FeedCursor, revisedAt: string | undefined): boolean =>
  revisedAt !== undefined && Date.parse(revisedAt) >= Date.parse(gegevenOp) - CLOCK_SKEW_MS;

/**
 * The cursor after a look. It goes no further than the last message that was shown (`seen`; undefined when all were), than the
 * clock allows, or than a message that another door has in hand and may still give back (`inHand`).
 */
export const nextCursor = (
  previous: FeedCursor | undefined,
  seen: string | undefined,
  inHand: string | undefined,
  now: Date,
): FeedCursor => {
  const moment = (position: string): string => position.split('#')[0] ?? position;
  const bounds = [
    new Date(now.getTime() - BACKLOG_MS).toISOString(),
    ...(seen === undefined ? [] : [seen]),
    // A moment comes before every position of that moment.
    ...(inHand === undefined ? [] : [moment(inHand)]),
  ];
  const furthest = bounds.reduce((one, other) => (one < other ? one : other));
  const position = previous !== undefined && previous.positie > furthest ? previous.positie : furthest;
  return { positie: position, gegevenOp: now.toISOString() };
};
