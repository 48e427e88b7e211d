import { expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { knowsOf, linesOf, type Scenario, tell, termijnOf } from './outcomes.ts';
import { byDuo, OTHER_ADRES, opened, reported } from './sources.ts';
import {
  DEN_BOSCH,
  FATHER,
  koppelingOf,
  MOTHER,
  member,
  PLICHT,
  registered,
  zaakOfPerson,
} from './support.ts';

/** Stories of the terms of who comes to live somewhere, or does not. */

const here = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-07-01'),
];
const TERMIJN = { inburgeringstermijn: { startdatum: '2025-08-12', einddatum: '2028-08-12' } };
const OVERBETUWE = '1734' as Gemeentecode;

const SCENARIOS: readonly Scenario[] = [
  [
    'a voluntary inburgeraar has no statutory term that passes',
    [opened(MOTHER, '2025-05-01'), registered(MOTHER, '2025-05-02')],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ stand: 'onbekend' });
    },
  ],
  [
    'an EU citizen of whom DUO says that there is no plicht has terms that stopped',
    [opened(MOTHER, '2025-05-01'), registered(MOTHER, '2025-05-02'), byDuo('SS101', MOTHER, '2025-05-10')],
    async (hub) => {
      expect([
        (await zaakOfPerson(hub, MOTHER))?.status,
        (await termijnOf(hub, MOTHER, 'TG07'))?.['stand'],
      ]).toEqual(['vervallen', 'gestopt']);
    },
    { inburgeringsplicht: { indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht: 'Overig' } },
  ],
  [
    'Overbetuwe has six weeks of its own beside the ten of the law, and a klantmanager on the day of the koppeling',
    [
      koppelingOf([member(MOTHER)], { gemeentecode: '1734' }),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, '2025-07-01', '1734'),
      reported(
        'regievoerder-toegewezen',
        MOTHER,
        '2025-06-02',
        { regisseurId: 'R-1', naam: 'N. de Vries', ingangsdatum: '2025-06-01' },
        'gemeente-1734',
      ),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TO01', OVERBETUWE)).toMatchObject({
        einddatum: '2025-08-12',
        stand: 'verstreken',
      });
      expect(await termijnOf(hub, MOTHER, 'TO02', OVERBETUWE)).toMatchObject({
        einddatum: '2025-09-09',
        stand: 'overschreden',
      });
      expect(await termijnOf(hub, MOTHER, 'TO17', OVERBETUWE)).toMatchObject({ stand: 'gehaald' });
    },
  ],
  [
    'an azc in the gemeente of the koppeling starts no term, and gives no address',
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      registered(MOTHER, '2025-06-15', '0907', { isCoaLocatie: true, soort: 'eerste inschrijving' }),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG02')).toBeUndefined();
      expect((await knowsOf(hub, 'balk', MOTHER))?.who).not.toHaveProperty('adres');
    },
  ],
  [
    'an azc in another gemeente of the hub gives that gemeente nothing',
    [koppelingOf([member(MOTHER)]), registered(MOTHER, '2025-05-10', '0171', { isCoaLocatie: true })],
    async (hub) => {
      expect([
        (await zaakOfPerson(hub, MOTHER))?.status,
        await zaakOfPerson(hub, MOTHER, '0171' as Gemeentecode),
      ]).toEqual(['actief', undefined]);
    },
  ],
  [
    'a correction of the day of registration moves every term that counts from it',
    (() => {
      const wrong = registered(MOTHER, '2025-07-01');
      return [
        koppelingOf([member(MOTHER)]),
        byDuo('SS101', MOTHER, '2025-06-10'),
        wrong,
        registered(MOTHER, '2025-07-20', '0907', {
          soort: 'correctie',
          datumInschrijving: '2025-07-08',
          vervangtBerichtId: wrong.berichtId,
        }),
      ];
    })(),
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG02')).toMatchObject({
        startdatum: '2025-07-08',
        einddatum: '2025-07-23',
      });
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ einddatum: '2025-09-16' });
    },
  ],
  [
    'a move within the gemeente starts no term anew',
    [...here, registered(MOTHER, '2025-08-20', '0907', { adres: OTHER_ADRES })],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG02')).toMatchObject({ startdatum: '2025-07-01' });
      expect((await knowsOf(hub, 'taalmaatjes', MOTHER))?.who).toMatchObject({ woonplaats: 'Heijen' });
    },
  ],
  [
    'SS120 to another gemeente takes the zaak there, and the BRP dates it later',
    [
      ...here,
      byDuo('SS120', MOTHER, '2025-08-01', '00000099000007960000'),
      registered(MOTHER, '2025-08-20', '0796', { datumInschrijving: '2025-07-25' }),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TD01', DEN_BOSCH)).toMatchObject({ startdatum: '2025-07-25' });
    },
  ],
  [
    'a talk that is reported anew was held on the day that is said now',
    [
      ...here,
      reported(
        'brede-intake-gesprek-gevoerd',
        MOTHER,
        '2025-07-10',
        { datum: '2025-07-10', onderdeel: 'taalschool' },
        'taalschool-0907',
      ),
      reported(
        'brede-intake-gesprek-gevoerd',
        MOTHER,
        '2025-08-06',
        { datum: '2025-08-05', onderdeel: 'taalschool' },
        'taalschool-0907',
      ),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG03')).toMatchObject({
        gehaaldOp: '2025-08-05',
        stand: 'te laat gehaald',
      });
    },
  ],
  [
    'what DUO says now goes before what the gemeente read in its portal, and the difference shows',
    [
      ...here,
      opened(FATHER, '2025-07-01'),
      reported('pip-vastgesteld', MOTHER, '2025-08-12', { dagtekening: '2025-08-09' }),
      byDuo('SS102', MOTHER, '2025-08-14'),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ gehaaldOp: '2025-08-11' });
      expect((await linesOf(hub, MOTHER)).map(({ naam }) => naam)).toContain('pip-vastgesteld');
    },
    { ...PLICHT, ...TERMIJN },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
