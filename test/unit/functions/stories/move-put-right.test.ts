import { expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { ADRES } from '../../domain/support.ts';
import { knowsOf, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, OTHER_ADRES } from './sources.ts';
import { DEN_BOSCH, koppelingOf, MOTHER, member, moved, registered, zaakOfPerson } from './support.ts';

/** Stories of a move out of the azc (`verhuisd`) that the BRP puts right without naming its message, as it does with a registration. */

const AZC = { straat: 'Azclaan', huisnummer: 1, postcode: '6591XX', woonplaats: 'Gennep' };
const atAzc = { isCoaLocatie: true, adres: AZC };
const linked = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-06-05', '0907', { soort: 'eerste inschrijving', ...atAzc }),
];
const correction = (
  day: string,
  said: string,
  more: Readonly<Record<string, unknown>> = {},
): InboundBericht =>
  registered(MOTHER, said, '0907', { soort: 'correctie', datumInschrijving: day, ...more });
const startsOn = (day: string | undefined) => async (hub: Parameters<Scenario[2]>[0]) =>
  expect((await termijnOf(hub, MOTHER, 'TG07'))?.['startdatum']).toBe(day);

const SCENARIOS: readonly Scenario[] = [
  [
    'to a later day: the terms begin then',
    [...linked, moved(MOTHER, '2025-07-10'), correction('2025-07-12', '2025-07-15')],
    startsOn('2025-07-12'),
  ],
  [
    'to an earlier day',
    [...linked, moved(MOTHER, '2025-07-10'), correction('2025-07-08', '2025-07-15')],
    startsOn('2025-07-08'),
  ],
  [
    'because it was to another azc: nobody settled',
    [...linked, moved(MOTHER, '2025-07-10'), correction('2025-07-10', '2025-07-15', { isCoaLocatie: true })],
    startsOn(undefined),
  ],
  [
    'to another home on that day: partners hear where they live',
    [...linked, moved(MOTHER, '2025-07-10'), correction('2025-07-10', '2025-07-15', { adres: OTHER_ADRES })],
    async (hub) => {
      expect((await knowsOf(hub, 'balk', MOTHER))?.who).toMatchObject({ adres: OTHER_ADRES });
      await startsOn('2025-07-10')(hub);
    },
  ],
  [
    'a move to the next home stands when the day of the first is put right',
    [
      ...linked.slice(0, 2),
      registered(MOTHER, '2025-07-01', '0907', { adres: OTHER_ADRES }),
      moved(MOTHER, '2025-08-01'),
      correction('2025-07-03', '2025-08-10', { adres: OTHER_ADRES }),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'balk', MOTHER))?.who).not.toMatchObject({ adres: OTHER_ADRES });
      await startsOn('2025-07-03')(hub);
    },
  ],
  [
    'a move back to the first home stands as well',
    [
      ...linked.slice(0, 2),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-01', '0907', { adres: OTHER_ADRES }),
      moved(MOTHER, '2025-08-20'),
      correction('2025-07-03', '2025-08-10'),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'balk', MOTHER))?.who).toMatchObject({ adres: ADRES });
    },
  ],
  [
    'a move stands of which a correction of the azc does not say on which day of that year they came there',
    [...linked, moved(MOTHER, '2025-07-10'), correction('2025', '2025-07-15', atAzc)],
    startsOn('2025-07-10'),
  ],
  [
    'and one to the next home when the day of the first is no longer known',
    [
      ...linked.slice(0, 2),
      registered(MOTHER, '2025-07-01', '0907', { adres: OTHER_ADRES }),
      moved(MOTHER, '2025-07-20'),
      correction('2025-07', '2025-08-10', { adres: OTHER_ADRES }),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'balk', MOTHER))?.who).toMatchObject({ adres: ADRES });
    },
  ],
  [
    'a move back from another gemeente stands, also when the BRP told no address there',
    [
      ...linked.slice(0, 2),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-01', DEN_BOSCH, { adres: undefined }),
      moved(MOTHER, '2025-09-01'),
      correction('2025-07-03', '2025-09-10'),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
    },
  ],
  [
    'somebody settled as well when the day of the azc is put right after that of the move',
    [
      ...linked,
      moved(MOTHER, '2025-07-10'),
      correction('2025-07-12', '2025-07-15'),
      correction('2025-06-04', '2025-07-20', atAzc),
    ],
    startsOn('2025-07-10'),
  ],
  [
    'one that was to another home, and on another day: the last correction counts',
    [
      ...linked,
      moved(MOTHER, '2025-07-10'),
      correction('2025-07-12', '2025-07-15'),
      correction('2025-07-14', '2025-07-20', { adres: OTHER_ADRES }),
    ],
    startsOn('2025-07-14'),
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
