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
import {
  cause,
  duo,
  inschrijving,
  koppeling,
  overlijden,
  putAside,
  reported,
  verhuizing,
} from '../support.ts';

const ASSUMED = { bewaartermijnen: undefined };

const linked = (more: Parameters<typeof koppeling>[0] = {}, moment = '2025-06-20T08:00:00Z'): Feit => {
  const data = koppeling(more);
  const [persoon] = data.personen;
  if (persoon === undefined) throw new Error('nobody');
  return koppelingFeit(cause(moment), 'geregistreerd', data, persoon);
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

describe('what is told after a zaak ended', () => {
  const told = (feiten: readonly Feit[], more: readonly Feit[]) => {
    const zaken = [[...feiten, ...more], [...more, ...feiten].toReversed(), [...feiten, ...more, ...more]];
    const [one, ...others] = zaken.map((zaak) => keepUntil(zaakOf(zaak), ASSUMED));
    for (const other of others) expect(other).toBe(one);
    return one;
  };
  const plicht = duo(
    'SS101',
    { inburgeringsplicht: { indicatorInburgeringsplicht: true } },
    '2025-07-01T07:00:00Z',
  );
  const met = duo('SS106', {}, '2026-04-02T07:00:00Z');
  const OPEN = [linked(), inschrijving(), plicht];
  const exempt = duo('SS109', {}, '2026-04-02T07:00:00Z');
  const holds = duo('SS124', plicht.antwoorden, '2026-09-01T07:00:00Z');

  it.each<[string, Feit]>([
    [
      'a move within the gemeente',
      verhuizing({ datumVerhuizing: '2026-10-05' }, cause('2026-10-06T08:00:00Z')),
    ],
    [
      'a move to another one',
      verhuizing({ gemeentecode: '0363', datumVerhuizing: '2026-10-05' }, cause('2026-10-06T08:00:00Z')),
    ],
    ['the result of an exam', duo('SS199', {}, '2026-10-06T07:00:00Z')],
    ['that it was met, again', duo('SS106', {}, '2026-10-06T07:00:00Z')],
    ['a late report of a partner', reported('verhuizing-afgerond', '2026-10-06')],
    ['that the koppeling was withdrawn', withdrawn('vertrokken', '2026-10-06T08:00:00Z')],
    ['that a move was put right', putAside(['brp:never'], cause('2026-10-06T08:00:00Z'))],
  ])('%s does not keep who met the plicht any longer', (_, later) => {
    expect(told([...OPEN, met], [later])).toBe('2031-04-02');
  });

  it.each<[string, readonly Feit[], string]>([
    ['a new koppeling', [linked({ koppelingId: 'TVS-2026-000002' }, '2026-11-02T08:00:00Z')], '2031-11-02'],
    [
      'a registration',
      [inschrijving({ datumInschrijving: '2026-11-20' }, cause('2026-11-20T08:00:00Z'))],
      '2031-11-20',
    ],
  ])('%s keeps who comes back until DUO may have said that the plicht holds again', (_, back, until) => {
    expect(told([...OPEN, duo('SS110', {}, '2025-12-15T07:00:00Z')], back)).toBe(until);
  });

  it('a registration keeps who was withdrawn by mistake', () => {
    const registeredLater = inschrijving({ datumInschrijving: '2025-11-20' }, cause('2025-11-20T08:00:00Z'));
    expect(told([linked(), withdrawn('ten onrechte')], [registeredLater])).toBe('2026-02-20');
  });

  it('an exam, and that DUO tells of it too, does not keep who died any longer', () => {
    const dead = overlijden(cause('2025-09-05T08:00:00Z'));
    const byDuo = duo('SS111', {}, '2025-10-01T07:00:00Z');
    expect(told([...OPEN, dead], [])).toBe('2026-09-05');
    expect(told([...OPEN, dead], [byDuo, duo('SS199', {}, '2026-03-01T07:00:00Z')])).toBe('2026-09-05');
  });

  it('counts anew from what ended it for another reason, or again after the plicht held', () => {
    expect(told([...OPEN, met], [overlijden(cause('2026-10-06T08:00:00Z'))])).toBe('2027-10-06');
    expect(told([...OPEN, met], [holds])).toBeUndefined();
    expect(told([...OPEN, met, holds], [duo('SS108', {}, '2026-12-01T07:00:00Z')])).toBe('2031-12-01');
    expect(told([...OPEN, exempt], [])).toBeUndefined();
    expect(told([...OPEN, exempt], [duo('SS110', {}, '2026-12-01T07:00:00Z')])).toBe('2031-12-01');
  });

  it('and put right counts from the end that holds, or from the correction by which it ended', () => {
    const withdrawnPlicht = duo('SS110', {}, '2026-08-01T07:00:00Z');
    const correction = (feit: Feit) => putAside([feit.feitId], cause('2026-12-01T08:00:00Z'));
    expect(told([...OPEN, met, withdrawnPlicht], [correction(met)])).toBe('2031-08-01');
    expect(told([...OPEN, met, holds], [correction(holds)])).toBe('2031-12-01');
    expect(told([...OPEN, met], [correction(met)])).toBeUndefined();
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
