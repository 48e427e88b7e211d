import { describe, expect, it } from 'vitest';
import { dag } from '../../../../cli/gemeente/dag.ts';
import { dagLines } from '../../../../cli/print/dag.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import { Dag } from '../../../../contracts/dag.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const none = { aantal: 0, lijst: [] };

const quiet: Dag = Dag.parse({
  gemeentecode: '0907',
  datum: '2025-10-13',
  vandaag: none,
  binnenkort: none,
  teLaat: none,
  tegenspraken: none,
  wachtOpGegevens: none,
  eigenMeldingen: none,
  nietBezorgd: none,
  nieuw: none,
});

const pip = { zaakId: ZAAK, id: 'TG07', naam: 'PIP vaststellen', soort: 'wettelijk', datum: '2025-10-22' };
const test = { ...pip, id: 'TG06', naam: 'Leerbaarheidstoets afnemen', soort: 'lokaal', datum: '2025-10-08' };

const busy: Dag = Dag.parse({
  ...quiet,
  binnenkort: { aantal: 1, lijst: [pip] },
  teLaat: { aantal: 500, meer: true, lijst: Array.from({ length: 50 }, () => test) },
  wachtOpGegevens: { aantal: 12, lijst: Array.from({ length: 12 }, () => ZAAK) },
  eigenMeldingen: {
    aantal: 1,
    lijst: [
      {
        ontvangstId: ZAAK,
        status: 'quarantaine',
        type: 'nl.inburgeringszaken.casus.geopend.v1',
        sinds: '2025-10-12T08:00:00Z',
        reden: 'bsn en V-nummer spreken elkaar tegen',
      },
    ],
  },
  nietBezorgd: {
    aantal: 1,
    lijst: [
      {
        partner: 'wijkondersteuner',
        zaakId: ZAAK,
        volgnummer: 12,
        staat: 'geparkeerd',
        klaargezetOp: '2025-10-06T08:00:00Z',
      },
    ],
  },
});

const linesOf = (list: Dag, width = 80) => dagLines(list, width, (text) => text);

describe('hub dag', () => {
  it('shows what there is, the law marked, and in one line what there is not', () => {
    const lines = linesOf(busy);
    expect(lines[0]).toBe('Day list (daglijst) of Gennep (0907) on 2025-10-13');
    expect(lines).toContain('Soon (binnenkort): 1');
    expect(lines).toContain(`  ! 2025-10-22  TG07  ${ZAAK}  PIP vaststellen`);
    expect(lines).toContain('Late (te laat): more than 500');
    expect(lines.filter((line) => line.includes('TG06'))).toHaveLength(10);
    expect(lines).toContain('    … and 2 more: --json names up to fifty');
    expect(lines.join('\n')).toContain('nothing: vandaag · tegenspraken · nieuw');
  });

  it('says of a quiet day that there is nothing', () => {
    expect(linesOf(quiet)).toHaveLength(4);
  });

  it.each([60, 80, 120])('fits in %i columns', (width) => {
    for (const line of linesOf(busy, width)) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('asks for the day of --nu in the gemeente that is named, and prints all of it as JSON', async () => {
    const asked: unknown[] = [];
    const hub = {
      dag: async (...query: unknown[]) => {
        asked.push(query);
        return busy;
      },
    } as unknown as HubClient;
    const written: string[] = [];
    const output = {
      width: 80,
      bold: (text: string) => text,
      interactive: false,
      line: (text: string) => written.push(text),
      lines: (texts: readonly string[]) => written.push(...texts),
    };
    expect(await dag(hub, { gemeente: '0907', nu: '2025-10-13', json: true }, output)).toBe(0);
    expect(await dag(hub, { gemeente: '1734' }, output)).toBe(0);
    expect(asked).toEqual([
      ['0907', '2025-10-13'],
      ['1734', undefined],
    ]);
    expect(JSON.parse(written[0] ?? '')).toEqual(busy);
  });
});
