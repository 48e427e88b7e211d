import { expect, it } from 'vitest';
import { ADRES } from '../../domain/support.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { knows, knowsOf, orders, received, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, OTHER_ADRES, opened } from './sources.ts';
import { FATHER, koppelingOf, MOTHER, member, type Person, registered, SON } from './support.ts';

/** Stories of people who join a household, and of people who get a household of their own. */

const who = async (hub: HubInMemory, partner: string, person: Person) =>
  (await knowsOf(hub, partner, person))?.who;
const counts = async (hub: HubInMemory) =>
  (await orders(hub)).map(({ who: { aantalPersonen } }) => aantalPersonen).toSorted();
const both = [member(MOTHER), member(FATHER, 'partner')];
const family = [...both, member(SON, 'kind', '2015-01-01')];
const young = (born: string) => member(SON, 'kind', born);
const newborn = (vNummer: string) => ({ vNummer, relatie: 'kind', geboortedatum: '2025-07-20' });

const SCENARIOS: readonly Scenario[] = [
  [
    'a partner and a child who follow are one household with who came first, and one order',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01'),
      koppelingOf(family, { versie: 2, moment: '2025-08-01T08:00:00Z' }),
      registered(FATHER, '2025-09-01'),
      registered(SON, '2025-09-01'),
      byDuo('SS101', FATHER, '2025-08-10'),
    ],
    async (hub) => {
      expect(await orders(hub)).toMatchObject([{ who: { aantalPersonen: 3, afleveradres: ADRES } }]);
      for (const person of [MOTHER, FATHER])
        expect(await who(hub, 'taalmaatjes', person)).toMatchObject({
          gezinssamenstelling: 'gezin met kinderen',
        });
      expect((await received(hub, 'taalschool')).filter(({ type }) => type.includes('gemeld'))).toHaveLength(
        2,
      );
    },
  ],
  [
    'twins who are born count, and nobody hears who they are',
    [
      koppelingOf(both),
      registered(MOTHER, '2025-07-01'),
      koppelingOf([...both, newborn('2795000098'), newborn('2795000099')], {
        versie: 2,
        moment: '2025-08-01T08:00:00Z',
      }),
    ],
    async (hub) => {
      expect(await counts(hub)).toEqual([4]);
      expect(await who(hub, 'taalmaatjes', MOTHER)).toMatchObject({
        gezinssamenstelling: 'gezin met kinderen',
      });
      expect(Object.keys(await knows(hub, 'balk'))).toHaveLength(2);
    },
  ],
  [
    'a child of seventeen has a zaak once DUO says so, and partners hear when the gemeente tells who it is',
    [
      koppelingOf([member(MOTHER), young('2007-07-15')]),
      registered(MOTHER, '2025-07-01'),
      byDuo('SS101', SON, '2025-08-01'),
      opened(SON, '2025-08-05', { geboortedatum: '2007-07-15' }),
    ],
    async (hub) => {
      expect(await who(hub, 'taalschool', SON)).toMatchObject({ geboortejaar: 2007 });
      expect(await who(hub, 'taalmaatjes', SON)).toMatchObject({
        leeftijdsklasse: '18-24',
        gezinssamenstelling: 'eenoudergezin',
      });
      expect(await counts(hub)).toEqual([2]);
    },
  ],
  [
    'a child of seventeen whom a version names again at eighteen is told by that',
    [
      koppelingOf([member(MOTHER), young('2007-07-15')]),
      byDuo('SS101', SON, '2025-08-01'),
      koppelingOf([member(MOTHER), young('2007-07-15')], { versie: 2, moment: '2025-08-10T08:00:00Z' }),
    ],
    async (hub) => {
      expect(await who(hub, 'wijkondersteuner', SON)).toMatchObject({ voornaam: 'Chadi' });
    },
  ],
  [
    'a child of sixteen with an early plicht goes to no Taalmaatje',
    [
      koppelingOf([member(MOTHER), young('2009-01-01')]),
      byDuo('SS101', SON, '2025-06-10'),
      opened(SON, '2025-06-12', { geboortedatum: '2009-01-01' }),
    ],
    async (hub) => {
      expect(await who(hub, 'taalmaatjes', SON)).toBeUndefined();
      expect(await who(hub, 'taalschool', SON)).toMatchObject({ geboortejaar: 2009 });
    },
  ],
  [
    'a son who gets a home of his own has a household and an order of his own',
    [
      koppelingOf([member(MOTHER), member(SON, 'kind', '2005-07-15')]),
      registered(MOTHER, '2025-07-01'),
      koppelingOf([member(SON, 'hoofdpersoon', '2005-07-15')], {
        koppelingId: 'S02',
        datumKoppeling: '2025-08-01',
        moment: '2025-08-01T08:00:00Z',
      }),
      registered(SON, '2025-08-20', '0907', { adres: OTHER_ADRES }),
    ],
    async (hub) => {
      expect(await counts(hub)).toEqual([1, 1]);
      expect(await who(hub, 'taalmaatjes', MOTHER)).toMatchObject({ gezinssamenstelling: 'alleenstaand' });
      expect((await who(hub, 'balk', SON))?.['huishoudenId']).not.toBe(
        (await who(hub, 'balk', MOTHER))?.['huishoudenId'],
      );
    },
  ],
  [
    'a couple that goes apart is two households, each at its own address',
    [
      koppelingOf(family),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
      koppelingOf([member(MOTHER), young('2015-01-01')], { versie: 2, moment: '2025-07-20T08:00:00Z' }),
      koppelingOf([member(FATHER)], {
        koppelingId: 'S02',
        datumKoppeling: '2025-07-20',
        moment: '2025-07-20T08:00:00Z',
      }),
      registered(FATHER, '2025-08-05', '0907', { adres: OTHER_ADRES }),
    ],
    async (hub) => {
      expect(
        (await orders(hub)).map(({ who: { aantalPersonen, afleveradres } }) => [
          aantalPersonen,
          afleveradres,
        ]),
      ).toEqual(
        expect.arrayContaining([
          [2, ADRES],
          [1, OTHER_ADRES],
        ]),
      );
      expect(await who(hub, 'taalmaatjes', FATHER)).toMatchObject({
        gezinssamenstelling: 'alleenstaand',
        woonplaats: 'Heijen',
      });
    },
  ],
  [
    'who lives here already by a zaak of the gemeente joins the household of the partner who follows',
    [
      opened(MOTHER, '2025-05-01'),
      registered(MOTHER, '2025-05-02'),
      byDuo('SS101', MOTHER, '2025-05-03'),
      koppelingOf([member(FATHER), member(MOTHER, 'partner')]),
      registered(FATHER, '2025-07-01'),
    ],
    async (hub) => {
      expect(await counts(hub)).toEqual([2]);
      expect(await termijnOf(hub, MOTHER, 'TG02')).toMatchObject({ startdatum: '2025-05-02' });
      expect(await termijnOf(hub, FATHER, 'TG02')).toMatchObject({ startdatum: '2025-07-01' });
    },
  ],
  [
    'who follows and was opened by the gemeente is of the household once it types a koppeling that names them',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, '2025-07-01'),
      opened(FATHER, '2025-08-01', { aantalPersonen: 2, gezinssamenstelling: 'stel' }),
      registered(FATHER, '2025-08-05'),
      {
        ...koppelingOf(both, { versie: 2, moment: '2025-08-10T08:00:00Z' }),
        bron: 'urn:nld:oin:00000099000009070000:systeem:melding',
        organisatie: 'gemeente-0907',
      },
    ],
    async (hub) => {
      expect(await counts(hub)).toEqual([2]);
      expect(await who(hub, 'taalmaatjes', MOTHER)).toMatchObject({ gezinssamenstelling: 'stel' });
      expect(await who(hub, 'balk', FATHER)).toMatchObject({ aantalGezinsleden: 2 });
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
