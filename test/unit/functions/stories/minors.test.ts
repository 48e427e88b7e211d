import { expect, it } from 'vitest';
import type { HubInMemory } from '../hub-in-memory.ts';
import { knows, knowsOf, linesOf, orders, type Scenario, tell } from './outcomes.ts';
import { byDuo, opened, reported } from './sources.ts';
import { died, koppelingOf, MOTHER, member, PLICHT, registered, SON, zaakOfPerson } from './support.ts';

/** Stories of who is under eighteen when the gemeente opens a zaak of them. */

const CHILD = '2015-01-01';
/** Seventeen in June 2025, eighteen on 15 July. */
const YOUNG = '2007-07-15';
const ALL = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner'];
const son = (born: string) => member(SON, 'kind', born);
const openedOn = (day: string, geboortedatum: string) => opened(SON, day, { geboortedatum });

const heardOf = async (hub: HubInMemory): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const partner of ALL) if ((await knowsOf(hub, partner, SON)) !== undefined) found.push(partner);
  return found;
};
/** What the gemeente sees of why partners hear nothing. */
const seenBy = async (hub: HubInMemory) => {
  const line = (await linesOf(hub, SON)).find(({ naam }) => naam === 'wacht-op-gegevens');
  return [(await zaakOfPerson(hub, SON))?.gegevens['wachtOpGegevens'], line?.gegevens];
};
const WAITS = {
  ontbreekt: ['inburgeringsplicht'],
  partners: ['0907/taalschool', '0907/intos', '0907/balk', '0907/wijkondersteuner'],
};
const waits = async (hub: HubInMemory) => {
  expect(await heardOf(hub)).toEqual([]);
  expect(await seenBy(hub)).toMatchObject([WAITS, WAITS]);
};

const SCENARIOS: readonly Scenario[] = [
  [
    'a child of ten of whom a zaak is opened by mistake is told to nobody, and the gemeente sees why',
    [koppelingOf([member(MOTHER), son(CHILD)]), openedOn('2025-06-20', CHILD)],
    async (hub) => {
      await waits(hub);
      expect(await orders(hub)).toMatchObject([{ who: { aantalPersonen: 2 } }]);
      expect(await knowsOf(hub, 'balk', MOTHER)).toMatchObject({ who: { aantalGezinsleden: 2 } });
    },
  ],
  [
    'a child of ten who came without COA is told to nobody, and its household neither',
    [openedOn('2025-06-20', CHILD), registered(SON, '2025-07-01')],
    async (hub) => {
      await waits(hub);
      expect(await orders(hub)).toEqual([]);
    },
  ],
  [
    'a child stands for no household of which the adults died: no shop delivers, and no corporatie searches',
    [
      koppelingOf([member(MOTHER), son(CHILD)]),
      openedOn('2025-06-20', CHILD),
      reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-21', { datum: '2025-06-21' }),
      died(MOTHER, '2025-07-01'),
    ],
    async (hub) => {
      for (const partner of ['mage', 'destion', 'mooiland']) expect(await knows(hub, partner)).toEqual({});
    },
  ],
  [
    'somebody of seventeen is told once DUO says that the plicht holds',
    [
      koppelingOf([member(MOTHER), son(YOUNG)]),
      openedOn('2025-06-20', YOUNG),
      byDuo('SS101', SON, '2025-07-01'),
    ],
    async (hub) => {
      expect(await heardOf(hub)).toEqual(['taalschool', 'intos', 'balk', 'wijkondersteuner']);
      expect(await seenBy(hub)).toEqual([undefined, undefined]);
    },
    PLICHT,
  ],
  [
    'somebody of seventeen waits on after the birthday, until the gemeente opens the zaak of an adult',
    [koppelingOf([member(MOTHER), son(YOUNG)]), openedOn('2025-06-20', YOUNG), registered(SON, '2025-08-01')],
    async (hub) => {
      expect(await heardOf(hub)).toEqual([]);
      await hub.process([openedOn('2025-08-05', YOUNG)]);
      expect(await heardOf(hub)).toEqual(ALL);
      expect(await seenBy(hub)).toEqual([undefined, undefined]);
    },
  ],
  [
    'somebody of seventeen whom COA names as a partner is told once the gemeente opens a zaak',
    [koppelingOf([member(MOTHER), member(SON, 'partner', YOUNG)]), openedOn('2025-06-20', YOUNG)],
    async (hub) => {
      expect(await heardOf(hub)).toEqual(['taalschool', 'intos', 'balk', 'wijkondersteuner']);
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
