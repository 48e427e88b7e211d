import { describe, expect, it } from 'vitest';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import {
  metAnderAdres,
  statusNa,
  statusNaInstemming,
} from '../../../../domain/delivery/abonnement-changes.ts';
import { bestemmingVan } from '../../../../domain/delivery/destination.ts';

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
const ANDER = 'https://ander.example.nl/hooks';

const deurVan = (een: Abonnement) =>
  bestemmingVan({ basisdeur: 'wachtrij', abonnementen: [een] }, { type: 'nl.iets.v1' }).deur;

describe('another address', () => {
  it.each([
    ['actief', 'actief'],
    ['gepauzeerd', 'gepauzeerd'],
    ['gestopt', 'actief'],
  ] as const)(
    'of an abonnement that is %s must agree first, its messages are kept for it, and then it is %s',
    (status, straks) => {
      const gewijzigd = metAnderAdres({ ...abonnement, status }, ANDER);
      expect(gewijzigd).toMatchObject({ sink: ANDER, status: 'wacht-op-verificatie' });
      expect(statusNaInstemming(gewijzigd)).toBe(straks);
      expect(statusNaInstemming(metAnderAdres(gewijzigd, 'https://derde.example.nl/'))).toBe(straks);
      expect(gewijzigd).not.toHaveProperty('instemming');
      expect(deurVan(gewijzigd)).toBe('webhook');
      expect(deurVan(metAnderAdres(gewijzigd, abonnement.sink))).toBe('webhook');
    },
  );

  it('of one that never took messages leaves them at the base door', () => {
    const nieuw: Abonnement = { ...abonnement, status: 'wacht-op-verificatie' };
    expect(deurVan(metAnderAdres(nieuw, ANDER))).toBe('wachtrij');
  });

  it('that is the same one changes nothing', () => {
    expect(metAnderAdres(abonnement, abonnement.sink)).toBe(abonnement);
  });
});

describe('what can be done with an abonnement', () => {
  it.each([
    ['pauzeer', ['actief', 'gepauzeerd']],
    ['hervat', ['actief', 'gepauzeerd', 'gestopt']],
    ['akkoord', ['wacht-op-verificatie']],
  ] as const)('%s: when it is %j', (handeling, toegestaan) => {
    const kan = (['wacht-op-verificatie', 'actief', 'gepauzeerd', 'gestopt'] as const).filter(
      (status) => statusNa(handeling, status) !== undefined,
    );
    expect(kan.toSorted()).toEqual([...toegestaan].toSorted());
  });
});
