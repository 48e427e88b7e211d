import { describe, expect, it } from 'vitest';
import {
  type Feedcursor,
  isIngehaald,
  leesCursor,
  schrijfCursor,
  volgendeCursor,
} from '../../../../domain/delivery/feed.ts';

const NU = new Date('2025-06-20T08:32:00.000Z');
const GRENS = '2025-06-20T08:31:00.000Z';
const positie = (moment: string) => `${moment}#3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a#000001`;
const cursor = (waar: string): Feedcursor => ({ positie: waar, gegevenOp: '2025-06-20T08:00:00.000Z' });

describe('a cursor of the feed', () => {
  it.each([positie('2025-06-20T08:00:00.000Z'), '2025-06-20T08:00:00.000Z'])(
    'survives being written: %s',
    (waar) => {
      expect(leesCursor(schrijfCursor(cursor(waar)), NU, 30)).toEqual(cursor(waar));
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
  ])('%s is %s', (tekst, uitkomst) => {
    expect(leesCursor(Buffer.from(tekst).toString('base64url'), NU, 30)).toBe(uitkomst);
  });

  it('is taken by a machine of which the clock is a little behind the one that gave it', () => {
    const given: Feedcursor = { positie: '2025-06-20T08:32:00.200Z', gegevenOp: '2025-06-20T08:32:00.200Z' };
    expect(leesCursor(schrijfCursor(given), NU, 30)).toEqual(given);
  });

  it.each([
    ['all was shown', undefined, undefined, undefined, GRENS],
    [
      'there is more',
      undefined,
      positie('2025-06-20T08:00:00.000Z'),
      undefined,
      positie('2025-06-20T08:00:00.000Z'),
    ],
    ['there is more, and it is new', undefined, positie('2025-06-20T08:31:45.000Z'), undefined, GRENS],
    [
      'an older one is in hand',
      undefined,
      undefined,
      positie('2025-06-20T07:00:00.000Z'),
      '2025-06-20T07:00:00.000Z',
    ],
    [
      'it was further already',
      positie('2025-06-20T08:31:40.000Z'),
      undefined,
      undefined,
      positie('2025-06-20T08:31:40.000Z'),
    ],
  ])('goes no further than is safe when %s', (_, vorige, gezien, inHand, verwacht) => {
    const na = volgendeCursor(vorige === undefined ? undefined : cursor(vorige), gezien, inHand, NU);
    expect(na).toEqual({ positie: verwacht, gegevenOp: NU.toISOString() });
  });

  it('comes before every position of the moment that it names', () => {
    const { positie: waar } = volgendeCursor(undefined, undefined, positie(GRENS), NU);
    expect(`${waar}#` < positie(GRENS)).toBe(true);
  });

  it.each([
    [undefined, false],
    ['2025-06-20T07:59:00.000Z', false],
    ['2025-06-20T07:59:56.000Z', true],
    ['2025-06-20T08:00:01.000Z', true],
  ])('is overtaken by a change of doors at %s: %s', (herzienOp, uitkomst) => {
    expect(isIngehaald(cursor(positie('2025-06-20T07:00:00.000Z')), herzienOp)).toBe(uitkomst);
  });
});
