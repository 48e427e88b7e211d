import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item } from './table.ts';

/** Where a list in the index goes on, as its readers get it: opaque. */

/** The key of the last item of a page as a cursor: base64url, opaque to who gets it. */
export const writeCursor = (key: Record<string, unknown>): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** The cursor by which a list goes on after this item. */
export const cursorAt = ({ pk, sk, status, sinds }: Item): string => writeCursor({ pk, sk, status, sinds });

/** A cursor that nobody could have got from us. */
export class InvalidCursor extends Error {}

/** The place that a cursor names; throws `InvalidCursor`. */
export const readCursor = (after: string): Item => {
  try {
    const { pk, sk, status, sinds } = JSON.parse(Buffer.from(after, 'base64url').toString());
    return { pk, sk, status, sinds };
  } catch {
    throw new InvalidCursor('cursor is niet leesbaar');
  }
};

/** The part of a query that begins after this cursor. */
export const beginAfter = (after: string | undefined) =>
  after === undefined ? {} : { ExclusiveStartKey: startKeyOf(readCursor(after)) };

const startKeyOf = (place: Item) => {
  try {
    return marshall(place);
  } catch {
    throw new InvalidCursor('cursor noemt geen plaats');
  }
};
