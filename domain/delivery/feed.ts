/**
 * Where a reader of a partner's messages is: the position of the last one that it saw, and when it was told so. The
 * cursor tells nothing about a person; a zaakId is a pseudonym.
 */
export interface Feedcursor {
  /** A position, or a moment: later than every position of before it. */
  readonly positie: string;
  readonly gegevenOp: string;
}

const DAG_MS = 24 * 3600 * 1000;

/**
 * A cursor stays this far behind the clock. A message gets its position before it is written, by a function that lives
 * for 45 seconds; so one that is older than this cannot come any more, not even in a list that runs behind.
 */
const ACHTERSTAND_MS = 60_000;

/** Two machines may disagree about the time by this much. */
const KLOKVERSCHIL_MS = 5000;

const MOMENT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const VORM = new RegExp(String.raw`^(${MOMENT}(?:#[0-9a-f-]{36}#\d{6,})?)\|(${MOMENT})$`);

export const schrijfCursor = ({ positie, gegevenOp }: Feedcursor): string =>
  Buffer.from(`${positie}|${gegevenOp}`).toString('base64url');

/**
 * A cursor as it came in, or why it cannot be used. Its age is that of its reader: a reader of today can be at a message
 * of long ago, which was asked for again or came from another door. The machine that gave it may have a clock that runs
 * ahead of the one that reads it.
 */
export const leesCursor = (
  na: string,
  nu: Date,
  vensterDagen: number,
): Feedcursor | 'onleesbaar' | 'toekomst' | 'verlopen' => {
  const [, positie = '', gegevenOp = ''] = VORM.exec(Buffer.from(na, 'base64url').toString()) ?? [];
  const [moment = ''] = positie.split('#');
  const tijd = Date.parse(moment);
  const gegeven = Date.parse(gegevenOp);
  if (Number.isNaN(tijd) || Number.isNaN(gegeven)) return 'onleesbaar';
  if (Math.max(tijd, gegeven) > nu.getTime() + KLOKVERSCHIL_MS) return 'toekomst';
  return gegeven < nu.getTime() - vensterDagen * DAG_MS ? 'verlopen' : { positie, gegevenOp };
};

/** Whether the doors changed since this cursor was given, so that older messages may lie ready than it knows of. */
export const isIngehaald = ({ gegevenOp }: Feedcursor, herzienOp: string | undefined): boolean =>
  herzienOp !== undefined && Date.parse(herzienOp) >= Date.parse(gegevenOp) - KLOKVERSCHIL_MS;

/**
 * The cursor after a look: not further than the last message that was shown (`gezien`; undefined when all were), than
 * the clock allows, or than a message that another door has in hand and may still give back (`inHand`).
 */
export const volgendeCursor = (
  vorige: Feedcursor | undefined,
  gezien: string | undefined,
  inHand: string | undefined,
  nu: Date,
): Feedcursor => {
  const moment = (positie: string): string => positie.split('#')[0] ?? positie;
  const grenzen = [
    new Date(nu.getTime() - ACHTERSTAND_MS).toISOString(),
    ...(gezien === undefined ? [] : [gezien]),
    // A moment comes before every position of that moment.
    ...(inHand === undefined ? [] : [moment(inHand)]),
  ];
  const verst = grenzen.reduce((een, ander) => (een < ander ? een : ander));
  const positie = vorige !== undefined && vorige.positie > verst ? vorige.positie : verst;
  return { positie, gegevenOp: nu.toISOString() };
};
