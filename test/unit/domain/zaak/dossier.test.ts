import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dossierOf, emptyDossier, withCommit, type ZaakCommit } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { emptyZaak, evolve } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, inschrijving, koppeling, linked } from '../support.ts';

const FEITEN: readonly Feit[] = [
  linked(),
  linked(koppeling({ versie: 2, woningeis: ['gelijkvloers'] })),
  inschrijving(),
  inschrijving({ soort: 'correctie', datumInschrijving: '2025-08-14' }, cause('2025-08-20T08:00:00Z')),
  duo('SS139', { inburgeringsplicht: { indicatorInburgeringsplicht: true } }),
  duo('SS137', {}, '2025-10-01T07:00:00Z'),
];

const commits = (series: readonly (readonly Feit[])[]): readonly ZaakCommit[] =>
  series.map((feiten, n) => ({
    versie: n + 1,
    tijd: '2026-01-01T00:00:00Z',
    inhoud: { feiten, meldingen: [] },
  }));

describe('a timeline', () => {
  it('gives the same zaak when it is read at once as commit by commit, also with facts that come twice', () => {
    const series = fc.array(fc.subarray([...FEITEN]), { maxLength: 8 });
    fc.assert(
      fc.property(series, (series) => {
        expect(dossierOf(commits(series))).toEqual(commits(series).reduce(withCommit, emptyDossier));
      }),
    );
  });

  it('stays the same object when every fact is known', () => {
    const zaak = evolve(emptyZaak, FEITEN);
    expect(evolve(zaak, FEITEN)).toBe(zaak);
    expect(emptyZaak.feiten.size).toBe(0);
  });

  it('with a kind of fact that this version does not know fails to be read', () => {
    const unknown = { ...duo('SS101'), soort: 'van later' } as unknown as Feit;
    expect(() => evolve(emptyZaak, [unknown])).toThrow(/onbekende soort/);
  });
});
