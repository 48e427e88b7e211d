import { expect, it } from 'vitest';
import { knows, received, type Scenario, tell } from './outcomes.ts';
import { withdrawn } from './sources.ts';
import { FATHER, koppelingOf, MOTHER, member, play, registered, told, zaakOfPerson } from './support.ts';

/** A withdrawal that comes before the koppeling that it ends: who was told nothing hears nothing (docs/domein/coa.md). */

const ended = withdrawn('anders', '2025-06-20');
const both = koppelingOf([member(MOTHER), member(FATHER, 'partner')]);
const nobodyKnows: Scenario[2] = async (hub) => {
  for (const partner of ['taalschool', 'balk', 'mage', 'maatschappelijk-begeleider'])
    expect(await knows(hub, partner)).toEqual({});
  expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('vervallen');
};

const SCENARIOS: readonly Scenario[] = [
  ['a household', [both, ended], nobodyKnows],
  ['a household of which somebody settled', [both, registered(MOTHER, '2025-06-10'), ended], nobodyKnows],
  [
    'a household that a later version names again',
    [
      both,
      ended,
      koppelingOf([member(MOTHER)], {
        versie: 3,
        datumKoppeling: '2025-07-01',
        moment: '2025-07-01T08:00:00Z',
      }),
    ],
    async (hub) => expect(Object.keys(await knows(hub, 'taalschool'))).toHaveLength(1),
  ],
  [
    'a household of which the gemeente typed the koppeling over',
    [{ ...both, organisatie: 'gemeente-0907' as never }, ended],
    nobodyKnows,
  ],
];

for (const scenario of SCENARIOS)
  it(`the koppeling of ${scenario[0]} and its withdrawal`, async () => tell(scenario));

it('a partner is told nothing of somebody whose koppeling was withdrawn before it came', async () => {
  const hub = await play([ended, both, ended, both]);
  for (const partner of ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage'])
    expect(await received(hub, partner), partner).toEqual([]);
  const later = await play([both, ended]);
  expect(told(later, 'taalschool')).toHaveLength(4);
  expect((await hub.ontvangsten.read(ended.ontvangstId))?.status).toBe('verwerkt');
});

it('what a gemeente typed over as a withdrawal waits until it is known whose the household is', async () => {
  const typed = { ...ended, organisatie: 'gemeente-0796' as never };
  const hub = await play([typed, both]);
  expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
  expect((await hub.ontvangsten.read(typed.ontvangstId))?.status).toBe('quarantaine');
});
