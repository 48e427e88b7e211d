import { expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { linesOf, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import { DEN_BOSCH, died, koppelingOf, MOTHER, member, registered, zaakOfPerson } from './support.ts';

/** Stories of moves that DUO tells after the BRP, while the person has moved again by then. */

const OVERBETUWE = '1734' as Gemeentecode;
/** Whom DUO addresses. */
const TO_GENNEP = '00000099000009070000';
const TO_DEN_BOSCH = '00000099000007960000';
const TO_OVERBETUWE = '00000099000017340000';
/** One that takes no part in the hub. */
const OUTSIDE = '9998';

const settled = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-07-01'),
];
const talk = (day: string) =>
  reported('brede-intake-gesprek-gevoerd', MOTHER, day, { datum: day, onderdeel: 'taalschool' });

const SCENARIOS: readonly Scenario[] = [
  [
    'who moved on by then stays where the BRP has them: what DUO tells late is the move of before',
    [
      ...settled,
      registered(MOTHER, '2025-09-01', DEN_BOSCH),
      registered(MOTHER, '2025-09-04', OVERBETUWE),
      byDuo('SS121', MOTHER, '2025-09-06', TO_DEN_BOSCH),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER, OVERBETUWE))?.status).toBe('actief');
      expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status).toBe('vervallen');
      expect(await termijnOf(hub, MOTHER, 'TO02', OVERBETUWE)).toMatchObject({ startdatum: '2025-09-04' });
    },
  ],
  [
    'the gemeente of before reads nothing of what came between the move and the day on which DUO told it',
    [
      ...settled,
      registered(MOTHER, '2025-09-01', DEN_BOSCH),
      registered(MOTHER, '2025-09-04', OVERBETUWE),
      died(MOTHER, '2025-09-05'),
      byDuo('SS121', MOTHER, '2025-09-06', TO_DEN_BOSCH),
    ],
    async (hub) => {
      expect((await linesOf(hub, MOTHER)).map(({ naam }) => naam)).not.toContain('overlijden-ontvangen');
      expect((await zaakOfPerson(hub, MOTHER))?.gegevens).not.toHaveProperty('overleden');
    },
  ],
  [
    'who is back by then came back on the day that the BRP has: a talk since that day counts',
    [
      ...settled,
      registered(MOTHER, '2025-08-01', DEN_BOSCH),
      registered(MOTHER, '2025-08-04'),
      byDuo('SS121', MOTHER, '2025-08-05', TO_DEN_BOSCH),
      talk('2025-08-06'),
      byDuo('SS121', MOTHER, '2025-08-08', TO_GENNEP),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
      expect(await termijnOf(hub, MOTHER, 'TG03')).toMatchObject({ gehaaldOp: '2025-08-06' });
    },
  ],
  [
    'DUO may put right with which PIP they came there, after they moved on as well',
    [
      ...settled,
      registered(MOTHER, '2025-09-01', DEN_BOSCH),
      registered(MOTHER, '2025-09-04', OVERBETUWE),
      byDuo('SS121', MOTHER, '2025-09-06', TO_DEN_BOSCH),
      byDuo('SS120', MOTHER, '2025-09-08', TO_DEN_BOSCH),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER, OVERBETUWE))?.status).toBe('actief');
    },
  ],
  [
    'a return of which DUO alone tells is one: it told of the gemeente in between',
    [
      ...settled,
      registered(MOTHER, '2025-08-01', DEN_BOSCH),
      byDuo('SS121', MOTHER, '2025-08-05', TO_DEN_BOSCH),
      byDuo('SS121', MOTHER, '2025-08-25', TO_GENNEP),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
      expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status).toBe('vervallen');
    },
  ],
  [
    'so it is when DUO told that the ten weeks began in the gemeente to which they return',
    [
      ...settled,
      byDuo('SS139', MOTHER, '2025-07-04', TO_GENNEP),
      registered(MOTHER, '2025-08-01', DEN_BOSCH),
      byDuo('SS120', MOTHER, '2025-08-25', TO_GENNEP),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
    },
  ],
  [
    'and when they came there from no other gemeente at first: DUO had no such move to tell',
    [
      ...settled,
      registered(MOTHER, '2025-08-01', DEN_BOSCH),
      byDuo('SS120', MOTHER, '2025-08-25', TO_GENNEP),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
    },
  ],
  [
    'each of several moves that DUO tells late, one after the other, is a move of before: none of them is a return',
    [
      ...settled,
      registered(MOTHER, '2025-07-10', DEN_BOSCH),
      registered(MOTHER, '2025-07-15', OVERBETUWE),
      byDuo('SS121', MOTHER, '2025-07-17', TO_DEN_BOSCH),
      registered(MOTHER, '2025-07-20', OUTSIDE),
      byDuo('SS121', MOTHER, '2025-07-22', TO_OVERBETUWE),
    ],
    async (hub) => {
      for (const gemeentecode of [DEN_BOSCH, OVERBETUWE])
        expect((await zaakOfPerson(hub, MOTHER, gemeentecode))?.status).toBe('vervallen');
    },
  ],
  [
    'nor do the ten weeks of before, which DUO tells late as well, make it one',
    [
      ...settled,
      registered(MOTHER, '2025-07-10', DEN_BOSCH),
      byDuo('SS139', MOTHER, '2025-07-12', TO_GENNEP),
      registered(MOTHER, '2025-07-20', OUTSIDE),
      byDuo('SS121', MOTHER, '2025-07-25', TO_DEN_BOSCH),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status).toBe('vervallen');
    },
  ],
  [
    'somebody who went on twice returns all the same when DUO told late of the gemeente in between',
    [
      koppelingOf([member(MOTHER)], { gemeentecode: OVERBETUWE }),
      registered(MOTHER, '2025-06-20', OVERBETUWE),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-07-10', DEN_BOSCH),
      registered(MOTHER, '2025-07-15', OUTSIDE),
      byDuo('SS121', MOTHER, '2025-07-17', TO_DEN_BOSCH),
      byDuo('SS121', MOTHER, '2025-07-25', TO_GENNEP),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
