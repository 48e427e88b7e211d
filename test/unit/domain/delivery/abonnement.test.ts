import { describe, expect, it } from 'vitest';
import { REQUESTED_TEMPO, tempoOf } from '../../../../domain/delivery/abonnement.ts';

const op = '2026-06-01T00:00:00Z';

describe('the rate of an abonnement', () => {
  it('is the strictest of what its partner and its receiver allow', () => {
    expect(tempoOf({ tempo: 600, instemming: { wijze: 'handdruk', op, tempo: 6 } })).toBe(6);
    expect(tempoOf({ tempo: 5, instemming: { wijze: 'handdruk', op, tempo: 6 } })).toBe(5);
    expect(tempoOf({ tempo: 5, instemming: { wijze: 'handmatig', op, door: 'gemeente' } })).toBe(5);
  });

  it('has no limit when the receiver said so', () => {
    expect(tempoOf({ instemming: { wijze: 'handdruk', op } })).toBeUndefined();
  });

  it('is what the hub would have asked for when nobody named one', () => {
    expect(tempoOf({ instemming: { wijze: 'handmatig', op, door: 'gemeente' } })).toBe(REQUESTED_TEMPO);
  });
});
