import { expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { knowsOf, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import { DEN_BOSCH, FATHER, koppelingOf, MOTHER, member, registered, SON, zaakOfPerson } from './support.ts';

/**
 * COA assigns a koppeling to another gemeente and back again. A lower version never changes what a higher version says, and the
 * koppeling belonged to the other gemeente in between, whichever version came first. The stay that begins with the last version is
 * therefore the same in any order (docs/domein/brp.md).
 */

const version = (
  versie: number,
  personen: readonly object[],
  datumKoppeling: string,
  gemeentecode = '0907',
  moment = `${datumKoppeling}T08:00:00Z`,
): InboundBericht => koppelingOf(personen, { versie, gemeentecode, datumKoppeling, moment });

const alone = [member(MOTHER)];
const both = [member(MOTHER), member(FATHER, 'partner')];
const talk = reported('brede-intake-gesprek-gevoerd', MOTHER, '2025-06-20', {
  datum: '2025-06-20',
  onderdeel: 'taalschool',
});
const planned = reported('kennismaking-gepland', MOTHER, '2025-06-12', {
  afspraakdatum: '2025-12-20',
  tijd: '10:00',
  plaats: 'Raadhuis',
  met: 'financieel ondersteuner',
});
const away = (personen: readonly object[] = alone) => version(2, personen, '2025-07-01', DEN_BOSCH);
const back = (personen: readonly object[] = alone) => version(3, personen, '2025-08-01');
const plicht = byDuo('SS101', MOTHER, '2025-06-05');

/** The term counts from the next settling, and what was planned in the stay before is over. */
const beginsAnew =
  (startdatum: string | undefined): Scenario[2] =>
  async (hub) => {
    const termijn = await termijnOf(hub, MOTHER, 'TG03');
    expect([termijn?.['startdatum'], termijn?.['gehaaldOp']]).toEqual([startdatum, undefined]);
    expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toEqual([]);
    expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).not.toMatchObject({ status: 'actief' });
  };

const SCENARIOS: readonly Scenario[] = [
  [
    'before anybody settled',
    [version(1, alone, '2025-06-01'), plicht, talk, planned, away(), back()],
    beginsAnew(undefined),
  ],
  [
    'and the person settles after that',
    [
      version(1, alone, '2025-06-01'),
      plicht,
      talk,
      planned,
      away(),
      back(),
      registered(MOTHER, '2025-08-20'),
    ],
    beginsAnew('2025-08-20'),
  ],
  [
    'on the day of the koppeling as it was at first',
    [
      version(1, alone, '2025-06-01'),
      plicht,
      planned,
      away(),
      version(3, alone, '2025-06-01', '0907', '2025-08-01T08:00:00Z'),
    ],
    async (hub) => expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief'),
  ],
  [
    'and the person lived there meanwhile',
    [
      version(1, alone, '2025-06-01'),
      plicht,
      registered(MOTHER, '2025-06-10'),
      talk,
      planned,
      away(),
      registered(MOTHER, '2025-07-10', DEN_BOSCH),
      back(),
      registered(MOTHER, '2025-08-20'),
    ],
    beginsAnew('2025-08-20'),
  ],
  [
    'of a household, of which one stays in the other gemeente',
    [
      version(1, both, '2025-06-01'),
      plicht,
      talk,
      planned,
      away(both),
      back(),
      registered(MOTHER, '2025-08-20'),
    ],
    beginsAnew('2025-08-20'),
  ],
  [
    'of a household that grew meanwhile',
    [
      version(1, alone, '2025-06-01'),
      plicht,
      talk,
      planned,
      away(both),
      back([...both, member(SON, 'kind', '2015-01-01')]),
      registered(MOTHER, '2025-08-20'),
    ],
    beginsAnew('2025-08-20'),
  ],
  [
    'and then to the other gemeente once more',
    [
      version(1, alone, '2025-06-01'),
      plicht,
      talk,
      planned,
      away(),
      back(),
      registered(MOTHER, '2025-08-20'),
      version(4, alone, '2025-09-01', DEN_BOSCH),
    ],
    async (hub) => {
      expect(await knowsOf(hub, 'balk', MOTHER)).toBeUndefined();
      expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status).toBe('actief');
    },
  ],
];

for (const scenario of SCENARIOS)
  it(`a koppeling that is given back ${scenario[0]}`, async () => tell(scenario));
