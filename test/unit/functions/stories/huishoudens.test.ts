import { expect, it } from 'vitest';
import { ADRES } from '../../domain/support.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { knows, knowsOf, orders, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, reported, withdrawn, zaakIdOf } from './sources.ts';
import {
  DEN_BOSCH,
  died,
  FATHER,
  koppelingOf,
  MOTHER,
  member,
  type Person,
  registered,
  SON,
  zaakOfPerson,
} from './support.ts';

/** Stories of people who leave a household, and of the members that count in it. */

const who = async (hub: HubInMemory, partner: string, person: Person) =>
  (await knowsOf(hub, partner, person))?.who;
const counts = async (hub: HubInMemory) =>
  (await orders(hub)).map(({ who: { aantalPersonen } }) => aantalPersonen).toSorted();
const both = [member(MOTHER), member(FATHER, 'partner')];
const family = [...both, member(SON, 'kind', '2015-01-01')];
const young = (born: string) => member(SON, 'kind', born);
const order = reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-05', { datum: '2025-06-05' });

const furnished = reported('woninginrichting-afgesproken', FATHER, '2025-08-07', {
  leverdatum: '2025-09-19',
  goederen: ['koelkast'],
});
/** The shop delivers to the member who stays. */
const furnishes = async (hub: HubInMemory) =>
  expect(await orders(hub)).toMatchObject([
    {
      who: { aantalPersonen: 1 },
      steps: [{ name: 'woninginrichting-afgesproken', leverdatum: '2025-09-19' }],
    },
  ]);

/** The household of the mother keeps the furnishing, and the household of the father has none. */
const staysWithMother = async (hub: HubInMemory) => {
  const { huishoudenId } = (await who(hub, 'balk', MOTHER)) ?? {};
  expect((await knows(hub, 'mage'))[String(huishoudenId)]).toMatchObject({
    who: { aantalPersonen: 1, afleveradres: ADRES },
    steps: [{ leverdatum: '2025-09-19' }],
  });
  expect((await orders(hub)).map(({ steps }) => steps.length).toSorted()).toEqual([0, 1]);
};

