import { describe, expect, it } from 'vitest';
import { knows, knowsOf, linesOf, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, opened, reported, withdrawn } from './sources.ts';
import {
  DEN_BOSCH,
  died,
  FATHER,
  inAnyOrder,
  koppelingOf,
  MOTHER,
  member,
  PLICHT,
  registered,
  SON,
  zaakOfPerson,
} from './support.ts';

/** Stories of facts that a source tells in parts, of facts that it tells again after they lapsed, and of people who moved on. */

const [HOME, NEXT_HOME] = ['9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13', '0c4d7a25-1e68-4b3f-9a72-6d8e1f0b5c24'];
const appointment = (day: string) =>
  reported('kennismaking-gepland', MOTHER, day, {
    afspraakdatum: '2025-09-20',
    tijd: '10:00',
    plaats: 'Gemeentehuis',
    met: 'financieel ondersteuner',
  });
const agreed = (moment: string, woningId: string | undefined) =>
  reported('woning-goedgekeurd', MOTHER, moment, { datum: moment.slice(0, 10), woningId });
const part = (day: string, said: object) =>
  reported('pip-deel-gedeeld', MOTHER, day, { ingangsdatum: '2025-08-12', ...said });
const settled = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-07-01'),
];
const inParts = [
  ...settled,
  reported('pip-vastgesteld', MOTHER, '2025-08-11', { dagtekening: '2025-08-11', pip: { leerroute: 'B' } }),
  part('2025-08-12', {
    leerroute: 'B1-route',
    lesuren: 600,
    instellingsnummer: '1234567890',
    inschrijfdatum: '2025-08-12',
  }),
  part('2025-08-13', { mapUren: 40 }),
  part('2025-08-14', { ontzorgingVanaf: '2025-08-01', ontzorgingTot: '2026-02-01' }),
];
const ASIEL = {
  ...PLICHT,
  doelgroep: {
    indeling: 'Asielstatushouder',
    begindatum: '2025-03-01',
    gedetailleerdeDoelgroep: 'Asielstatushouder',
  },
} as const;
const planned = [
  appointment('2025-07-05'),
  reported('leerbaarheidstoets-ingepland', MOTHER, '2025-07-06', { toetsdatum: '2025-09-21' }),
];
const ofNobody: Scenario[2] = async (hub) => {
  expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toEqual([]);
  expect(await knowsOf(hub, 'lbt-afnemer', MOTHER)).toBeUndefined();
};
const isAlone: Scenario[2] = async (hub) => {
  expect((await knowsOf(hub, 'balk', SON))?.who).toMatchObject({ aantalGezinsleden: 1 });
  expect((await knowsOf(hub, 'taalmaatjes', SON))?.who).toMatchObject({
    gezinssamenstelling: 'alleenstaand',
  });
};
const withSon = [
  koppelingOf([member(MOTHER), member(SON, 'kind', '2005-01-01')]),
  registered(MOTHER, '2025-07-01'),
  registered(SON, '2025-07-01'),
];

