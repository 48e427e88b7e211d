import { expect, it } from 'vitest';
import { knows, type Scenario, tell } from './outcomes.ts';
import { reported } from './sources.ts';
import { FATHER, koppelingOf, MOTHER, member } from './support.ts';

/**
 * A spouse comes in another koppeling that names both partners. The home and its order stay with the person who was linked first.
 */

const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const order = reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-05', { datum: '2025-06-05' });
const join = koppelingOf([member(FATHER), member(MOTHER, 'partner')], {
  koppelingId: 'S02',
  datumKoppeling: '2025-07-01',
  moment: '2025-07-01T08:00:00Z',
});

const SCENARIOS: readonly Scenario[] = [
  [
    'the corporaties go on searching, for two',
    [koppelingOf([member(MOTHER)]), order, join],
    async (hub) => {
      for (const partner of ['destion', 'mooiland'])
        expect(Object.values(await knows(hub, partner)), partner).toMatchObject([
          { who: { aantalPersonen: 2 }, steps: [{ name: 'woningzoekopdracht-verstuurd' }] },
        ]);
    },
  ],
  [
    'a home that was agreed stays that of its corporatie',
    [
      koppelingOf([member(MOTHER)]),
      order,
      reported(
        'woning-voorgesteld',
        MOTHER,
        '2025-06-10',
        { datum: '2025-06-10', woningId: HOME },
        'destion-0907',
      ),
      reported('woning-goedgekeurd', MOTHER, '2025-06-12', { datum: '2025-06-12', woningId: HOME }),
      join,
    ],
    async (hub) => {
      expect(Object.values(await knows(hub, 'destion'))).toMatchObject([{ who: { contractant: {} } }]);
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
