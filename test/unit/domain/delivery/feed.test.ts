import { describe, expect, it } from 'vitest';
import {
  type FeedCursor,
  isOutdated,
  nextCursor,
  readCursor,
  writeCursor,
} from '../../../../domain/delivery/feed.ts';

const NOW = new Date('2025-06-20T08:32:00.000Z');
const BOUND = '2025-06-20T08:31:00.000Z';
const position = (moment: string) => `${moment}#3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a#000001`;
const cursor = (where: string): FeedCursor => ({ positie: where, gegevenOp: '2025-06-20T08:00:00.000Z' });

describe('a cursor of the feed', () => {
  it.each([position('2025-06-20T08:00:00.000Z'), '2025-06-20T08:00:00.000Z'])(
    'is the same after it was written and read: %s',
    (where) => {
      expect(readCursor(writeCursor(cursor(where)), NOW, 30)).toEqual(cursor(where));
    },
  );

  it.each([
    ['', 'onleesbaar'],
    ['2025-06-20T08:00:00.000Z', 'onleesbaar'],
    ['2025-06-31T08:00:00.000Z|geen moment', 'onleesbaar'],
    ['2025-99-20T08:00:00.000Z|2025-06-20T08:00:00.000Z', 'onleesbaar'],
    ['2025-06-20T08:00:00.000Z#zaak#1|2025-06-20T08:00:00.000Z', 'onleesbaar'],
    ['2025-06-20T08:32:05.001Z|2025-06-20T08:00:00.000Z', 'toekomst'],
    ['2025-06-20T08:00:00.000Z|2025-06-20T08:32:05.001Z', 'toekomst'],
    ['2025-05-21T08:00:00.000Z|2025-05-21T08:31:59.999Z', 'verlopen'],
  ])('%s is read as %s', (text, outcome) => {
    expect(readCursor(Buffer.from(text).toString('base64url'), NOW, 30)).toBe(outcome);
  });

  it('is accepted by a machine whose clock is a little behind that of the machine that gave it', () => {
    const given: FeedCursor = { positie: '2025-06-20T08:32:00.200Z', gegevenOp: '2025-06-20T08:32:00.200Z' };
    expect(readCursor(writeCursor(given), NOW, 30)).toEqual(given);
  });

  it.each([
    ['all was shown', undefined, undefined, undefined, BOUND],
    [
      'there is more',
      undefined,
      position('2025-06-20T08:00:00.000Z'),
      undefined,
      position('2025-06-20T08:00:00.000Z'),
    ],
    ['there is more, and it is new', undefined, position('2025-06-20T08:31:45.000Z'), undefined, BOUND],
    [
      'an older one is in hand',
      undefined,
      undefined,
      position('2025-06-20T07:00:00.000Z'),
      '2025-06-20T07:00:00.000Z',
    ],
    [
      'it was further already',
      position('2025-06-20T08:31:40.000Z'),
      undefined,
      undefined,
      position('2025-06-20T08:31:40.000Z'),
    ],
  ])('goes no further than is safe when %s', (_, previous, seen, inHand, expected) => {
    const after = nextCursor(previous === undefined ? undefined : cursor(previous), seen, inHand, NOW);
    expect(after).toEqual({ positie: expected, gegevenOp: NOW.toISOString() });
  });

  it('lies before every position of the moment that it names', () => {
    const { positie: where } = nextCursor(undefined, undefined, position(BOUND), NOW);
    expect(`${where}#` < position(BOUND)).toBe(true);
  });

  it.each([
    [undefined, false],
    ['2025-06-20T07:59:00.000Z', false],
    ['2025-06-20T07:59:56.000Z', true],
    ['2025-06-20T08:00:01.000Z', true],
  ])('begins anew after a change of doors at %s: %s', (revisedAt, outcome) => {
    expect(isOutdated(cursor(position('2025-06-20T07:00:00.000Z')), revisedAt)).toBe(outcome);
  });
});
