import { expect, it } from 'vitest';
import { ADRES } from '../../domain/support.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { knows, knowsOf, linesOf, orders, receivers, type Scenario, tell } from './outcomes.ts';
import { OTHER_ADRES, reported, zaakIdOf } from './sources.ts';
import {
  died,
  FATHER,
  koppelingOf,
  MOTHER,
  member,
  type Person,
  registered,
  zaakOfPerson,
} from './support.ts';

/** Stories of homes and addresses: which partners hear of them, and that no other partner does. */

const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const NEXT_HOME = '0c4d7a25-1e68-4b3f-9a72-6d8e1f0b5c24';
const order = reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-05', { datum: '2025-06-05' });
const heads = [member(MOTHER), member(FATHER)];
const orderOf = (person: Person) =>
  reported('woningzoekopdracht-verstuurd', person, '2025-06-06', { datum: '2025-06-06' });
const proposed = (woningId: string, by: string, day: string) =>
  reported('woning-voorgesteld', MOTHER, day, { datum: day, woningId }, by);
const agreed = (woningId: string, day: string) =>
  reported('woning-goedgekeurd', MOTHER, day, { datum: day, woningId });

const AZC = { naam: 'AZC Overloon', telefoonnummer: '0478123456' };
const CONTACT = { naam: 'P. Jansen' };
const atAzc = koppelingOf([member(MOTHER)], {
  more: { verblijfplaatsAzc: AZC, contactpersoonCoa: CONTACT },
});
const confirmed = reported('azc-uitstroom-bevestigd', MOTHER, '2025-07-02', { datum: '2025-07-02' });
const koppelingSeen = async (hub: HubInMemory) => (await zaakOfPerson(hub, MOTHER))?.gegevens['koppeling'];
const leftAzc = async (hub: HubInMemory) => {
  expect(await koppelingSeen(hub)).toMatchObject({ koppelingId: 'S01', contactpersoonCoa: CONTACT });
  expect(await koppelingSeen(hub)).not.toHaveProperty('verblijfplaatsAzc');
  expect((await linesOf(hub, MOTHER)).map(({ gegevens }) => gegevens['verblijfplaatsAzc'])).toContain(
    AZC.naam,
  );
};

