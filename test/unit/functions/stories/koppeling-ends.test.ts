import { expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { inbound } from '../berichten.ts';
import { knows, knowsOf, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, opened, reported, withdrawn } from './sources.ts';
import { DEN_BOSCH, FATHER, koppelingOf, MOTHER, member, registered, SON, zaakOfPerson } from './support.ts';

/** Stories of koppelingen that end, and of what is over with them. */

const OVERBETUWE = '1734' as Gemeentecode;

const pulled = (koppelingId: string, versie: number, reden: string, day: string, gemeentecode = '0907') =>
  inbound('nl.tvs.koppeling.ingetrokken.v1', `${day}T08:00:00Z`, {
    koppelingId,
    versie,
    gemeentecode,
    reden,
  });

const appointment = (day: string, afspraakdatum = '2025-09-20') =>
  reported('kennismaking-gepland', MOTHER, day, {
    afspraakdatum,
    tijd: '10:00',
    plaats: 'Gemeentehuis',
    met: 'financieel ondersteuner',
  });

const SCENARIOS: readonly Scenario[] = [
  [
    'a zaak of which the koppelingen to two gemeenten both ended goes on in neither',
    [
      koppelingOf([member(MOTHER)]),
      koppelingOf([member(MOTHER)], {
        koppelingId: 'S02',
        gemeentecode: DEN_BOSCH,
        datumKoppeling: '2025-06-10',
        moment: '2025-06-10T08:00:00Z',
      }),
      koppelingOf([member(MOTHER, 'hoofdpersoon', '1980-01-01', { hoogsteOpleiding: 'mbo' })], {
        versie: 2,
        moment: '2025-06-20T08:00:00Z',
      }),
      pulled('S02', 2, 'vertrokken', '2025-07-01', DEN_BOSCH),
      pulled('S01', 3, 'vertrokken', '2025-07-01'),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).not.toBe('actief');
      expect(await knowsOf(hub, 'taalschool', MOTHER)).toBeUndefined();
    },
  ],
  [
    'a zaak that a gemeente opened before COA linked the person elsewhere does not go on when that koppeling ends',
    [
      opened(MOTHER, '2025-05-20'),
      koppelingOf([member(MOTHER)], { gemeentecode: DEN_BOSCH }),
      withdrawn('vertrokken', '2025-07-01', DEN_BOSCH),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).not.toBe('actief');
      expect(await knowsOf(hub, 'taalschool', MOTHER)).toBeUndefined();
    },
  ],
  [
    'a zaak that COA gave to another gemeente does not come back when COA tells of a death',
    [
      koppelingOf([member(MOTHER)]),
      reported('taallessen-gestart', MOTHER, '2025-06-05', { startdatum: '2025-06-05' }),
      koppelingOf([member(MOTHER)], {
        versie: 2,
        gemeentecode: DEN_BOSCH,
        datumKoppeling: '2025-06-20',
        moment: '2025-06-20T08:00:00Z',
      }),
      pulled('S01', 3, 'overleden', '2025-07-01', DEN_BOSCH),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).not.toBe('actief');
      expect(await knowsOf(hub, 'taalschool', MOTHER)).toBeUndefined();
    },
  ],
  [
    'who lived with family elsewhere before the koppeling has no zaak there when it ends',
    [
      registered(MOTHER, '2025-01-10', DEN_BOSCH),
      koppelingOf([member(MOTHER)]),
      withdrawn('vertrokken', '2025-07-01'),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status).not.toBe('actief');
      expect((await zaakOfPerson(hub, MOTHER))?.status).not.toBe('actief');
    },
  ],
  [
    'a registration at an azc elsewhere does not keep a zaak whose koppeling ended',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-06-15', DEN_BOSCH, { isCoaLocatie: true }),
      withdrawn('ten onrechte', '2025-07-01'),
    ],
    async (hub) => expect((await zaakOfPerson(hub, MOTHER))?.status).not.toBe('actief'),
  ],
  [
    'who moved on has no zaak any more when COA says that they died',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-01', DEN_BOSCH),
      withdrawn('overleden', '2025-08-15'),
    ],
    async (hub) => expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status).not.toBe('actief'),
  ],
  [
    'who moved on has no zaak any more when COA says that the koppeling never should have been',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-01', DEN_BOSCH),
      withdrawn('ten onrechte', '2025-08-15'),
    ],
    async (hub) => expect((await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status).not.toBe('actief'),
  ],
  [
    'what was planned stays when somebody gets a household of their own in the same gemeente on one day',
    [
      koppelingOf([member(FATHER), member(MOTHER, 'partner')]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
      appointment('2025-07-20'),
      koppelingOf([member(FATHER)], { versie: 2, moment: '2025-08-01T08:00:00Z' }),
      koppelingOf([member(MOTHER)], {
        koppelingId: 'S02',
        datumKoppeling: '2025-08-01',
        moment: '2025-08-01T08:00:00Z',
      }),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
      expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toMatchObject([{ name: 'kennismaking-gepland' }]);
    },
  ],
  [
    'what was planned stays when a koppeling ends and is made anew on one day',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, '2025-07-01'),
      appointment('2025-07-20'),
      withdrawn('anders', '2025-08-01'),
      koppelingOf([member(MOTHER)], {
        koppelingId: 'S02',
        datumKoppeling: '2025-08-01',
        moment: '2025-08-01T09:00:00Z',
      }),
    ],
    async (hub) =>
      expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toMatchObject([{ name: 'kennismaking-gepland' }]),
  ],
  [
    'what was planned stays when a household is split that is in the azc still',
    [
      koppelingOf([member(FATHER), member(MOTHER, 'partner')]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      appointment('2025-06-20'),
      koppelingOf([member(FATHER)], { versie: 2, moment: '2025-07-01T08:00:00Z' }),
      koppelingOf([member(MOTHER)], {
        koppelingId: 'S02',
        datumKoppeling: '2025-07-01',
        moment: '2025-07-01T08:00:00Z',
      }),
    ],
    async (hub) =>
      expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toMatchObject([{ name: 'kennismaking-gepland' }]),
  ],
  [
    'a casusregisseur who was named ahead before a move does not meet the term of the stay after it',
    [
      koppelingOf([member(MOTHER)], { gemeentecode: OVERBETUWE }),
      registered(MOTHER, '2025-07-01', OVERBETUWE),
      reported(
        'regievoerder-toegewezen',
        MOTHER,
        '2025-07-20',
        { regisseurId: 'r-17', ingangsdatum: '2025-09-01', naam: 'Noor Voorbeeld' },
        'gemeente-1734',
      ),
      registered(MOTHER, '2025-08-05', DEN_BOSCH),
      koppelingOf([member(MOTHER)], {
        gemeentecode: OVERBETUWE,
        koppelingId: 'S02',
        datumKoppeling: '2025-08-25',
        moment: '2025-08-25T08:00:00Z',
      }),
      registered(MOTHER, '2025-08-26', OVERBETUWE),
    ],
    async (hub) => {
      const termijn = await termijnOf(hub, MOTHER, 'TO17', OVERBETUWE);
      expect(termijn).toBeDefined();
      expect(termijn).not.toHaveProperty('gehaaldOp');
    },
  ],
  [
    'what was planned is over when COA gave the koppeling to another gemeente and back',
    [
      koppelingOf([member(MOTHER)]),
      appointment('2025-06-20'),
      koppelingOf([member(MOTHER)], {
        versie: 2,
        gemeentecode: DEN_BOSCH,
        datumKoppeling: '2025-07-01',
        moment: '2025-07-01T08:00:00Z',
      }),
      koppelingOf([member(MOTHER)], {
        versie: 3,
        datumKoppeling: '2025-07-15',
        moment: '2025-07-15T08:00:00Z',
      }),
    ],
    async (hub) => expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toEqual([]),
  ],
  [
    'a home that was refused stays so when another confirms its contract later',
    [
      koppelingOf([member(MOTHER)]),
      reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-05', { datum: '2025-06-05' }),
      reported(
        'woning-voorgesteld',
        MOTHER,
        '2025-06-10',
        { datum: '2025-06-10', woningId: '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13' },
        'destion-0907',
      ),
      reported('woning-goedgekeurd', MOTHER, '2025-06-11', {
        datum: '2025-06-11',
        woningId: '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13',
      }),
      reported(
        'huurcontract-getekend',
        MOTHER,
        '2025-06-12T09:00:00Z',
        { datum: '2025-06-12' },
        'destion-0907',
      ),
      reported('woning-geweigerd', MOTHER, '2025-06-12T11:00:00Z', { datum: '2025-06-12' }),
      reported('huurcontract-getekend', MOTHER, '2025-06-19T09:00:00Z', { datum: '2025-06-12' }),
    ],
    async (hub) => {
      expect(Object.keys(await knows(hub, 'mooiland'))).toHaveLength(1);
    },
  ],
  [
    'an aunt who stays with a child is not alone',
    [
      koppelingOf([member(MOTHER), member(FATHER, 'overig'), member(SON, 'kind', '2015-01-01')]),
      registered(MOTHER, '2025-07-01'),
      registered(FATHER, '2025-07-01'),
      registered(SON, '2025-07-01'),
      inbound('nl.brp.persoon.overleden.v1', `2025-08-01T08:00:00Z`, {
        bsn: MOTHER.bsn,
        datumOverlijden: '2025-08-01',
      }),
    ],
    async (hub) =>
      expect((await knowsOf(hub, 'taalmaatjes', FATHER))?.who).toMatchObject({
        gezinssamenstelling: 'eenoudergezin',
      }),
  ],
  [
    'what was planned before COA ended the koppeling is over when the gemeente opens the zaak anew',
    [
      koppelingOf([member(MOTHER)]),
      appointment('2025-06-20'),
      pulled('S01', 2, 'anders', '2025-07-10'),
      opened(MOTHER, '2025-08-01'),
    ],
    async (hub) => expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toEqual([]),
  ],
  [
    'what was planned before COA ended the koppeling is over when they settle after all',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      appointment('2025-06-20'),
      pulled('S01', 2, 'anders', '2025-07-10'),
      registered(MOTHER, '2025-08-01'),
    ],
    async (hub) => expect((await knowsOf(hub, 'balk', MOTHER))?.steps).toEqual([]),
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], () => tell(scenario));
