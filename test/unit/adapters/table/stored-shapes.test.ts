import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createHerleveringen } from '../../../../adapters/table/postvak/herleveringen.ts';
import { afterOutage, HEALTHY, OUTAGE_AFTER } from '../../../../domain/delivery/circuit.ts';
import { reserve } from '../../../../domain/delivery/rate.ts';
import { GENNEP } from '../../domain/support.ts';
import { BSN, inschrijvingBericht, koppelingBericht, V_NUMMER } from '../../functions/berichten.ts';
import { hubInMemory } from '../../functions/hub-in-memory.ts';

/** Names of attributes and members that an earlier version stored and that callers of the API read. */

const parsed = (text: unknown): Record<string, unknown> => JSON.parse(String(text));

describe('stored names stay as they are', () => {
  it('in the commits of a zaak, and in the answers of the API about it', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([koppelingBericht(), inschrijvingBericht({ vNummer: V_NUMMER, bsn: BSN })]);
    const commits = hub.table
      .alles()
      .filter(({ pk, sk }) => pk.startsWith('ZAAK#') && sk.startsWith('COMMIT#'));
    expect(commits.length).toBeGreaterThan(0);
    for (const { inhoud } of commits) {
      expect(
        Object.keys(parsed(inhoud))
          .filter((name) => name !== 'regievoerder')
          .toSorted(),
      ).toEqual(['feiten', 'meldingen']);
    }
    const [first] = parsed(commits[0]?.['inhoud'])['meldingen'] as readonly object[];
    expect(Object.keys(first ?? {}).toSorted()).toEqual(['partner', 'rol', 'soort', 'velden', 'volgnummer']);
    const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    const registration = lines.find(({ naam }) => naam === 'brp-inschrijving-ontvangen');
    expect(registration?.gegevens).toHaveProperty('teltAlsVestiging', true);
  });

  it('in the health and the rate of a receiver', () => {
    let health = HEALTHY;
    for (let failures = 0; failures < OUTAGE_AFTER; failures++) health = afterOutage(health, 0);
    expect(Object.keys(health).toSorted()).toEqual(['dichtTot', 'opRij', 'storingSinds']);
    const { tempo } = reserve(undefined, 60, 0, false);
    expect(Object.keys(tempo)).toEqual(['vrijVanaf']);
    const full = reserve({ vrijVanaf: 60_000 }, 60, 0, false);
    expect(Object.keys(full.tempo).toSorted()).toEqual(['rijTot', 'vrijVanaf']);
  });

  it('in a herlevering', async () => {
    const table = memoryTable();
    const moment = '2026-03-01T12:00:00.000Z';
    await createHerleveringen(table).begin({
      id: '8faa695c-84f2-4f7e-a5e3-60c0ca9df081',
      kanaal: '0907/taalschool',
      keuze: { tot: moment },
      door: 'taalschool',
      aangevraagdOp: moment,
      aantal: 0,
      gedaan: 0,
      vanaf: moment,
      versie: 1,
    });
    const stored = table.alles().find(({ sk }) => sk === 'HERLEVERING');
    expect(parsed(stored?.['inhoud'])).toMatchObject({ keuze: { tot: moment }, vanaf: moment });
    expect(stored).toMatchObject({ status: 'HERLEVERING', sinds: moment });
  });
});
