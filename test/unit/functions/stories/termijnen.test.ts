import { describe, expect, it } from 'vitest';
import { knows, knowsOf, received, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import { koppelingOf, MOTHER, member, PLICHT, play, registered, zaakOfPerson } from './support.ts';

/** Stories of terms, and of what ends them. */

const here = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-07-01'),
];
const settled = [koppelingOf([member(MOTHER)]), registered(MOTHER, '2025-07-01')];
const began = (startdatum: string, said = startdatum, sender = 'taalschool-0907') =>
  reported('taallessen-gestart', MOTHER, said, { startdatum }, sender);
const first = { dagtekening: '2025-08-11' };
const pip = (leerroute: 'B' | 'O' | 'Z') =>
  reported('pip-vastgesteld', MOTHER, '2025-08-11', { ...first, pip: { leerroute } });

describe('ten weeks for the PIP that end on a day on which nobody works', () => {
  it.each([
    ['2026-01-23', '2026-04-07'],
    ['2026-02-16', '2026-04-28'],
    ['2026-02-24', '2026-05-06'],
    ['2026-03-05', '2026-05-18'],
    ['2026-03-14', '2026-05-26'],
    ['2026-10-16', '2026-12-28'],
    ['2026-06-01', '2026-08-10'],
  ])('and that began on %s end on %s', async (day, end) => {
    const hub = await play([
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, day),
    ]);
    expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ startdatum: day, einddatum: end });
  });
  it('are no fifteen days of an agreement: those end on a Saturday', async () => {
    const hub = await play([koppelingOf([member(MOTHER)]), registered(MOTHER, '2026-01-23')]);
    expect(await termijnOf(hub, MOTHER, 'TG02')).toMatchObject({ einddatum: '2026-02-07' });
  });
  it.each([
    ['2025-10-25', '22:30:00', '2025-10-26'],
    ['2025-10-26', '23:30:00', '2025-10-27'],
    ['2025-03-29', '23:30:00', '2025-03-30'],
    ['2025-03-30', '22:30:00', '2025-03-31'],
  ])('begin on the Dutch day of a kennisgeving on %s at %s UTC: %s', async (day, time, begins) => {
    const story = [
      koppelingOf([member(MOTHER)], { datumKoppeling: '2025-01-10', moment: '2025-01-10T08:00:00Z' }),
      registered(MOTHER, '2025-01-12'),
      byDuo('SS101', MOTHER, day, undefined, time),
    ];
    const hub = await play(story, () => ({ inburgeringsplicht: { indicatorInburgeringsplicht: true } }));
    expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ startdatum: begins });
  });
});

