import { expect, it } from 'vitest';
import { parseScenario } from '../../../../client/scenario/parse.ts';
import { stepsUntil } from '../../../../client/scenario/until.ts';

const STEPS = parseScenario(
  [
    { van: 'coa', bericht: { id: '1', time: '2026-03-01T10:00:00Z' } },
    { van: 'coa', bericht: { id: '2', time: 'onzin' }, verwacht: 400 },
    { van: 'duo', notificatie: { registratieDatumTijd: '2026-03-04T22:59:00Z' } },
    { van: 'brp', bericht: { id: '3', time: '2026-03-04T23:00:00Z' } },
    { van: 'brp', bericht: { id: '4', time: '2026-03-02T10:00:00Z' } },
  ]
    .map((step) => JSON.stringify(step))
    .join('\n'),
  'a.jsonl',
);

it.each([
  ['2026-02-28', 0],
  ['2026-03-01', 2],
  ['2026-03-03', 2],
  ['2026-03-04', 3],
  ['2026-03-05', 5],
])('up to %s in the Netherlands %d of the steps were sent', (day, count) => {
  expect(stepsUntil(STEPS, day)).toEqual(STEPS.slice(0, count));
});
