import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { createMijlpalen } from '../../../../adapters/table/mijlpalen.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { fillMijlpalen } from '../../../../functions/bewaking/fill-mijlpalen.ts';
import { GENNEP, linked, ZAAK } from '../../domain/support.ts';
import { written } from '../berichten.ts';

/** Zaken of before the days for the figures were kept get theirs by the watch, once. */

const PROFILE = gemeenteProfile(GENNEP);
const { termijnen } = PROFILE;

let table: ReturnType<typeof memoryTable>;
let read: number;

/** A zaak on its timeline and in its list, without an entry for the figures. */
const oldZaak = async (number: number): Promise<void> => {
  const zaakId = `${number.toString(16).padStart(8, '0')}${ZAAK.slice(8)}` as ZaakId;
  await createZaakLogs(table).append(zaakId, () => ({
    append: { feiten: [linked()], meldingen: [] },
    outcome: undefined,
  }));
  await table.insert({ pk: `ZAAK#${zaakId}`, sk: 'STAND', status: 'ZAAK#0907', sinds: zaakId, versie: 1 });
};

const fill = (day: string, perRun?: number) =>
  fillMijlpalen(
    {
      table,
      zaken: {
        read: (zaakId) => {
          read++;
          return createZaakLogs(table).read(zaakId);
        },
      },
      telemetry: written().telemetry,
      gemeenten: [GENNEP],
      now: new Date(`${day}T05:00:00Z`),
    },
    perRun,
  );
const filled = async () => (await createMijlpalen(table).perPiece(GENNEP, (zaken) => zaken)).flat().length;

beforeEach(() => {
  table = memoryTable();
  read = 0;
});
afterEach(() => {
  Reflect.set(PROFILE, 'termijnen', termijnen);
});

describe('the filling of days for the figures', () => {
  it('gives every zaak of before an entry, and then looks at none', async () => {
    for (let number = 0; number < 230; number++) await oldZaak(number);
    expect(await filled()).toBe(0);
    await fill('2026-01-01');
    expect(await filled()).toBe(230);
    read = 0;
    await fill('2026-01-02');
    expect(read).toBe(0);
  });

  it('goes on where the run before it stopped', async () => {
    for (let number = 0; number < 130; number++) await oldZaak(number);
    await fill('2026-01-01', 100);
    expect(await filled()).toBe(100);
    await fill('2026-01-02', 100);
    expect([await filled(), read]).toEqual([130, 130]);
  });

  it('begins anew when the terms of the gemeente change', async () => {
    await oldZaak(1);
    await fill('2026-01-01');
    Reflect.set(PROFILE, 'termijnen', termijnen.slice(1));
    await fill('2026-01-02');
    expect(read).toBe(2);
  });

  it('leaves an entry of a newer version as it is', async () => {
    await oldZaak(0);
    const newer = { pk: 'MIJLPALEN#0907', sk: `00000000${ZAAK.slice(8)}`, versie: 2 };
    await table.write([newer]);
    await fill('2026-01-01');
    expect(await table.read(newer)).toEqual(newer);
  });
});
