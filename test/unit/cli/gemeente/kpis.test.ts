import { describe, expect, it } from 'vitest';
import { kpis } from '../../../../cli/gemeente/kpis.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { countedIn, kpisOf } from '../../../../domain/kpis/kpis.ts';
import { caught } from '../../../hub/test-hub.ts';
import { GENNEP } from '../../domain/support.ts';

/** `hub kpis`: the figures as a table. */

const profile = gemeenteProfile(GENNEP);
const figures = kpisOf(
  profile,
  countedIn(
    profile,
    ['2026-02-20', '2026-03-20'].map((pip) => ({
      begin: '2025-11-03',
      stappen: { vestiging: '2026-01-02', piptermijn: '2026-01-02', pip },
      termijnen: [{ id: 'TG07', begin: '2026-01-02', einddatum: '2026-03-13' }],
    })),
    '2026-04-01',
  ),
  '2026-04-01',
);

const shown = async (options: { readonly json?: true }, width = 80) => {
  const { output, written } = caught();
  const asked: unknown[] = [];
  const code = await kpis(
    {
      kpis: async (...args) => {
        asked.push(args);
        return figures;
      },
    },
    { gemeente: '0907', peildatum: '2026-04-01', ...options },
    { ...output, width },
  );
  return { asked, code, lines: written };
};

describe('hub kpis', () => {
  it('shows every figure on a line that fits in 80 columns, with what is left out', async () => {
    const { lines, asked, code } = await shown({});
    expect([asked, code]).toEqual([[['0907', '2026-04-01']], 0]);
    expect(lines[0]).toBe('Peildatum 2026-04-01, zaken: 2');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.find((line) => line.startsWith('PIP binnen tien weken'))?.split(/\s{2,}/)).toEqual([
      'PIP binnen tien weken',
      '1',
      '2',
      '50.0%',
    ]);
    expect(lines.find((line) => line.startsWith('Van vestiging of kennisgeving'))?.split(/\s{2,}/)).toEqual([
      'Van vestiging of kennisgeving tot PIP',
      '49',
      '77',
      '2',
    ]);
  });

  it('prints the answer as it is with --json', async () => {
    const { lines } = await shown({ json: true });
    expect(JSON.parse(lines.join(''))).toEqual(figures);
  });
});
