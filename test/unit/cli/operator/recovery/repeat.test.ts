import { describe, expect, it } from 'vitest';
import { neemtType } from '../../../../../cli/operator/recovery/archive.ts';
import {
  type Deel,
  delenVan,
  herhaal,
  replayNaam,
  type Toestand,
} from '../../../../../cli/operator/recovery/repeat-plan.ts';

const op = (tijd: string) => new Date(`2026-01-${tijd}:00Z`);

describe('the parts of a period', () => {
  it('follow on each other and cover the whole of it', () => {
    expect(delenVan(op('01T00:00'), op('02T01:00'), 600)).toEqual([
      { van: op('01T00:00'), tot: op('01T10:00') },
      { van: op('01T10:00'), tot: op('01T20:00') },
      { van: op('01T20:00'), tot: op('02T01:00') },
    ]);
  });

  it('have names that EventBridge takes', () => {
    expect(replayNaam('herhaal-20260131T235959-1a2b', 364)).toMatch(/^[.\-_A-Za-z0-9]{1,64}$/);
  });
});

describe('a replay', () => {
  const delen = delenVan(op('01T00:00'), op('03T00:00'), 1440);
  const proef = (toestanden: readonly Toestand[], wachtend: readonly number[]) => {
    const gebeurd: string[] = [];
    let nu = 0;
    const [toestand, onverwerkt] = [[...toestanden], [...wachtend]];
    const herhaler = {
      start: async (naam: string, _: Deel) => {
        gebeurd.push(`start ${naam}`);
      },
      toestand: async (): Promise<Toestand> => toestand.shift() ?? 'klaar',
      onverwerkt: async () => {
        const aantal = onverwerkt.shift() ?? 0;
        gebeurd.push(`${aantal} wachten`);
        return aantal;
      },
    };
    const opties = { stempel: 's', drempel: 5, geduldMs: 10, nu: () => nu, pauze: async () => nu++ };
    return { gebeurd, uitkomst: herhaal(herhaler, delen, opties) };
  };

  it('starts a part only when the former is complete and its queue nearly empty', async () => {
    const { gebeurd, uitkomst } = proef(['loopt', 'klaar', 'klaar'], [40, 20, 5, 0]);
    expect(await uitkomst).toEqual({ soort: 'klaar' });
    expect(gebeurd).toEqual([
      'start s-001',
      '40 wachten',
      '20 wachten',
      '5 wachten',
      'start s-002',
      '0 wachten',
    ]);
  });

  it('stops at the part that EventBridge could not finish', async () => {
    const { gebeurd, uitkomst } = proef(['mislukt'], []);
    expect(await uitkomst).toEqual({ soort: 'mislukt', naam: 's-001', deel: delen[0] });
    expect(gebeurd).toEqual(['start s-001']);
  });

  it('stops when the queue does not empty', async () => {
    const { uitkomst } = proef(
      ['klaar'],
      Array.from({ length: 50 }, () => 99),
    );
    expect(await uitkomst).toEqual({ soort: 'te lang', naam: 's-001', deel: delen[0] });
  });
});

describe('a rule', () => {
  const TYPE = 'nl.inburgeringszaken.zaak.bijgewerkt.v1';
  it.each([
    [{ source: ['inburgeringshub'], 'detail-type': [TYPE], detail: { teVersturen: [true] } }, true],
    [{ source: ['inburgeringshub'] }, true],
    [{ source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.tvs.' }] }, false],
    [{ source: ['inburgeringshub'], 'detail-type': ['anders'] }, false],
  ])('%j takes announcements: %s', (patroon, neemt) => {
    expect(neemtType(JSON.stringify(patroon), TYPE)).toBe(neemt);
  });

  it('with a schedule takes none', () => {
    expect(neemtType(undefined, TYPE)).toBe(false);
  });
});
