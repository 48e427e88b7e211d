import { describe, expect, it } from 'vitest';
import { clockAheadMs, inWords, momentOf, runScheduled, setClock } from '../../../client/clock.ts';
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