const SCENARIOS: readonly Scenario[] = [
  [
    'a PIP in time is met on its dagtekening, and three years begin',
    [...here, pip('B')],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({
        stand: 'gehaald',
        gehaaldOp: '2025-08-11',
      });
      expect(await termijnOf(hub, MOTHER, 'TG08')).toMatchObject({
        startdatum: '2025-08-11',
        einddatum: '2028-08-11',
      });
    },
  ],
  [
    'the onderwijsroute has no term for the MAP, and one for the PVT',
    [...here, pip('O')],
    async (hub) => {
      expect([
        await termijnOf(hub, MOTHER, 'TG15'),
        (await termijnOf(hub, MOTHER, 'TG16'))?.['stand'],
      ]).toEqual([undefined, 'loopt']);
    },
  ],
  [
    'who goes from the onderwijsroute to the B1-route has one, from the first PIP',
    [
      ...here,
      pip('O'),
      reported('pip-gewijzigd', MOTHER, '2025-09-01', {
        dagtekening: '2025-09-01',
        dagtekeningInitieel: '2025-08-11',
        pip: { leerroute: 'B' },
      }),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG15')).toMatchObject({
        stand: 'loopt',
        startdatum: '2025-08-11',
        einddatum: '2028-08-11',
      });
    },
  ],
  [
    'a change of another part of the PIP leaves the leerroute',
    [
      ...here,
      pip('O'),
      reported('pip-gewijzigd', MOTHER, '2025-09-01', {
        dagtekening: '2025-09-01',
        dagtekeningInitieel: '2025-08-11',
        onderdelen: ['ontzorging'],
      }),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG15')).toBeUndefined();
    },
  ],
  [
    'a PIP that was annulled and made anew leaves the start of the three years',
    [
      ...here,
      pip('B'),
      reported('pip-ingetrokken', MOTHER, '2025-08-20', { datum: '2025-08-20', ...first }),
      reported('pip-vastgesteld', MOTHER, '2025-09-04', { dagtekening: '2025-09-04' }),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({
        stand: 'gehaald',
        gehaaldOp: '2025-09-04',
      });
      expect(await termijnOf(hub, MOTHER, 'TG08')).toMatchObject({ startdatum: '2025-08-11' });
    },
  ],
  [
    'a PIP that was annulled after DUO began the inburgeringstermijn meets the ten weeks no more, and leaves the three years',
    [
      ...here,
      reported('pip-vastgesteld', MOTHER, '2025-08-11', first),
      byDuo('SS102', MOTHER, '2025-08-14'),
      reported('pip-ingetrokken', MOTHER, '2025-08-20', { datum: '2025-08-20', ...first }),
    ],
    async (hub) => {
      const termijn = await termijnOf(hub, MOTHER, 'TG07');
      expect(termijn).toMatchObject({ einddatum: '2025-09-09' });
      expect(termijn).not.toHaveProperty('gehaaldOp');
      expect(await termijnOf(hub, MOTHER, 'TG08')).toMatchObject({
        startdatum: '2025-08-11',
        einddatum: '2028-08-11',
      });
    },
    { ...PLICHT, inburgeringstermijn: { startdatum: '2025-08-12', einddatum: '2028-08-12' } },
  ],
  [
    'an extension moves the last day of what DUO gave, and of nothing else',
    [...here, byDuo('SS102', MOTHER, '2025-08-14'), byDuo('SS104', MOTHER, '2025-09-01')],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG08')).toMatchObject({
        startdatum: '2025-08-11',
        einddatum: '2029-02-11',
      });
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({
        gehaaldOp: '2025-08-11',
        einddatum: '2025-09-09',
      });
    },
    {
      ...PLICHT,
      inburgeringstermijn: {
        startdatum: '2025-08-12',
        einddatum: '2029-02-12',
        verlengingsgrondcode: '3A',
        verlengingsgrondomschrijving: 'Ziekte',
      },
    },
  ],
  [
    'a temporary exemption stops the zaak, and its end begins the ten weeks anew',
    [...here, byDuo('SS109', MOTHER, '2025-07-20'), byDuo('SS129', MOTHER, '2025-08-20')],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({
        startdatum: '2025-08-20',
        einddatum: '2025-10-29',
      });
      expect(await knowsOf(hub, 'taalschool', MOTHER)).toBeDefined();
    },
    {},
  ],
  [
    'who is dispensed from the whole plicht is signed off, for no reason that says why',
    [...here, byDuo('SS108', MOTHER, '2025-08-20')],
    async (hub) => {
      for (const partner of ['taalschool', 'balk', 'wijkondersteuner'])
        expect(await knows(hub, partner)).toEqual({});
      const reasons = (await received(hub, 'taalschool')).flatMap(({ data }) =>
        'reden' in data ? [data.reden] : [],
      );
      expect(new Set(reasons)).toEqual(new Set(['anders']));
    },
    {},
  ],
  [
    'a test that the gemeente skips ends the term, and no partner hears of it',
    [
      ...here,
      reported('leerbaarheidstoets-overgeslagen', MOTHER, '2025-08-03', {
        datum: '2025-08-03',
        redenOverslaan: 'ontheffing door de gemeente',
      }),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG06')).toMatchObject({ gehaaldOp: '2025-08-03' });
      for (const partner of ['taalschool', 'intos', 'lbt-afnemer'])
        expect(JSON.stringify(await received(hub, partner))).not.toContain('overgeslagen');
    },
  ],
  [
    'of two results the later one shows, with its own pass mark, and the first day of a test counts',
    [...here, byDuo('SS131', MOTHER, '2025-08-21')],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.gegevens['leerbaarheidstoets']).toMatchObject({
        resultaat: 'B1-route haalbaar',
        benodigdeScore: '28,00',
      });
      expect(await termijnOf(hub, MOTHER, 'TG06')).toMatchObject({ gehaaldOp: '2025-08-08' });
    },
    {
      ...PLICHT,
      'lbt/resultaten': [
        { resultaat: 'Onbekend', behaaldeScore: '29,00', benodigdeScore: '31,00', datumAfname: '2025-08-08' },
        {
          resultaat: 'B1-route haalbaar',
          behaaldeScore: '33,00',
          benodigdeScore: '28,00',
          datumAfname: '2025-08-20',
        },
      ],
    },
  ],
  [
    'a start of the lessons that the taalschool reports anew is on the day that it says now',
    [...settled, began('2025-07-10'), began('2025-08-05')],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG05')).toMatchObject({
        gehaaldOp: '2025-08-05',
        stand: 'te laat gehaald',
      });
    },
  ],
  [
    'of a start of the lessons that two report the first day counts, each as it says now',
    [
      ...settled,
      began('2025-07-10'),
      began('2025-08-05', '2025-08-06'),
      began('2025-07-20', '2025-08-20', 'gemeente-0907'),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG05')).toMatchObject({
        gehaaldOp: '2025-07-20',
        stand: 'gehaald',
      });
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
