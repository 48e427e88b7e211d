import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createMijlpalen } from '../../../../adapters/table/mijlpalen.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { addFeiten, type Dossier, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import {
  cause,
  type GENNEP,
  inschrijving,
  koppeling,
  linked,
  TODAY,
  verhuizing,
  ZAAK,
} from '../../domain/support.ts';

/** The days of each zaak for the figures, as entries in the table. */

const dossierAfter = (feiten: readonly Feit[]): Dossier =>
  feiten.reduce((dossier, feit) => addFeiten(ZAAK, dossier, [feit], TODAY)?.dossier ?? dossier, emptyDossier);

const world = () => {
  const table = memoryTable();
  return {
    table,
    store: (version: number, feiten: readonly Feit[], zaakId = ZAAK) =>
      createZaakLists(table).store([{ zaakId, dossier: { ...dossierAfter(feiten), versie: version } }]),
    begins: async (gemeentecode: string) =>
      (
        await createMijlpalen(table).perPiece(gemeentecode as typeof GENNEP, (zaken) =>
          zaken.map(({ begin }) => begin),
        )
      ).flat(),
  };
};

const MOVED = verhuizing({ gemeentecode: '0796', datumVerhuizing: '2025-09-01' });

describe('the entry of a zaak for the figures', () => {
  it('follows from the newest version, whoever writes last', async () => {
    const { table, store, begins } = world();
    const earlier = [linked(), inschrijving()];
    await store(3, [...earlier, MOVED]);
    await store(2, earlier);
    expect(await begins('0907')).toEqual(['2025-06-20']);
    expect(await begins('0796')).toEqual(['2025-09-01']);
    expect(JSON.stringify(table.alles().find(({ pk }) => pk === 'MIJLPALEN#0907'))).toContain(
      'andere gemeente',
    );
  });

  it('is empty once a correction says that the zaak never was of that gemeente', async () => {
    const { store, begins } = world();
    const earlier = [linked(), inschrijving(), MOVED];
    const corrected: Feit = {
      ...cause('2025-12-01T08:00:00Z'),
      feitId: 'herstel:1',
      soort: 'herstel',
      reden: 'Verwisseld',
      vervalt: [MOVED.feitId],
    };
    await store(3, earlier);
    await store(4, [...earlier, corrected]);
    expect(await begins('0796')).toEqual([]);
    expect(await begins('0907')).toEqual(['2025-06-20']);
    await store(3, earlier);
    expect(await begins('0796')).toEqual([]);
  });

  it('is not written for a child who never had a zaak', async () => {
    const { table, store } = world();
    await store(1, [linked(koppeling({}, { geboortedatum: '2015-01-01' }))]);
    expect(table.alles()).toEqual([]);
  });

  it('is read once for every zaak, whatever its id begins with', async () => {
    const { store, begins } = world();
    for (const digit of '0123456789abcdef') await store(1, [linked()], `${digit}${ZAAK.slice(1)}` as ZaakId);
    expect(await begins('0907')).toHaveLength(16);
  });
});
