import { describe, expect, it } from 'vitest';
import {
  clockAheadMs,
  inWords,
  momentOf,
  momentsUntil,
  readAdvance,
  readClock,
  runScheduled,
  setClock,
} from '../../../client/clock.ts';
import type { Answer, Request } from '../../../client/http.ts';
import { createHubClient } from '../../../client/hub-client.ts';

const NOW = new Date('2026-01-31T22:30:00Z');

const hubThat = (answer: Answer) => {
  const calls: (readonly [string, Request])[] = [];
  const hub = createHubClient({
    url: 'https://hub.example',
    send: async (url, request) => {
      calls.push([url, request]);
      return answer;
    },
  });
  return { hub, calls };
};

describe('the moment of a date', () => {
  it.each([
    ['2026-08-01', '2026-08-01T10:00:00.000Z'],
    ['2026-12-01', '2026-12-01T11:00:00.000Z'],
    ['2024-02-29', '2024-02-29T11:00:00.000Z'],
    ['2026-03-29', '2026-03-29T10:00:00.000Z'],
  ])('is noon in the Netherlands: %s', (date, moment) => {
    expect(momentOf(date, NOW).toISOString()).toBe(moment);
  });

  it('is now when the date is today in the Netherlands', () => {
    expect(momentOf('2026-01-31', NOW)).toBe(NOW);
    expect(momentOf('2026-02-01', new Date('2026-01-31T23:30:00Z')).toISOString()).toBe(
      '2026-01-31T23:30:00.000Z',
    );
  });

  it('is told as the clock on the wall shows it', () => {
    expect(inWords(momentOf('2026-08-01', NOW))).toBe('2026-08-01, 12:00');
    expect(inWords(NOW)).toBe('2026-01-31, 23:30');
  });
});

describe('the clock of a hub', () => {
  const reading = { nu: '2026-08-01T10:00:00.000Z', voorMs: 1_234 };

  it('is set by one call, and its schedules run by another', async () => {
    const { hub, calls } = hubThat({ status: 200, body: reading });
    expect(await setClock(hub, '2026-08-01')).toEqual(new Date(reading.nu));
    expect(await runScheduled(hub)).toEqual(new Date(reading.nu));
    expect(calls).toEqual([
      ['https://hub.example/_lokaal/klok', { method: 'POST', body: { nu: '2026-08-01T10:00:00.000Z' } }],
      ['https://hub.example/_lokaal/klok/roosters', { method: 'POST' }],
    ]);
  });

  it('is as far ahead as the hub says', async () => {
    expect(await clockAheadMs(hubThat({ status: 200, body: reading }).hub)).toBe(1_234);
  });

  it.each([
    { status: 403, body: { message: 'Missing Authentication Token' } },
    { status: 404, body: undefined },
    { status: 200, body: undefined },
  ])('is that of everybody where it cannot be set: %j', async (answer) => {
    const { hub } = hubThat(answer);
    expect(await clockAheadMs(hub)).toBe(0);
    await expect(setClock(hub, '2026-08-01')).rejects.toThrow(
      `the hub at https://hub.example has no clock that can be set (HTTP ${answer.status}): only a local hub plays another date`,
    );
  });
});

describe('a clock that goes on', () => {
  const from = new Date('2026-03-27T11:00:00Z');
  const moments = (text: string): readonly string[] => {
    const advance = readAdvance(text);
    return advance === undefined ? [] : momentsUntil(from, advance).map((moment) => moment.toISOString());
  };

  it('stands still every day at the same hour in the Netherlands, in the night of summer time too', () => {
    expect(moments('+3d')).toEqual([
      '2026-03-28T11:00:00.000Z',
      '2026-03-29T10:00:00.000Z',
      '2026-03-30T10:00:00.000Z',
    ]);
  });

  it('goes by hours, weeks, months and years', () => {
    expect(moments('+30u')).toEqual(['2026-03-28T11:00:00.000Z', '2026-03-28T17:00:00.000Z']);
    expect(moments('+2w')).toHaveLength(14);
    expect(moments('+1m').at(-1)).toBe('2026-04-27T10:00:00.000Z');
    expect(moments('+1j').at(-1)).toBe('2027-03-27T11:00:00.000Z');
  });

  it.each(['', '3w', '-3w', '+w', '+0d', '+3x', '+3w2d', '+99999d'])('is no step: "%s"', (text) => {
    expect(readAdvance(text)).toBeUndefined();
  });

  it('does not leave this century', () => {
    expect(() => moments('+90j')).toThrow('the clock goes no further than 2099');
  });

  it('is one of a local hub alone', async () => {
    const { hub } = hubThat({ status: 403, body: {} });
    await expect(readClock(hub)).rejects.toThrow('only a local hub plays another date');
  });
});
