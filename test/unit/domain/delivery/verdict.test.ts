import { describe, expect, it } from 'vitest';
import { LONGEST_REST_MS } from '../../../../domain/delivery/circuit.ts';
import { readRetryAfter, verdictOver } from '../../../../domain/delivery/verdict.ts';

const NOW = new Date('2026-06-01T12:00:00Z');

describe('an answer of a receiver', () => {
  it.each([200, 201, 202, 204, 299])('with %i is success', (status) => {
    expect(verdictOver({ status }, NOW)).toEqual({ kind: 'success' });
    expect(verdictOver({ status, retryAfter: '60' }, NOW)).toEqual({ kind: 'success' });
  });

  it('with 410 stops the abonnement', () => {
    expect(verdictOver({ status: 410 }, NOW)).toEqual({ kind: 'stop', reden: 'status' });
  });

  // status, reason, rest for the whole receiver, and whether it counts as a failure of the receiver
  it.each([
    [100, 'status', 0, false],
    [300, 'doorverwijzing', 0, false],
    [301, 'doorverwijzing', 0, false],
    [302, 'doorverwijzing', 0, false],
    [304, 'doorverwijzing', 0, false],
    [307, 'doorverwijzing', 0, false],
    [308, 'doorverwijzing', 0, false],
    [400, 'status', 0, false],
    [401, 'status', 0, false],
    [403, 'status', 0, false],
    [404, 'status', 0, false],
    [405, 'status', 0, false],
    [408, 'status', 0, false],
    [413, 'status', 0, false],
    [415, 'status', 0, false],
    [422, 'status', 0, false],
    [429, 'status', 60_000, false],
    [500, 'status', 0, true],
    [501, 'status', 0, true],
    [502, 'status', 5000, true],
    [503, 'status', 0, true],
    [504, 'status', 5000, true],
    [599, 'status', 0, true],
  ] as const)('with %i is tried again later (%s)', (status, reason, cooldownMs, outage) => {
    expect(verdictOver({ status }, NOW)).toEqual({
      kind: 'later',
      reden: reason,
      retryAfterMs: 0,
      cooldownMs,
      outage,
    });
    expect(verdictOver({ status, retryAfter: '120' }, NOW)).toEqual({
      kind: 'later',
      reden: reason,
      retryAfterMs: 120_000,
      cooldownMs: 120_000,
      outage,
    });
  });

  it.each(['tijdslimiet', 'verbinding', 'adres-geweigerd', 'certificaat', 'geen-token'] as const)(
    'that did not come (%s) counts as a failure of the receiver',
    (reason) => {
      expect(verdictOver({ reden: reason }, NOW)).toEqual({
        kind: 'later',
        reden: reason,
        retryAfterMs: 0,
        cooldownMs: 0,
        outage: true,
      });
    },
  );
});

describe('Retry-After', () => {
  it('lets the receiver rest for minutes, and only its own message wait longer', () => {
    expect(verdictOver({ status: 503, retryAfter: '65000' }, NOW)).toMatchObject({
      retryAfterMs: 65_000_000,
      cooldownMs: LONGEST_REST_MS,
    });
  });

  it.each([
    [undefined, 0],
    ['', 0],
    ['0', 0],
    ['7', 7000],
    [' 120 ', 120_000],
    ['999999999', 86_400_000],
    ['9999999999', 86_400_000],
    ['9'.repeat(400), 86_400_000],
    ['-5', 0],
    ['1.5', 0],
    ['spoedig', 0],
    ['2026-06-01T12:01:00Z', 0],
    ['Mon, 01 Jun 2026 12:01:00 GMT', 60_000],
    ['Monday, 01-Jun-26 12:01:00 GMT', 60_000],
    ['Mon Jun  1 12:01:00 2026', 60_000],
    ['Mon, 01 Jun 2026 11:00:00 GMT', 0],
    ['Mon, 01 Jun 2036 12:00:00 GMT', 86_400_000],
    ['Mon, 99 Foo 2026 12:00:00 GMT', 0],
  ])('%s is %i ms', (value, expected) => {
    expect(readRetryAfter(value, NOW)).toBe(expected);
  });
});
