import { expect, it } from 'vitest';
import { knowsOf, type Scenario, tell } from './outcomes.ts';
import { reported } from './sources.ts';
import { died, FATHER, koppelingOf, MOTHER, member, type Person } from './support.ts';

/** A home is for a household: its corporatie hears what is decided of it, whichever member's zaak that was reported of (R00.4). */

const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const both = [member(MOTHER), member(FATHER, 'partner')];
const searched = [
  koppelingOf(both),
  reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-05', { datum: '2025-06-05' }),
  reported(
    'woning-voorgesteld',
    MOTHER,
    '2025-06-10',
    { datum: '2025-06-10', woningId: HOME },
    'destion-0907',
  ),
];
const agreed = (who: Person) =>
  reported('woning-goedgekeurd', who, '2025-06-12', { datum: '2025-06-12', woningId: HOME });
const hears = (who: Person, name: string) => async (hub: Parameters<Scenario[2]>[0]) => {
  const names = (await knowsOf(hub, 'destion', who))?.steps.map((step) => step.name);
  expect(names).toContain(name);
};

const SCENARIOS: readonly Scenario[] = [
  // Right today.
  [
    'an agreement on the zaak of the hoofdpersoon',
    [...searched, agreed(MOTHER)],
    hears(MOTHER, 'woning-goedgekeurd'),
  ],
  [
    'an agreement on the zaak of the partner',
    [...searched, agreed(FATHER)],
    hears(MOTHER, 'woning-goedgekeurd'),
  ],
  [
    'a home that is turned down on the zaak of the partner',
    [
      ...searched,
      reported('woning-afgekeurd', FATHER, '2025-06-11', { datum: '2025-06-11', woningId: HOME }),
    ],
    hears(MOTHER, 'woning-afgekeurd'),
  ],
  [
    'a refusal on the zaak of the partner',
    [
      ...searched,
      agreed(MOTHER),
      reported('woning-geweigerd', FATHER, '2025-06-20', { datum: '2025-06-20', woningId: HOME }),
    ],
    hears(MOTHER, 'woning-geweigerd'),
  ],
  [
    'the partner heads the household from now on: the agreement stands',
    [
      ...searched,
      agreed(MOTHER),
      koppelingOf([member(MOTHER, 'partner'), member(FATHER)], { versie: 2, moment: '2025-06-20T08:00:00Z' }),
    ],
    hears(FATHER, 'woning-goedgekeurd'),
  ],
  [
    'the hoofdpersoon dies: the agreement stands for who stays',
    [...searched, agreed(MOTHER), died(MOTHER, '2025-06-15')],
    hears(FATHER, 'woning-goedgekeurd'),
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
