import { expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { knows, knowsOf, received, receivers, type Scenario, tell } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import { DEN_BOSCH, koppelingOf, MOTHER, member, PLICHT, registered, zaakOfPerson } from './support.ts';

/** Stories of steps: which roles hear of them, and that no other role does. */

const regisseur = (regisseurId: string, naam: string, day: string) =>
  reported('regievoerder-toegewezen', MOTHER, day, { regisseurId, naam, ingangsdatum: day });
const WITH_RESULT: DuoResponses = {
  ...PLICHT,
  'lbt/resultaten': [
    {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '30,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-08-31',
    },
  ],
};

const SCENARIOS: readonly Scenario[] = [
  [
    'each party of the intake hears its own invitation',
    [
      koppelingOf([member(MOTHER)]),
      ...(['taalschool', 'participatie', 'financieel'] as const).map((onderdeel, place) =>
        reported('brede-intake-uitgenodigd', MOTHER, '2025-08-05', {
          afspraakdatum: `2025-09-2${place}`,
          tijd: '10:00',
          plaats: 'School',
          onderdeel,
        }),
      ),
    ],
    async (hub) => {
      for (const [place, partner] of ['taalschool', 'intos', 'balk'].entries())
        expect((await knowsOf(hub, partner, MOTHER))?.steps).toMatchObject([
          { afspraakdatum: `2025-09-2${place}` },
        ]);
      expect(await receivers(hub, 'uitgenodigd')).toEqual(['taalschool', 'intos', 'balk']);
    },
  ],
  [
    'the casusregisseur hears what the routemap sends them: each talk, what was gathered, a diploma, a signal and a beschikking',
    [
      koppelingOf([member(MOTHER)]),
      regisseur('R-1', 'N. de Vries', '2025-07-02'),
      reported('intake-informatie-verzameld', MOTHER, '2025-08-04', { datum: '2025-08-04' }),
      ...(['taalschool', 'participatie'] as const).map((onderdeel) =>
        reported('brede-intake-gesprek-gevoerd', MOTHER, '2025-08-05', { datum: '2025-08-05', onderdeel }),
      ),
      reported('diplomawaardering-ontvangen', MOTHER, '2025-08-06', { datum: '2025-08-06' }),
      reported(
        'signaal-gemeld',
        MOTHER,
        '2025-08-07',
        { datum: '2025-08-07', signaal: 'geld' },
        'taalmaatjes-0907',
      ),
      reported('participatiewet-beschikking-toegevoegd', MOTHER, '2025-08-08', { datum: '2025-08-08' }),
    ],
    async (hub) => {
      const steps = (await knowsOf(hub, 'casusregisseur', MOTHER))?.steps ?? [];
      expect(steps.map(({ name, datum, onderdeel, signaal }) => [name, datum, onderdeel ?? signaal])).toEqual(
        [
          ['brede-intake-gesprek-gevoerd', '2025-08-05', 'participatie'],
          ['brede-intake-gesprek-gevoerd', '2025-08-05', 'taalschool'],
          ['diplomawaardering-ontvangen', '2025-08-06', undefined],
          ['intake-informatie-verzameld', '2025-08-04', undefined],
          ['participatiewet-beschikking-toegevoegd', '2025-08-08', undefined],
          ['regievoerder-toegewezen', undefined, undefined],
          ['signaal-gemeld', '2025-08-07', 'geld'],
        ],
      );
      for (const part of ['signaal', 'gesprek', 'diploma', 'beschikking'])
        expect(await receivers(hub, part), part).toEqual(['casusregisseur']);
    },
  ],
  [
    'an advice goes to the casusregisseur who was told of the zaak, and to nobody else',
    [
      koppelingOf([member(MOTHER)]),
      regisseur('R-1', 'N. de Vries', '2025-07-02'),
      reported(
        'intake-advies-uitgebracht',
        MOTHER,
        '2025-08-04',
        { datum: '2025-08-04', onderdeel: 'taalschool', taalniveau: 'A1', adviesLeerroute: 'Z-route' },
        'taalschool-0907',
      ),
    ],
    async (hub) => {
      expect(await receivers(hub, 'advies')).toEqual(['casusregisseur']);
      expect(JSON.stringify(await received(hub, 'taalschool'))).not.toContain('Z-route');
    },
  ],
  [
    'who takes the test hears a name, the languages and the day, and never the result',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      reported('leerbaarheidstoets-ingepland', MOTHER, '2025-08-14', {
        toetsdatum: '2025-09-25',
        tijd: '09:00',
      }),
      byDuo('SS131', MOTHER, '2025-09-01'),
    ],
    async (hub) => {
      const told = await knowsOf(hub, 'lbt-afnemer', MOTHER);
      expect(Object.keys(told?.who ?? {}).toSorted()).toEqual(['gemeentecode', 'naam', 'talen', 'zaakId']);
      for (const partner of ['lbt-afnemer', 'taalschool'])
        expect(JSON.stringify(await received(hub, partner))).not.toContain('haalbaar');
    },
    WITH_RESULT,
  ],
  [
    'another casusregisseur takes the place of the first for every partner of the zaak, and MaGe hears of none',
    [
      koppelingOf([member(MOTHER)]),
      regisseur('R-1', 'N. de Vries', '2025-07-02'),
      regisseur('R-2', 'P. Bos', '2025-08-02'),
    ],
    async (hub) => {
      for (const partner of ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner'])
        expect((await knowsOf(hub, partner, MOTHER))?.steps).toMatchObject([{ naam: 'P. Bos' }]);
      expect(await receivers(hub, 'regievoerder')).not.toContain('mage');
    },
  ],
  [
    'who is reported to two times for the same participation is one step for INTOS',
    [
      koppelingOf([member(MOTHER)]),
      reported('participatie-aangemeld', MOTHER, '2025-08-05', {
        datum: '2025-08-05',
        intakedatum: '2025-09-22',
      }),
      reported(
        'participatie-aangemeld',
        MOTHER,
        '2025-08-06',
        { datum: '2025-08-06', intakedatum: '2025-09-22' },
        'vakspecialist-werk-en-inkomen-0907',
      ),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'intos', MOTHER))?.steps).toMatchObject([
        { name: 'participatie-aangemeld' },
      ]);
    },
  ],
  [
    'another telephone number is no news for a volunteer, nor other work for the taalschool',
    [
      koppelingOf([member(MOTHER)]),
      koppelingOf(
        [
          member(MOTHER, 'hoofdpersoon', '1980-01-01', {
            contact: { telefoonnummer: '0612345678' },
            werkervaring: 'kok',
          }),
        ],
        { versie: 2, moment: '2025-07-01T08:00:00Z' },
      ),
    ],
    async (hub) => {
      expect(await receivers(hub, 'gewijzigd')).toEqual(['taalschool', 'intos', 'balk']);
      expect((await knowsOf(hub, 'taalschool', MOTHER))?.who).not.toHaveProperty('werkervaring');
    },
  ],
  [
    'what a partner of the former gemeente was told of steps is over with the zaak there',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, '2025-07-01'),
      regisseur('R-1', 'N. de Vries', '2025-07-02'),
      registered(MOTHER, '2025-08-10', '0796'),
    ],
    async (hub) => {
      for (const partner of ['taalschool', 'casusregisseur', 'balk'])
        expect(await knows(hub, partner)).toEqual({});
      expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.gegevens).not.toHaveProperty('regisseur');
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
