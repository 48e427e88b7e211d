import { describe, expect, it } from 'vitest';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import {
  statusAfter,
  statusAfterInstemming,
  withOtherAddress,
} from '../../../../domain/delivery/abonnement-changes.ts';
import { destinationOfEvent } from '../../../../domain/delivery/destination.ts';

const abonnement: Abonnement = {
  id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
  status: 'actief',
  sink: 'https://partner.example.nl/hooks',
  types: [],
  filters: [],
  geheimen: [],
  instemming: { wijze: 'handdruk', op: '2025-06-20T08:32:01.000Z' },
  aangemaaktOp: '2025-06-20T08:32:00.000Z',
  versie: 2,
};
const OTHER = 'https://ander.example.nl/hooks';

const doorOf = (one: Abonnement) =>
  destinationOfEvent({ basisdeur: 'wachtrij', abonnementen: [one] }, { type: 'nl.iets.v1' }).deur;

describe('another address', () => {
  it.each([
    ['actief', 'actief'],
    ['gepauzeerd', 'gepauzeerd'],
    ['gestopt', 'actief'],
  ] as const)(
    'of an abonnement that is %s must agree first, its messages are kept for it, and then it is %s',
    (status, soon) => {
      const gewijzigd = withOtherAddress({ ...abonnement, status }, OTHER);
      expect(gewijzigd).toMatchObject({ sink: OTHER, status: 'wacht-op-verificatie' });
      expect(statusAfterInstemming(gewijzigd)).toBe(soon);
      expect(statusAfterInstemming(withOtherAddress(gewijzigd, 'https://derde.example.nl/'))).toBe(soon);
      expect(gewijzigd).not.toHaveProperty('instemming');
      expect(doorOf(gewijzigd)).toBe('webhook');
      expect(doorOf(withOtherAddress(gewijzigd, abonnement.sink))).toBe('webhook');
    },
  );

  it('of one that never took messages leaves them at the base door', () => {
    const fresh: Abonnement = { ...abonnement, status: 'wacht-op-verificatie' };
    expect(doorOf(withOtherAddress(fresh, OTHER))).toBe('wachtrij');
  });

  it('that is the same one changes nothing', () => {
    expect(withOtherAddress(abonnement, abonnement.sink)).toBe(abonnement);
  });
});

describe('what can be done with an abonnement', () => {
  it.each([
    ['pauzeer', ['actief', 'gepauzeerd']],
    ['hervat', ['actief', 'gepauzeerd', 'gestopt']],
    ['akkoord', ['wacht-op-verificatie']],
  ] as const)('%s: when it is %j', (action, allowed) => {
    const can = (['wacht-op-verificatie', 'actief', 'gepauzeerd', 'gestopt'] as const).filter(
      (status) => statusAfter(action, status) !== undefined,
    );
    expect(can.toSorted()).toEqual([...allowed].toSorted());
  });
});
