import { describe, expect, it } from 'vitest';
import { LONGEST_REST_MS } from '../../../../domain/delivery/circuit.ts';
import { leesRetryAfter, oordeelOver } from '../../../../domain/delivery/verdict.ts';

const NU = new Date('2026-06-01T12:00:00Z');

describe('an answer of a receiver', () => {
  it.each([200, 201, 202, 204, 299])('with %i is success', (status) => {
    expect(oordeelOver({ status }, NU)).toEqual({ soort: 'gelukt' });
    expect(oordeelOver({ status, retryAfter: '60' }, NU)).toEqual({ soort: 'gelukt' });
  });

  it('with 410 stops everything', () => {
    expect(oordeelOver({ status: 410 }, NU)).toEqual({ soort: 'stop', reden: 'status' });
  });

  // status, reden, rest for the whole receiver, and whether it is a failure of the receiver
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
  ] as const)('with %i is tried again later (%s)', (status, reden, rustMs, storing) => {
    expect(oordeelOver({ status }, NU)).toEqual({ soort: 'later', reden, retryAfterMs: 0, rustMs, storing });
    expect(oordeelOver({ status, retryAfter: '120' }, NU)).toEqual({
      soort: 'later',
      reden,
      retryAfterMs: 120_000,
      rustMs: 120_000,
      storing,
    });
  });

  it.each(['tijdslimiet', 'verbinding', 'adres-geweigerd', 'certificaat', 'geen-token'] as const)(
    'that did not come (%s) is a failure of the receiver',
    (reden) => {
      expect(oordeelOver({ reden }, NU)).toEqual({
        soort: 'later',
        reden,
        retryAfterMs: 0,
        rustMs: 0,
        storing: true,
      });
    },
  );
});

describe('Retry-After', () => {
  it('lets the receiver rest for minutes, and only its own message wait longer', () => {
    expect(oordeelOver({ status: 503, retryAfter: '65000' }, NU)).toMatchObject({
      retryAfterMs: 65_000_000,
      rustMs: LONGEST_REST_MS,
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
  ])('%s is %i ms', (waarde, verwacht) => {
    expect(leesRetryAfter(waarde, NU)).toBe(verwacht);
  });
});
