import { expect, it } from 'vitest';
import { agenda } from '../../../../cli/gemeente/agenda.ts';

const FILE = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n';

it('hub agenda prints the file as it is, of the gemeente or of its partner by its role, for the days that are asked', async () => {
  const asked: unknown[] = [];
  const written: string[] = [];
  const hub = {
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
  expect(written).toEqual([FILE, FILE]);
  expect(asked).toEqual([
    ['gemeente', '0907', {}],
    ['balk', '0907', { van: '2026-09-01', totEnMet: '2026-09-30' }],
  ]);
});
