import { marshall } from '@aws-sdk/util-dynamodb';

/** Where a list in the index goes on, as its readers get it: opaque. */

/** The key of the last item of a page as a cursor: base64url, opaque to who gets it. */
export const writeCursor = (key: Record<string, unknown>): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

const readCursor = (after: string): Record<string, string> =>
  JSON.parse(Buffer.from(after, 'base64url').toString());

/** A cursor that nobody could have got from us. */
export class InvalidCursor extends Error {}

/** The part of a query that begins after this cursor. */
export const beginAfter = (after: string | undefined) => {
  if (after === undefined) return {};
  try {
    const { pk, sk, status, sinds } = readCursor(after);
    return { ExclusiveStartKey: marshall({ pk, sk, status, sinds }) };
  } catch {
    throw new InvalidCursor('cursor is niet leesbaar');
  }
};