const SCENARIOS: readonly Scenario[] = [
  [
    'a member who moves to another gemeente and back is one of the household again',
    [
      koppelingOf(both),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-02'),
      registered(FATHER, '2025-08-01', '0796'),
      registered(FATHER, '2025-09-03'),
    ],
    async (hub) => {
      expect(await counts(hub)).toEqual([2]);
      expect(await termijnOf(hub, FATHER, 'TG02')).toMatchObject({ startdatum: '2025-09-03' });
      expect(await termijnOf(hub, MOTHER, 'TG02')).toMatchObject({ startdatum: '2025-07-01' });
    },
  ],
  [
    'the corporaties search on for who stays when the hoofdpersoon dies',
    [
      koppelingOf(family),
      reported('woningzoekopdracht-verstuurd', FATHER, '2025-06-05', { datum: '2025-06-05' }),
      died(FATHER, '2025-07-01'),
    ],
    async (hub) => {
      expect(Object.keys(await knows(hub, 'destion'))).toEqual([zaakIdOf(MOTHER)]);
      expect(await who(hub, 'destion', MOTHER)).toMatchObject({
        aantalPersonen: 2,
        gezinssamenstelling: 'eenoudergezin',
      });
    },
  ],
  [
    'who is past the AOW age counts, and has no zaak; the order goes by the partner',
    [
      koppelingOf([member(FATHER, 'hoofdpersoon', '1950-01-01'), member(MOTHER, 'partner', '1970-01-01')]),
      order,
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
    ],
    async (hub) => {
      expect(await zaakOfPerson(hub, FATHER)).toBeUndefined();
      expect(await who(hub, 'destion', MOTHER)).toMatchObject({
        aantalPersonen: 2,
        gezinssamenstelling: 'stel',
      });
      expect(await counts(hub)).toEqual([2]);
    },
  ],
  [
    'a household of two who are past the AOW age is told to nobody',
    [
      koppelingOf([member(FATHER, 'hoofdpersoon', '1950-01-01'), member(SON, 'partner', '1951-01-01')]),
      registered(FATHER, '2025-07-01'),
    ],
    async (hub) => {
      expect([...hub.queues.keys()]).toEqual([]);
    },
  ],
  [
    'an adult who turns out to be a child is told no more, and counts',
    [
      koppelingOf([member(MOTHER), member(SON, 'kind', '2005-01-01')]),
      koppelingOf([member(MOTHER), young('2010-01-01')], { versie: 2, moment: '2025-07-01T08:00:00Z' }),
    ],
    async (hub) => {
      expect(await who(hub, 'taalschool', SON)).toBeUndefined();
      expect(await who(hub, 'balk', MOTHER)).toMatchObject({ aantalGezinsleden: 2 });
    },
  ],
  [
    'who left the country is not counted, and is signed off with that reason alone',
    [
      koppelingOf([member(FATHER), member(MOTHER, 'partner')]),
      registered(MOTHER, '2025-07-01'),
      byDuo('SS110', FATHER, '2025-08-10'),
    ],
    async (hub) => {
      expect(await who(hub, 'balk', MOTHER)).toMatchObject({ aantalGezinsleden: 2 });
      expect(await who(hub, 'taalschool', FATHER)).toBeUndefined();
    },
  ],
  [
    'a secret address of a child is no address for a shop, and its mother is told where she lives',
    [
      koppelingOf([member(MOTHER), young('2015-01-01')]),
      registered(MOTHER, '2025-07-01'),
      registered(SON, '2025-07-01', '0907', { geheimhouding: true }),
    ],
    async (hub) => {
      expect((await orders(hub))[0]?.who).not.toHaveProperty('afleveradres');
      expect(await who(hub, 'balk', MOTHER)).toMatchObject({ adres: ADRES });
    },
  ],
  [
    'who follows without the hoofdpersoon is a household by themselves',
    [koppelingOf([member(MOTHER, 'partner'), young('2015-01-01')]), order, registered(MOTHER, '2025-07-01')],
    async (hub) => {
      expect(await who(hub, 'taalmaatjes', MOTHER)).toMatchObject({ gezinssamenstelling: 'eenoudergezin' });
      expect(Object.keys(await knows(hub, 'mooiland'))).toEqual([zaakIdOf(MOTHER)]);
    },
  ],
  [
    'a household that COA gives to another gemeente is over for everybody here',
    [
      koppelingOf(both),
      registered(MOTHER, '2025-07-01'),
      byDuo('SS101', MOTHER, '2025-06-10'),
      koppelingOf(both, {
        versie: 2,
        gemeentecode: '0796',
        datumKoppeling: '2025-08-01',
        moment: '2025-08-01T08:00:00Z',
      }),
    ],
    async (hub) => {
      for (const partner of ['taalschool', 'balk', 'mage']) expect(await knows(hub, partner)).toEqual({});
      expect(await zaakOfPerson(hub, FATHER, DEN_BOSCH)).toMatchObject({ status: 'actief' });
    },
  ],
  [
    'who was withdrawn and registers later lives here, when DUO says that the plicht holds',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      withdrawn('anders', '2025-08-15'),
      registered(MOTHER, '2025-09-03'),
    ],
    async (hub) => {
      expect(await who(hub, 'balk', MOTHER)).toMatchObject({ adres: ADRES });
    },
  ],
  [
    'a furnishing that is agreed stays with who stays, when the member died on whose zaak it was reported',
    [
      koppelingOf(both),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
      furnished,
      died(FATHER, '2025-08-10'),
    ],
    furnishes,
  ],
  [
    'a furnishing that is agreed stays with who stays, when the member moved on whose zaak it was reported',
    [
      koppelingOf(both),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
      furnished,
      registered(FATHER, '2025-08-20', '0796'),
    ],
    furnishes,
  ],
  [
    'a furnishing that is agreed stays with who stays, when the member got a household of their own',
    [
      koppelingOf(both),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
      furnished,
      koppelingOf([member(MOTHER)], { versie: 2, moment: '2025-08-20T08:00:00Z' }),
      koppelingOf([member(FATHER)], {
        koppelingId: 'S02',
        datumKoppeling: '2025-08-20',
        moment: '2025-08-20T08:00:00Z',
      }),
    ],
    staysWithMother,
  ],
  [
    'a furnishing that was taken back on the zaak of who left is no furnishing of who stays',
    [
      koppelingOf(both),
      furnished,
      registered(FATHER, '2025-08-20', '0796'),
      reported('woninginrichting-afgesproken', FATHER, '2025-08-25', {
        leverdatum: '2025-09-19',
        goederen: ['koelkast'],
        vervangtBerichtId: furnished.berichtId,
        ingetrokken: true,
      }),
    ],
    async (hub) => {
      expect(await orders(hub)).toMatchObject([{ who: { aantalPersonen: 1 }, steps: [] }]);
    },
  ],
  [
    'a furnishing that is agreed for who comes back, before they are registered, is one of the household',
    [
      koppelingOf(both),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
      registered(FATHER, '2025-07-20', '0796'),
      furnished,
      registered(FATHER, '2025-08-20'),
    ],
    async (hub) => {
      expect(await orders(hub)).toMatchObject([
        { who: { aantalPersonen: 2 }, steps: [{ leverdatum: '2025-09-19' }] },
      ]);
    },
  ],
  [
    'a furnishing of a household is over once everybody left',
    [
      koppelingOf(both),
      furnished,
      registered(FATHER, '2025-08-20', '0796'),
      registered(MOTHER, '2025-08-21', '0796'),
    ],
    async (hub) => {
      expect(await orders(hub)).toEqual([]);
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
