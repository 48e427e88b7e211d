import { describe, expect, it } from 'vitest';
import { UNPROCESSED_TERMIJNEN, ZAAK_TERMIJNEN } from '../../../../domain/bewaren/bewaartermijnen.ts';
import {
  endedOn,
  keepUnprocessedUntil,
  keepUntil,
  shortestTermijn,
} from '../../../../domain/bewaren/keep-until.ts';
import { koppelingFeit } from '../../../../domain/koppeling/koppeling.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, koppeling } from '../support.ts';

const ASSUMED = { bewaartermijnen: undefined };

const linked = (): Feit => {
  const data = koppeling();
  const [persoon] = data.personen;
  if (persoon === undefined) throw new Error('nobody');
  return koppelingFeit(cause('2025-06-20T08:00:00Z'), 'geregistreerd', data, persoon);
};

const withdrawn = (reden: 'vertrokken' | 'ten onrechte', moment = '2025-09-01T08:00:00Z'): Feit => ({
  ...cause(moment),
  feitId: `koppeling-vervallen:TVS-2025-993909:2`,
  soort: 'koppeling-vervallen',
  oorzaakVerval: 'ingetrokken',
  koppelingId: 'TVS-2025-993909',
  versie: 2,
  reden,
});

describe('how long a zaak is kept', () => {
  it('is for ever while it is open', () => {
    expect(endedOn(zaakOf([linked()]))).toBeUndefined();
    expect(keepUntil(zaakOf([linked()]), ASSUMED)).toBeUndefined();
  });

  it.each([
    ['vertrokken', '2030-09-01'],
    ['ten onrechte', '2025-12-01'],
  ] as const)('counts from the day on which it ended, by why: %s', (reden, until) => {
    const feiten = [linked(), withdrawn(reden)];
    expect(keepUntil(zaakOf(feiten), ASSUMED)).toBe(until);
    // Whatever came first.
    expect(keepUntil(zaakOf(feiten.toReversed()), ASSUMED)).toBe(until);
  });

  it('is what the gemeente says in its profile, for the reasons that it names', () => {
    const profile = { bewaartermijnen: { zaak: { vertrokken: 'P2Y' } } };
    expect(keepUntil(zaakOf([linked(), withdrawn('vertrokken')]), profile)).toBe('2027-09-01');
    expect(keepUntil(zaakOf([linked(), withdrawn('ten onrechte')]), profile)).toBe('2025-12-01');
  });
});

describe('the terms', () => {
  it('each say what they rest on, and whether anybody wrote them down', () => {
    const all = [
      ...Object.values(ZAAK_TERMIJNEN),
      ...Object.values(UNPROCESSED_TERMIJNEN).flatMap(({ wacht, quarantaine }) => [wacht, quarantaine]),
    ];
    for (const { termijn, bron, aanname } of all) {
      expect(termijn).toMatch(/^P\d+[DMY]$/);
      expect(bron.length).toBeGreaterThan(10);
      expect(aanname).toBe(true);
    }
  });

  it('keep a message of the BRP about a stranger shorter than any other', () => {
    expect(shortestTermijn('wacht')).toBe('P28D');
    const since = '2025-09-01T10:00:00Z';
    expect(keepUnprocessedUntil('nl.brp.persoon.ingeschreven.v1', 'wacht', since)).toBe('2025-09-29');
    expect(keepUnprocessedUntil('nl.tvs.koppeling.ingetrokken.v1', 'wacht', since)).toBe('2026-02-28');
  });
});
