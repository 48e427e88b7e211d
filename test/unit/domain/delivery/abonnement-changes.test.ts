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

describe('a new address', () => {
  it.each([
    ['actief', 'actief'],
    ['gepauzeerd', 'gepauzeerd'],
    ['gestopt', 'actief'],
  ] as const)(
    'makes an abonnement that is %s wait for consent and keep its messages, and after that consent it is %s',
    (status, soon) => {
      const changed = withOtherAddress({ ...abonnement, status }, OTHER);
      expect(changed).toMatchObject({ sink: OTHER, status: 'wacht-op-verificatie' });
      expect(statusAfterInstemming(changed)).toBe(soon);
      expect(statusAfterInstemming(withOtherAddress(changed, 'https://derde.example.nl/'))).toBe(soon);
      expect(changed).not.toHaveProperty('instemming');
      expect(doorOf(changed)).toBe('webhook');
      expect(doorOf(withOtherAddress(changed, abonnement.sink))).toBe('webhook');
    },
  );

  it('of an abonnement that never took messages leaves them at the base door', () => {
    const fresh: Abonnement = { ...abonnement, status: 'wacht-op-verificatie' };
    expect(doorOf(withOtherAddress(fresh, OTHER))).toBe('wachtrij');
  });

  it('that equals the old one changes nothing', () => {
    expect(withOtherAddress(abonnement, abonnement.sink)).toBe(abonnement);
  });
});

describe('the actions on an abonnement', () => {
  it.each([
    ['pauzeer', ['actief', 'gepauzeerd']],
    ['hervat', ['actief', 'gepauzeerd', 'gestopt']],
    ['akkoord', ['wacht-op-verificatie']],
  ] as const)('%s is possible when it is %j', (action, allowed) => {
    const can = (['wacht-op-verificatie', 'actief', 'gepauzeerd', 'gestopt'] as const).filter(
      (status) => statusAfter(action, status) !== undefined,
    );
    expect(can.toSorted()).toEqual([...allowed].toSorted());
  });
});
