import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dossierVan, leegDossier, metCommit, type ZaakCommit } from '../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../domain/zaak/feiten.ts';
import { evolve, legeZaak } from '../../../domain/zaak/zaak.ts';
import { duo, gekoppeld, inschrijving, koppeling, oorzaak } from './hulp.ts';

const FEITEN: readonly Feit[] = [
  gekoppeld(),
  gekoppeld(koppeling({ versie: 2, woningeis: ['gelijkvloers'] })),
  inschrijving(),
  inschrijving({ soort: 'correctie', datumInschrijving: '2025-08-14' }, oorzaak('2025-08-20T08:00:00Z')),
  duo('SS139', { inburgeringsplicht: { indicatorInburgeringsplicht: true } }),
  duo('SS137', {}, '2025-10-01T07:00:00Z'),
];

const commits = (reeks: readonly (readonly Feit[])[]): readonly ZaakCommit[] =>
  reeks.map((feiten, n) => ({
    versie: n + 1,
    tijd: '2026-01-01T00:00:00Z',
    inhoud: { feiten, meldingen: [] },
  }));

describe('a timeline', () => {
  it('amounts to the same read at once as commit by commit, with facts that come twice', () => {
    const reeksen = fc.array(fc.subarray([...FEITEN]), { maxLength: 8 });
    fc.assert(
      fc.property(reeksen, (reeks) => {
        expect(dossierVan(commits(reeks))).toEqual(commits(reeks).reduce(metCommit, leegDossier));
      }),
    );
  });

  it('stays the very same when every fact is known', () => {
    const zaak = evolve(legeZaak, FEITEN);
    expect(evolve(zaak, FEITEN)).toBe(zaak);
    expect(legeZaak.feiten.size).toBe(0);
  });

  it('with a kind of fact that this version does not know is not read as if it were not there', () => {
    const onbekend = { ...duo('SS101'), soort: 'van later' } as unknown as Feit;
    expect(() => evolve(legeZaak, [onbekend])).toThrow(/onbekende soort/);
  });
});