const SCENARIOS: readonly Scenario[] = [
  [
    'the next home, of the other corporatie, is that one’s',
    [
      koppelingOf([member(MOTHER)]),
      order,
      proposed(HOME, 'destion-0907', '2025-06-10'),
      agreed(HOME, '2025-06-12'),
      reported('woning-geweigerd', MOTHER, '2025-06-20', { datum: '2025-06-20', woningId: HOME }),
      proposed(NEXT_HOME, 'mooiland-0907', '2025-06-25'),
      agreed(NEXT_HOME, '2025-06-27'),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'mooiland', MOTHER))?.who).toHaveProperty('contractant');
      expect(await knows(hub, 'destion')).toEqual({});
    },
  ],
  [
    'COA hears of a refusal by its own number of the koppeling, whichever adult’s zaak it was reported of',
    [
      koppelingOf([member(MOTHER), member(FATHER, 'partner')]),
      reported('woning-geweigerd', FATHER, '2025-06-20', { datum: '2025-06-20', redenWeigering: 'ligging' }),
    ],
    async (hub) => {
      const told = await knows(hub, 'opvang');
      expect(told[zaakIdOf(FATHER)]).toMatchObject({
        who: { koppelingId: 'S01' },
        steps: [{ redenWeigering: 'ligging' }],
      });
      expect(JSON.stringify(told)).not.toContain('Voorbeeld');
    },
  ],
  [
    'a houseboat is an address for a shop, and no village for a Taalmaatje',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01', '0907', { adres: { locatiebeschrijving: 'Woonboot Anna' } }),
    ],
    async (hub) => {
      expect((await orders(hub))[0]?.who).toMatchObject({
        afleveradres: { locatiebeschrijving: 'Woonboot Anna' },
      });
      expect((await knowsOf(hub, 'taalmaatjes', MOTHER))?.who).not.toHaveProperty('woonplaats');
    },
  ],
  [
    'a registration without an address takes the one before it away',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-01', '0907', { adres: undefined }),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'balk', MOTHER))?.who).not.toHaveProperty('adres');
    },
  ],
  [
    'a move to a secret address leaves the shop and the volunteers none, and BalK the new one',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-01', '0907', { adres: OTHER_ADRES, geheimhouding: true }),
    ],
    async (hub) => {
      expect((await knowsOf(hub, 'balk', MOTHER))?.who).toMatchObject({ adres: OTHER_ADRES });
      for (const partner of ['taalmaatjes', 'wijkondersteuner'])
        expect((await knowsOf(hub, partner, MOTHER))?.who).not.toHaveProperty('woonplaats');
      expect((await orders(hub))[0]?.who).not.toHaveProperty('afleveradres');
    },
  ],
  [
    'what is arranged of money goes to the vakspecialist alone, who hears of the person by that',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-07-01'),
      reported(
        'financiele-voorzieningen-geregeld',
        MOTHER,
        '2025-08-01',
        { datum: '2025-08-01', voorziening: 'algemene bijstand', stand: 'toegekend' },
        'balk-0907',
      ),
    ],
    async (hub) => {
      expect(await receivers(hub, 'financiele.voorzieningen')).toEqual(['vakspecialist-werk-en-inkomen']);
      expect((await knowsOf(hub, 'vakspecialist-werk-en-inkomen', MOTHER))?.who).toMatchObject({
        adres: ADRES,
        aantalGezinsleden: 1,
      });
    },
  ],
  [
    'a home is searched once for two who both head the household, also when that was reported of both',
    [koppelingOf(heads), order, orderOf(FATHER)],
    async (hub) => {
      for (const partner of ['destion', 'mooiland'])
        expect(await knows(hub, partner)).toMatchObject({
          [zaakIdOf(MOTHER)]: { who: { aantalPersonen: 2 }, steps: [{ datum: '2025-06-06' }] },
        });
      expect(Object.keys(await knows(hub, 'destion'))).toHaveLength(1);
    },
  ],
  [
    'a home that is agreed on the zaak of the other who heads the household has one contract',
    [
      koppelingOf(heads),
      orderOf(FATHER),
      proposed(HOME, 'destion-0907', '2025-06-10'),
      agreed(HOME, '2025-06-12'),
    ],
    async (hub) => {
      expect(await knows(hub, 'mooiland')).toEqual({});
      expect(Object.values(await knows(hub, 'destion'))).toMatchObject([{ who: { contractant: {} } }]);
    },
  ],
  [
    'the corporaties search on for the other who heads the household when one of them dies',
    [koppelingOf(heads), order, orderOf(FATHER), died(MOTHER, '2025-07-01')],
    async (hub) => {
      expect(Object.keys(await knows(hub, 'destion'))).toEqual([zaakIdOf(FATHER)]);
      expect(await knowsOf(hub, 'destion', FATHER)).toMatchObject({
        who: { aantalPersonen: 1 },
        steps: [{ datum: '2025-06-06' }],
      });
    },
  ],
  [
    'an azc is where somebody stays until they live in the gemeente',
    [atAzc, registered(MOTHER, '2025-06-15', '0907', { isCoaLocatie: true })],
    async (hub) => {
      expect(await koppelingSeen(hub)).toMatchObject({ verblijfplaatsAzc: AZC, contactpersoonCoa: CONTACT });
    },
  ],
  [
    'an azc is shown no more of who lives in the gemeente, and stays on the timeline',
    [atAzc, registered(MOTHER, '2025-07-01')],
    leftAzc,
  ],
  [
    'an azc is shown no more once COA confirmed that somebody left it, and stays on the timeline',
    [atAzc, confirmed],
    leftAzc,
  ],
  [
    'an azc is shown again when it was a mistake that somebody left it',
    [
      atAzc,
      confirmed,
      reported('azc-uitstroom-bevestigd', MOTHER, '2025-07-03', {
        datum: '2025-07-02',
        vervangtBerichtId: confirmed.berichtId,
        ingetrokken: true,
      }),
    ],
    async (hub) => {
      expect(await koppelingSeen(hub)).toMatchObject({ verblijfplaatsAzc: AZC });
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