const SCENARIOS: readonly Scenario[] = [
  [
    'who moved on keeps the zaak in the next gemeente when COA ends the koppeling to the former one, before DUO tells anything',
    [
      koppelingOf([member(MOTHER)], { gemeentecode: DEN_BOSCH }),
      registered(MOTHER, '2025-07-01', DEN_BOSCH),
      registered(MOTHER, '2025-08-01'),
      withdrawn('andere gemeente', '2025-08-15', DEN_BOSCH),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
      expect(await knowsOf(hub, 'taalschool', MOTHER)).toBeDefined();
    },
  ],
  [
    'who moved on keeps the zaak there when COA names who stays in the household, and not them',
    [
      koppelingOf([member(MOTHER), member(FATHER, 'partner')]),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-08-01', DEN_BOSCH),
      koppelingOf([member(MOTHER)], { versie: 2, moment: '2025-08-10T08:00:00Z' }),
    ],
    async (hub) => expect((await zaakOfPerson(hub, FATHER, DEN_BOSCH))?.status).toBe('actief'),
  ],
  [
    'each partner keeps its part of a PIP that is told part by part (R10.4a to R10.4e)',
    inParts,
    async (hub) => {
      for (const partner of ['taalschool', 'intos', 'balk'])
        expect((await knowsOf(hub, partner, MOTHER))?.steps, partner).toMatchObject([
          { name: 'pip-deel-gedeeld' },
        ]);
    },
  ],
  [
    'an appointment on the same day and hour, for the next home, is told anew',
    [
      koppelingOf([member(MOTHER)]),
      appointment('2025-07-05'),
      reported('woning-geweigerd', MOTHER, '2025-07-15', { datum: '2025-07-15' }),
      agreed('2025-07-18T12:00:00Z', NEXT_HOME),
      appointment('2025-07-19'),
    ],
    async (hub) =>
      expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toMatchObject([{ name: 'kennismaking-gepland' }]),
  ],
  [
    'a home that was turned down by mistake is agreed again on that day',
    [
      koppelingOf([member(MOTHER)]),
      reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-05', { datum: '2025-06-05' }),
      reported(
        'woning-voorgesteld',
        MOTHER,
        '2025-06-10',
        { datum: '2025-06-10', woningId: HOME },
        'destion-0907',
      ),
      agreed('2025-06-12T09:00:00Z', HOME),
      reported('woning-afgekeurd', MOTHER, '2025-06-12T11:00:00Z', { datum: '2025-06-12', woningId: HOME }),
      agreed('2025-06-12T15:00:00Z', HOME),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'destion', MOTHER))?.who).toHaveProperty('contractant');
      expect(await knows(hub, 'mooiland')).toEqual({});
    },
  ],
  [
    'the leerroute of a PIP that is reported without its content stands there, and the onderwijsroute has no MAP',
    [
      ...settled,
      reported('pip-vastgesteld', MOTHER, '2025-08-11', {
        dagtekening: '2025-08-11',
        leerroute: 'Onderwijsroute',
      }),
    ],
    async (hub) => {
      const line = (await linesOf(hub, MOTHER)).find(({ naam }) => naam === 'pip-vastgesteld');
      expect(line?.gegevens).toMatchObject({ datum: '2025-08-11', leerroute: 'Onderwijsroute' });
      expect(await termijnOf(hub, MOTHER, 'TG16')).toBeDefined();
      expect(await termijnOf(hub, MOTHER, 'TG15')).toBeUndefined();
    },
  ],
  ['a grown child whose only parent died is alone', [...withSon, died(MOTHER, '2025-08-01')], isAlone],
  [
    'a grown child whose only parent went to live elsewhere is alone',
    [...withSon, registered(MOTHER, '2025-08-01', DEN_BOSCH)],
    isAlone,
  ],
  [
    'what was planned before a move is over when somebody comes back',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      ...planned,
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-05', DEN_BOSCH),
      registered(MOTHER, '2025-08-25'),
    ],
    ofNobody,
  ],
  [
    'what was planned before a withdrawal is over under the next koppeling',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      ...planned,
      withdrawn('anders', '2025-07-20'),
      koppelingOf([member(MOTHER)], {
        koppelingId: 'S02',
        datumKoppeling: '2025-08-10',
        moment: '2025-08-10T08:00:00Z',
      }),
    ],
    ofNobody,
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], () => tell(scenario));

describe('parts of a PIP', () => {
  it('that come later leave the inburgeringsaanbod at DUO as it is', async () => {
    const hub = await inAnyOrder(
      inParts,
      async () => [],
      () => ASIEL,
      1,
    );
    const told = (await linesOf(hub, MOTHER)).filter(
      ({ gegevens }) => gegevens['over'] === 'inburgeringsaanbod',
    );
    expect(new Set(told.map(({ gegevens }) => gegevens['handeling']))).toEqual(new Set(['registreren']));
    expect(new Set(told.map(({ gegevens }) => gegevens['nummer'])).size).toBe(1);
  });
});

describe('a young person with an early plicht', () => {
  it('is told to the Taalmaatjes or not, whichever message about another member came first', async () => {
    const story = [
      died(FATHER, '2025-08-01'),
      koppelingOf([member(MOTHER), member(FATHER, 'partner'), member(SON, 'kind', '2007-08-01')]),
      byDuo('SS101', SON, '2025-06-10'),
      opened(SON, '2025-06-20', { geboortedatum: '2007-08-01' }),
    ];
    await inAnyOrder(story, async (hub) => [await knowsOf(hub, 'taalmaatjes', SON)]);
  });
});
