import { expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { inbound } from '../berichten.ts';
import { knowsOf, orders, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, opened, reported, withdrawn } from './sources.ts';
import { DEN_BOSCH, FATHER, koppelingOf, MOTHER, member, registered, zaakOfPerson } from './support.ts';

/** Stories of a koppeling to another gemeente or household that ends: what was agreed here stands. */

const OVERBETUWE = '1734' as Gemeentecode;

const appointment = (day: string) =>
  reported('kennismaking-gepland', MOTHER, day, {
    afspraakdatum: '2025-09-20',
    tijd: '10:00',
    plaats: 'Gemeentehuis',
    met: 'financieel ondersteuner',
  });
const furnished = (day: string) =>
  reported('woninginrichting-afgesproken', MOTHER, day, { leverdatum: '2025-09-19', goederen: ['koelkast'] });
const together = [
  koppelingOf([member(FATHER), member(MOTHER, 'partner')]),
  registered(FATHER, '2025-07-01'),
  registered(MOTHER, '2025-07-01'),
];
const ownHousehold = koppelingOf([member(MOTHER)], {
  koppelingId: 'S02',
  datumKoppeling: '2025-08-01',
  moment: '2025-08-01T08:00:00Z',
});
const withoutHer = (moment: string) => koppelingOf([member(FATHER)], { versie: 2, moment });
const oneDelivery: Scenario[2] = async (hub) =>
  expect((await orders(hub)).map(({ steps }) => steps.length).toSorted()).toEqual([0, 1]);
const goesOn: Scenario[2] = async (hub) => {
  expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
  expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toHaveLength(1);
};

const SCENARIOS: readonly Scenario[] = [
  [
    'what the gemeente of now planned stands when COA ends the koppeling to the one before',
    [
      koppelingOf([member(MOTHER)], { gemeentecode: DEN_BOSCH }),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, '2025-07-01'),
      appointment('2025-07-20'),
      withdrawn('anders', '2025-08-15', DEN_BOSCH),
    ],
    goesOn,
  ],
  [
    'a koppeling elsewhere that COA takes back ends no zaak that a gemeente opened, where the person lives',
    [
      opened(MOTHER, '2025-05-20'),
      registered(MOTHER, '2025-05-25'),
      byDuo('SS101', MOTHER, '2025-05-28'),
      appointment('2025-05-30'),
      koppelingOf([member(MOTHER)], { gemeentecode: DEN_BOSCH }),
      withdrawn('anders', '2025-07-15', DEN_BOSCH),
    ],
    async (hub) => expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief'),
  ],
  [
    'nor does one that never should have been, as long as nobody told of a plicht',
    [
      opened(MOTHER, '2025-05-20'),
      registered(MOTHER, '2025-05-25'),
      koppelingOf([member(MOTHER)], { gemeentecode: DEN_BOSCH }),
      withdrawn('ten onrechte', '2025-07-15', DEN_BOSCH),
    ],
    async (hub) => expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief'),
    {},
  ],
  [
    'what was agreed for the new home stands when COA says late that somebody left the old household',
    [...together, ownHousehold, furnished('2025-08-10'), withoutHer('2025-08-20T08:00:00Z')],
    oneDelivery,
  ],
  [
    'what was agreed for the old home is of who stays there, also when COA says so a day later',
    [...together, furnished('2025-07-20'), ownHousehold, withoutHer('2025-08-02T08:00:00Z')],
    oneDelivery,
  ],
  [
    'a casusregisseur who was there before COA ended the koppeling meets the term of the zaak that goes on',
    [
      koppelingOf([member(MOTHER)], { gemeentecode: OVERBETUWE }),
      byDuo('SS101', MOTHER, '2025-06-10'),
      reported(
        'regievoerder-toegewezen',
        MOTHER,
        '2025-06-12',
        { regisseurId: 'r-17', ingangsdatum: '2025-06-12', naam: 'Noor Voorbeeld' },
        'gemeente-1734',
      ),
      inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-07-10T08:00:00Z', {
        koppelingId: 'S01',
        versie: 2,
        gemeentecode: OVERBETUWE,
        reden: 'anders',
      }),
      registered(MOTHER, '2025-08-01', OVERBETUWE),
    ],
    async (hub) =>
      expect(await termijnOf(hub, MOTHER, 'TO17', OVERBETUWE)).toMatchObject({ gehaaldOp: '2025-06-12' }),
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], () => tell(scenario));
