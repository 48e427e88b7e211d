import { expect, it } from 'vitest';
import { agenda } from '../../../../cli/gemeente/agenda.ts';
import { ZaakId } from '../../../../contracts/base-types.ts';
import { writeCalendar } from '../../../../functions/shared/rest/resources/calendar.ts';
import { caught } from '../../../hub/test-hub.ts';

/** A hub without a clock that can be set. */
const DEPLOYED = { url: 'https://hub.voorbeeld.invalid', callLocal: async () => ({ status: 404, body: {} }) };
const FILE = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n';

it('hub agenda prints the file as it is, of the gemeente or of its partner by its role, for the days that are asked', async () => {
  const asked: unknown[] = [];
  const written: string[] = [];
  const hub = {
    ...DEPLOYED,
    agenda: async (...query: unknown[]) => {
      asked.push(query);
      return FILE;
    },
  };
  const output = {
    lines: (texts: readonly string[]) => {
      written.push(...texts.map((text) => `${text}\n`));
    },
  };
  expect(await agenda(hub, { gemeente: '0907', rol: 'gemeente' }, output)).toBe(0);
  expect(
    await agenda(hub, { gemeente: '0907', rol: 'balk', van: '2026-09-01', tot: '2026-09-30' }, output),
  ).toBe(0);
  await expect(agenda(hub, { gemeente: '0907', rol: 'bakker' }, output)).rejects.toThrow('no partner bakker');
  await expect(agenda(hub, { gemeente: '0907', rol: 'corporatie' }, output)).rejects.toThrow(
    'choose --rol destion or --rol mooiland',
  );
  const turned = { gemeente: '0907', rol: 'balk', van: '2026-09-30', tot: '2026-09-01' };
  await expect(agenda(hub, turned, output)).rejects.toThrow('--tot 2026-09-01 lies before --van 2026-09-30');
  expect(written).toEqual([FILE, FILE]);
  expect(asked).toEqual([
    ['gemeente', '0907', {}],
    ['balk', '0907', { van: '2026-09-01', totEnMet: '2026-09-30' }],
  ]);
});

it('hub agenda gives a program each appointment as an object, with a time or for the whole of a day', async () => {
  const zaakId = ZaakId.parse('3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a');
  const planned = {
    zaakId,
    sleutel: 'een',
    gebeurtenis: 'kennismaking-gepland',
    deel: 'burgerzaken',
    afspraakdatum: '2026-09-01',
    reeks: 0,
    gemeldOp: '2026-08-20T10:00:00Z',
  } as const;
  const file = writeCalendar('0907/gemeente', 'zaak', [
    { ...planned, tijd: '09:00', plaats: 'Gemeentehuis Gennep, kamer 2' },
    { ...planned, sleutel: 'twee', isAfgezegd: true },
  ]);
  const { output, written } = caught();
  await agenda(
    { ...DEPLOYED, agenda: async () => file },
    { gemeente: '0907', rol: 'gemeente', json: true },
    output,
  );
  expect(written.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({
      begin: '2026-09-01T07:00:00Z',
      einde: '2026-09-01T08:00:00Z',
      titel: 'Kennismaking: burgerzaken',
      plaats: 'Gemeentehuis Gennep, kamer 2',
      omschrijving: `Zaak ${zaakId}`,
      afgezegd: false,
    }),
    expect.objectContaining({ begin: '2026-09-01', einde: '2026-09-02', afgezegd: true }),
  ]);
});
