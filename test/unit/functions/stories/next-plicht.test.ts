import { expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import { koppelingOf, MOTHER, member, registered } from './support.ts';

/** Stories of a plicht that ended, and of another one that begins after it: DUO takes no PIP of before it (PIP-1). */

const begunOn = (begindatum: string): DuoResponses => ({
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum },
});
const pip = (day: string) =>
  reported('pip-vastgesteld', MOTHER, day, { dagtekening: day, pip: { leerroute: 'B' } });
const ended = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-07-01'),
  pip('2025-08-04'),
  byDuo('SS110', MOTHER, '2025-08-11'),
];
const again = [...ended, byDuo('SS101', MOTHER, '2025-08-20')];

const SCENARIOS: readonly Scenario[] = [
  [
    'the ten weeks of another plicht are not met by the PIP of before it',
    again,
    async (hub) => {
      const termijn = await termijnOf(hub, MOTHER, 'TG07');
      expect(termijn).toMatchObject({ startdatum: '2025-08-20', einddatum: '2025-10-29' });
      expect(termijn).not.toHaveProperty('gehaaldOp');
    },
    begunOn('2025-08-18'),
  ],
  [
    'they are met by the PIP that the gemeente makes for it',
    [...again, pip('2025-09-04')],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({
        stand: 'gehaald',
        gehaaldOp: '2025-09-04',
      });
    },
    begunOn('2025-08-18'),
  ],
  [
    'a plicht that goes on since before its end was said is the same one: its PIP counts',
    again,
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ gehaaldOp: '2025-08-04' });
    },
    begunOn('2025-03-01'),
  ],
  [
    'a PIP of which DUO alone told says nothing of another plicht: nobody knows',
    [
      ...ended.filter(({ type }) => !type.includes('.pip.')),
      byDuo('SS102', MOTHER, '2025-08-06'),
      byDuo('SS101', MOTHER, '2025-08-20'),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ nietTeVolgen: true });
    },
    { ...begunOn('2025-08-18'), inburgeringstermijn: { startdatum: '2025-08-05', einddatum: '2028-08-05' } },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
