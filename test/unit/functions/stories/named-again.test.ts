import { expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { asKept } from '../../../../domain/bewaren/not-kept.ts';
import { inbound } from '../berichten.ts';
import { duoWithPips } from '../duo-pips.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { knowsOf, tell, termijnOf } from './outcomes.ts';
import { byDuo, OTHER_ADRES, reported } from './sources.ts';
import { FATHER, koppelingOf, MOTHER, member, moved, type Person, PLICHT, registered } from './support.ts';

/**
 * A person who lives in Gennep all along stays in the same stay, whatever COA does with the koppelingen: earlier steps keep
 * counting.
 */

const both = [member(MOTHER), member(FATHER, 'partner')];
const pulled = (koppelingId: string, versie: number, day: string) =>
  inbound('nl.tvs.koppeling.ingetrokken.v1', `${day}T08:00:00Z`, {
    koppelingId,
    versie,
    gemeentecode: '0907',
    reden: 'anders',
  });
const second = (personen: readonly object[], day: string) =>
  koppelingOf(personen, { koppelingId: 'S02', datumKoppeling: day, moment: `${day}T08:00:00Z` });
/** Registered on 10 June, all three talks on 20 June (within the fifteen days), lessons on the 25th, the test on the 26th. */
const worked = (who: Person): readonly InboundBericht[] => [
  registered(who, '2025-06-10'),
  byDuo('SS101', who, '2025-06-05'),
  ...['casusregisseur', 'taalschool', 'participatie'].map((onderdeel) =>
    reported('brede-intake-gesprek-gevoerd', who, '2025-06-20', { datum: '2025-06-20', onderdeel }),
  ),
  reported('taallessen-gestart', who, '2025-06-25', { startdatum: '2025-06-25' }, 'taalschool-0907'),
  reported('leerbaarheidstoets-afgenomen', who, '2025-06-26', { datum: '2025-06-26' }),
];
const school = (who: Person): readonly InboundBericht[] => [
  reported('pip-vastgesteld', who, '2025-07-01', { dagtekening: '2025-07-01', pip: { leerroute: 'B' } }),
  reported('pip-deel-gedeeld', who, '2025-07-02', {
    ingangsdatum: '2025-07-02',
    instellingsnummer: '0000012345',
    leerroute: 'B1-route',
    lesuren: 600,
  }),
];
const isDone = async (hub: ReturnType<typeof hubInMemory>, who: Person) => {
  expect(await termijnOf(hub, who, 'TG02')).toMatchObject({
    startdatum: '2025-06-10',
    gehaaldOp: '2025-06-20',
  });
  expect(await termijnOf(hub, who, 'TG05')).toMatchObject({ gehaaldOp: '2025-06-25' });
  expect(await termijnOf(hub, who, 'TG06')).toMatchObject({ gehaaldOp: '2025-06-26' });
};
const join = second([member(FATHER), member(MOTHER, 'partner')], '2025-08-01');

const STORIES: readonly (readonly [string, readonly InboundBericht[], Person])[] = [
  [
    'a partner follows in a second koppeling',
    [koppelingOf([member(MOTHER)]), ...worked(MOTHER), join],
    MOTHER,
  ],
  [
    'a partner follows in a second koppeling, and COA tidies up the first',
    [koppelingOf([member(MOTHER)]), ...worked(MOTHER), join, pulled('S01', 2, '2025-08-02')],
    MOTHER,
  ],
  [
    'COA ends the koppeling and makes it anew under another number on the same day',
    [
      koppelingOf([member(MOTHER)]),
      ...worked(MOTHER),
      pulled('S01', 2, '2025-07-05'),
      second([member(MOTHER)], '2025-07-05'),
    ],
    MOTHER,
  ],
  [
    'a divorce: who left the household gets a koppeling of their own five days later',
    [
      koppelingOf(both),
      ...worked(FATHER),
      koppelingOf([member(MOTHER)], { versie: 2, moment: '2025-07-20T08:00:00Z' }),
      second([member(FATHER)], '2025-07-25'),
    ],
    FATHER,
  ],
];

for (const [name, story, who] of STORIES)
  it(`${name}: the talks, the lessons and the test that were held count`, async () => {
    await tell([name, story, async (hub) => isDone(hub, who)]);
  });

it('a quick start: talks in the azc count when a partner is linked beside them before they move in', async () => {
  const [, plicht, ...held] = worked(MOTHER);
  await tell([
    'quick start',
    [
      koppelingOf([member(MOTHER)]),
      plicht as InboundBericht,
      ...held,
      second([member(FATHER), member(MOTHER, 'partner')], '2025-07-01'),
      registered(MOTHER, '2025-07-10'),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG02')).toMatchObject({ gehaaldOp: '2025-06-20' });
    },
  ]);
});

it('nobody takes the inburgeringsaanbod away at DUO, nor the PIP from the taalschool, because COA tidied up a koppeling', async () => {
  const duo = duoWithPips();
  const hub = hubInMemory(() => PLICHT, { duoPip: duo, begin: '2025-10-01T10:00:00Z' });
  const story = [
    koppelingOf([member(MOTHER)]),
    ...worked(MOTHER),
    ...school(MOTHER),
    join,
    pulled('S01', 2, '2025-08-02'),
  ];
  await hub.process(story.map((bericht) => asKept(bericht)));
  expect([...duo.aanboden.keys()]).toEqual([`${MOTHER.bsn} 0000012345`]);
  expect((await knowsOf(hub, 'taalschool', MOTHER))?.steps).toMatchObject([
    { name: 'pip-deel-gedeeld', lesuren: 600 },
  ]);
});

it('the ten weeks of who lives here do not begin anew with a move to a bigger home after that', async () => {
  for (const bigger of [
    moved(MOTHER, '2025-08-20'),
    registered(MOTHER, '2025-08-20', '0907', { adres: OTHER_ADRES }),
  ])
    await tell([
      'bigger home',
      [koppelingOf([member(MOTHER)]), ...worked(MOTHER), join, pulled('S01', 2, '2025-08-02'), bigger],
      async (hub) => {
        expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({
          startdatum: '2025-06-10',
          einddatum: '2025-08-19',
        });
      },
    ]);
});
