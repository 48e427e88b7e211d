import { describe, expect, it } from 'vitest';
import type { AppointmentEntry } from '../../../../../adapters/table/lists/lists.ts';
import { textOf } from '../../../../../functions/loket/html.ts';
import { layout } from '../../../../../functions/loket/pages/layout.ts';
import { weekPage } from '../../../../../functions/loket/pages/week.ts';
import { PATHS, reportPath } from '../../../../../functions/loket/paths.ts';
import { appointmentSheet } from '../../../../../functions/loket/words/week.ts';
import { documentOf, started, textsOf, trialLoket } from '../support.ts';

const zaakId = '8f8c0048-b30a-82ec-9d88-050db72fa44c' as AppointmentEntry['zaakId'];

const appointment = (own: Partial<AppointmentEntry> = {}): AppointmentEntry => ({
  zaakId,
  sleutel: 'brede-intake-uitgenodigd#taalschool',
  gebeurtenis: 'brede-intake-uitgenodigd',
  deel: 'taalschool',
  reeks: 0,
  gemeldOp: '2025-10-01T10:00:00Z',
  afspraakdatum: '2025-10-16',
  tijd: '10:30',
  plaats: 'Stadhuis, kamer 3',
  ...own,
});

const { tijd: _tijd, ...onWholeDay } = appointment({ tolk: true });

const part = <One>(...lijst: One[]) => ({ aantal: lijst.length, lijst });

describe('the list of what a partner has to do', () => {
  it('holds what its own day list holds, and says when there is nothing', async () => {
    const { hub } = await started();
    const now = new Date('2025-10-15T09:00:00Z');
    const loket = trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
    const school = await loket.signedIn('taalschool-0907', { since: now });
    const page = await loket.get('/loket/week', school);
    expect(textsOf(page, 'h1')).toEqual(['Te doen, vanaf 15 oktober 2025']);
    expect(textsOf(page, 'tbody tr').join()).toContain('Gesprek brede intake gevoerd: Taalschool');
    const mage = await loket.get('/loket/week', await loket.signedIn('mage-0907', { since: now }));
    expect(textsOf(mage, 'main p').join(' ')).toContain('U hoeft nu niets te doen of te melden.');
    expect(textsOf(mage, 'tbody tr')).toEqual([]);
  });

  it('leaves in the logbook of whom it showed something', async () => {
    const { hub } = await started();
    const now = new Date('2025-10-15T09:00:00Z');
    const loket = trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
    await loket.get('/loket/week', await loket.signedIn('taalschool-0907', { since: now }));
    const records = loket.logboek.all().map(({ verwerking }) => verwerking);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(record).toContain('taalschool-0907');
  });

  it('shows appointments with when, what and where, the tasks by how much they press, and the way to a sheet', () => {
    const body = textOf(
      layout(
        weekPage(
          {
            dag: {
              gemeentecode: '0907' as never,
              partner: 'taalschool',
              datum: '2025-10-15',
              afspraken: part(),
              vandaag: part(),
              binnenkort: part({ zaakId, gebeurtenis: 'taallessen-gestart', uiterlijk: '2025-10-20' }),
              teLaat: part({
                zaakId,
                gebeurtenis: 'brede-intake-gesprek-gevoerd',
                onderdeel: 'taalschool',
                uiterlijk: '2025-10-01',
              }),
              zonderDag: part(),
              klaar: part(),
              nieuw: part(),
            },
            appointments: [appointment(), onWholeDay],
          },
          { naam: 'Iemand', organisatie: 'School', rol: 'partner', mark: 'x' },
        ),
      ),
    );
    expect(textsOf({ body }, 'h2')).toEqual(['Afspraken', 'Te laat: 1', 'Binnenkort: 1']);
    const [first, second] = [...documentOf({ body }).querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map(({ textContent }) => textContent),
    );
    expect(first).toEqual([
      '8f8c0048',
      '16 oktober 2025, 10:30 uur',
      'Brede intake: taalschool',
      'Stadhuis, kamer 3',
      '',
    ]);
    expect(second?.slice(1, 2)).toEqual(['16 oktober 2025']);
    expect([...documentOf({ body }).querySelectorAll('main a')].map((a) => a.getAttribute('href'))).toEqual([
      PATHS.weekSheet,
      reportPath(zaakId, 'brede-intake-gesprek-gevoerd'),
      reportPath(zaakId, 'taallessen-gestart'),
    ]);
  });
});

describe('the sheet of appointments', () => {
  it('is a file of its own for the partner, which no browser shows', async () => {
    const { loket } = await started();
    const sheet = await loket.get('/loket/week/lijst.csv', await loket.signedIn('taalschool-0907'));
    expect(sheet.headers).toMatchObject({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="afspraken-2025-09-09.csv"',
      'Cache-Control': 'no-store',
    });
    expect(sheet.body).toBe('\uFEFFdatum;tijd;wat;waar;tolk;kenmerk\r\n');
  });

  it.each(['=HYPERLINK("http://x.example")', '+31', '-1', '@SUM(A1)', '\t=1'])(
    'never lets a spreadsheet calculate %j',
    (plaats) => {
      const [, line = ''] = appointmentSheet([appointment({ plaats })]).split('\r\n');
      const cell = line.split(';')[3] ?? '';
      expect(cell.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('keeps a text with semicolons, quotes and new lines in one cell', () => {
    const text = appointmentSheet([appointment({ plaats: 'a;b "c"\nd' })]);
    expect(text).toContain('"a;b ""c""\nd"');
  });
});
