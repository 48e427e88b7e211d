import { expect, it } from 'vitest';
import { type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, OTHER_ADRES, opened } from './sources.ts';
import { DEN_BOSCH, FATHER, koppelingOf, MOTHER, member, moved, registered } from './support.ts';

/** Who lives in a home in Gennep when COA links them there, and moves to another home in Gennep, settled on the first day. */

const join = koppelingOf([member(FATHER), member(MOTHER, 'partner')], {
  koppelingId: 'S02',
  datumKoppeling: '2025-08-01',
  moment: '2025-08-01T08:00:00Z',
});
const bigger = registered(MOTHER, '2025-08-20', '0907', { adres: OTHER_ADRES });
const startsOn = (startdatum: string, einddatum: string) => async (hub: Parameters<Scenario[2]>[0]) => {
  expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ startdatum, einddatum });
  expect(await termijnOf(hub, MOTHER, 'TG05')).toMatchObject({ startdatum });
};

const SCENARIOS: readonly Scenario[] = [
  [
    'moved from Den Bosch by herself, her husband follows, and they move to a bigger home in Gennep',
    [
      koppelingOf([member(MOTHER)], { gemeentecode: DEN_BOSCH }),
      registered(MOTHER, '2025-06-10', DEN_BOSCH),
      byDuo('SS101', MOTHER, '2025-06-05'),
      registered(MOTHER, '2025-07-01'),
      join,
      bigger,
    ],
    startsOn('2025-07-01', '2025-09-09'),
  ],
  [
    'opened by the gemeente, her husband follows, and they move to a bigger home in Gennep',
    [
      opened(MOTHER, '2025-05-01'),
      registered(MOTHER, '2025-05-02'),
      byDuo('SS101', MOTHER, '2025-05-02'),
      join,
      bigger,
    ],
    startsOn('2025-05-02', '2025-07-11'),
  ],
  [
    'lives with family in Gennep before the koppeling, and moves to a home of her own there',
    [
      registered(MOTHER, '2025-05-10'),
      byDuo('SS101', MOTHER, '2025-05-02'),
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01', '0907', { adres: OTHER_ADRES }),
    ],
    startsOn('2025-05-10', '2025-07-21'),
  ],
  // Right today: the same move, told by the other message of the BRP.
  [
    'the same, when the BRP tells the move as verhuisd',
    [
      registered(MOTHER, '2025-05-10'),
      byDuo('SS101', MOTHER, '2025-05-02'),
      koppelingOf([member(MOTHER)]),
      moved(MOTHER, '2025-07-01'),
    ],
    startsOn('2025-05-10', '2025-07-21'),
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
