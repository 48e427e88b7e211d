import { describe, expect, it } from 'vitest';
import { dag } from '../../../../cli/gemeente/dag.ts';
import { dagLines } from '../../../../cli/print/dag.ts';
import { PLAIN } from '../../../../cli/print/paint.ts';
import { partnerDagLines } from '../../../../cli/print/partner-dag.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import { Dag } from '../../../../contracts/dag.ts';
import { busy, intake, partnerDag, quiet, ZAAK } from './day-lists.ts';

/** Somewhere to print, and what was. */
const printed = () => {
  const written: string[] = [];
  const output = {
    width: 80,
    ...PLAIN,
    interactive: false,
    line: (text: string) => written.push(text),
    lines: (texts: readonly string[]) => written.push(...texts),
  };
  return { written, output };
};

const linesOf = (list: Dag, width = 80) => dagLines(list, width, PLAIN);

describe('hub dag', () => {
  it('shows what there is, the law marked, and in one line what there is not', () => {
    const lines = linesOf(busy);
    expect(lines[0]).toBe('Day list (daglijst) of Gennep (0907) on 2025-10-13');
    expect(lines).toContain('Appointments today (afspraken): 2');
    expect(lines).toContain(`    all day  ${ZAAK}  Levering woninginrichting`);
    expect(lines).toContain(`    09:00    ${ZAAK}  Kennismaking: burgerzaken`);
    expect(lines).toContain('Soon (binnenkort): 1');
    expect(lines).toContain(`  ! 2025-10-22  TG07  ${ZAAK}  PIP vaststellen`);
    expect(lines).toContain('Late (te laat): more than 500');
    expect(lines.filter((line) => line.includes('TG06'))).toHaveLength(10);
    expect(lines).toContain('    … and 2 more: --json names up to fifty');
    expect(lines.join('\n')).toContain('nothing: vandaag · tegenspraken · nieuw · aflopende opdrachten');
  });

  it('says with a term of the brede intake what is missing, and which partner owes it', () => {
    const lines = linesOf(intake, 120);
    expect(lines).toContain(
      `    2025-10-08  TG02  ${ZAAK}  Intakegesprekken voeren: casusregisseur, taalschool,`,
    );
    expect(lines.join(' ')).toMatch(/casusregisseur, taalschool,\s+participatie \(intos\)/);
    expect(lines).toContain(`    2025-10-08  TG06  ${ZAAK}  Leerbaarheidstoets afnemen`);
  });

  it('names the test among what the intake as a whole misses', () => {
    const [term] = intake.vandaag.lijst.slice(1);
    const whole = Dag.parse({
      ...quiet,
      vandaag: { aantal: 1, lijst: [{ ...term, id: 'TG01', naam: 'Brede intake afronden' }] },
    });
    expect(linesOf(whole, 120)).toContain(
      `    2025-10-08  TG01  ${ZAAK}  Brede intake afronden: leerbaarheidstoets`,
    );
  });

  it('says of a quiet day that there is nothing', () => {
    expect(linesOf(quiet)).toHaveLength(5);
  });

  it.each([60, 80, 120])('fits in %i columns', (width) => {
    for (const line of [
      ...linesOf(busy, width),
      ...linesOf(intake, width),
      ...partnerDagLines(partnerDag, width, PLAIN),
    ])
      expect(line.length).toBeLessThanOrEqual(width);
  });

  it('asks for the day of --nu in the gemeente that is named, and prints all of it as JSON', async () => {
    const asked: unknown[] = [];
    const hub = {
      dag: async (...query: unknown[]) => {
        asked.push(query);
        return busy;
      },
    } as unknown as HubClient;
    const { written, output } = printed();
    expect(await dag(hub, { gemeente: '0907', rol: 'gemeente', nu: '2025-10-13', json: true }, output)).toBe(
      0,
    );
    expect(await dag(hub, { gemeente: '1734', rol: 'gemeente' }, output)).toBe(0);
    expect(asked).toEqual([
      ['0907', '2025-10-13'],
      ['1734', undefined],
    ]);
    expect(JSON.parse(written[0] ?? '')).toEqual(busy);
  });
});

describe('hub dag --rol', () => {
  const asked: unknown[] = [];
  const hub = {
    callLocal: async () => ({ status: 404, body: {} }),
    dag: async () => {
      throw new Error('a partner asks for no list of the gemeente');
    },
    partnerDag: async (...query: unknown[]) => {
      asked.push(query);
      return partnerDag;
    },
  } as unknown as HubClient;

  it('shows what that partner is to do, what lies ready for it, and in one line what there is not', async () => {
    const { written, output } = printed();
    expect(await dag(hub, { gemeente: '0907', rol: 'taalschool', nu: '2026-09-03' }, output)).toBe(0);
    expect(asked).toEqual([['taalschool', '0907', '2026-09-03']]);
    expect(written.slice(0, 2).join(' ')).toContain('of Taalschool Nederlands de Baas for Gennep (0907)');
    expect(written).toContain('Appointments today (afspraken): 1');
    expect(written.join(' ').replace(/\s+/g, ' ')).toContain(
      `10:30 ${ZAAK} Brede intake: taalschool · Gemeentehuis Gennep, kamer 2 · met tolk`,
    );
    expect(written).toContain('Do or report today (vandaag): 1');
    expect(written).toContain(`    2026-09-03  ${ZAAK}`);
    expect(written.join('\n')).toContain('brede-intake-gesprek-gevoerd (taalschool)');
    expect(written).toContain('Messages that you have not got (klaar): more than 100');
    expect(written.at(-1)).toBe('  nothing: te laat · nieuw');
  });

  it('prints all of it as JSON', async () => {
    const { written, output } = printed();
    await dag(hub, { gemeente: '9999', rol: 'mage', json: true }, output);
    expect(JSON.parse(written[0] ?? '')).toEqual(partnerDag);
  });

  it('shows the list of each partner with that role, and asks which one when it is to be JSON', async () => {
    const { written, output } = printed();
    asked.length = 0;
    expect(await dag(hub, { gemeente: '0907', rol: 'corporatie', nu: '2026-09-03' }, output)).toBe(0);
    expect(asked.map((query) => (query as readonly unknown[])[0])).toEqual(['destion', 'mooiland']);
    expect(written.filter((line) => line.startsWith('Day list (daglijst) of'))).toHaveLength(2);
    await expect(dag(hub, { gemeente: '0907', rol: 'corporatie', json: true }, output)).rejects.toThrow(
      'gemeente 0907 has 2 partners with role corporatie: choose --rol destion or --rol mooiland',
    );
    asked.length = 0;
    await dag(hub, { gemeente: '0907', rol: 'mooiland', json: true }, output);
    expect(asked).toEqual([['mooiland', '0907', undefined]]);
  });

  it('names the partners that there are when there is none of that role', async () => {
    const { output } = printed();
    await expect(dag(hub, { gemeente: '1734', rol: 'taalschool' }, output)).rejects.toThrow(
      'gemeente 1734 has no partner taalschool: choose gemeente',
    );
  });
});
