import { expect, it } from 'vitest';
import type { HubInMemory } from '../hub-in-memory.ts';
import { received, type Scenario, tell } from './outcomes.ts';
import { byDuo, withdrawn, zaakIdOf } from './sources.ts';
import { died, FATHER, koppelingOf, MOTHER, member, type Person, zaakOfPerson } from './support.ts';

/**
 * Stories of a koppeling that COA withdraws because a person died. Of a household with several persons it does not say who died.
 */

const both = [koppelingOf([member(MOTHER), member(FATHER, 'partner')]), byDuo('SS101', FATHER, '2025-06-10')];

/** Every reason for which the taalschool heard that somebody is no longer to be expected. */
const reasonsFor = async (hub: HubInMemory, person: Person): Promise<readonly unknown[]> =>
  (await received(hub, 'taalschool')).flatMap(({ subject, data }) =>
    subject === zaakIdOf(person) && 'reden' in data ? [data.reden] : [],
  );
const endsAs = async (hub: HubInMemory, person: Person) =>
  (await zaakOfPerson(hub, person))?.gegevens.redenVervallen;

const SCENARIOS: readonly Scenario[] = [
  [
    'nobody hears of who lives on that they died',
    [...both, died(MOTHER, '2025-07-20'), withdrawn('overleden', '2025-07-22')],
    async (hub) => {
      expect([await reasonsFor(hub, MOTHER), await reasonsFor(hub, FATHER)]).toEqual([
        ['overleden'],
        ['anders'],
      ]);
      expect([await endsAs(hub, MOTHER), await endsAs(hub, FATHER)]).toEqual(['overleden', 'anders']);
    },
  ],
  [
    'nor of anybody as long as no source says who did',
    [...both, withdrawn('overleden', '2025-07-22')],
    async (hub) => {
      expect([await endsAs(hub, MOTHER), await endsAs(hub, FATHER)]).toEqual(['anders', 'anders']);
    },
  ],
  [
    'of who is alone in the koppeling it says that they died',
    [koppelingOf([member(MOTHER)]), withdrawn('overleden', '2025-07-22')],
    async (hub) => {
      expect(await reasonsFor(hub, MOTHER)).toEqual(['overleden']);
      expect(await endsAs(hub, MOTHER)).toBe('overleden');
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
