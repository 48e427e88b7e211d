import { expect, it } from 'vitest';
import type { HubInMemory } from '../hub-in-memory.ts';
import { knowsOf, received, type Scenario, tell } from './outcomes.ts';
import { reported } from './sources.ts';
import { koppelingOf, MOTHER, member } from './support.ts';

/** Stories of the steps of a home that COA hears of, until the person left the reception of COA: `partners.csv`, and R05.T1. */

const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const NEXT_HOME = '0c4d7a25-1e68-4b3f-9a72-6d8e1f0b5c24';

const told = (event: Parameters<typeof reported>[0], day: string, fields: object = {}) =>
  reported(event, MOTHER, day, { datum: day, ...fields });
const agreed = (woningId: string, day: string) => told('woning-goedgekeurd', day, { woningId });
const moved = (day: string) => told('verhuizing-afgerond', day);
const left = (day: string) => told('azc-uitstroom-bevestigd', day);

const LINKED = koppelingOf([member(MOTHER)]);
const CONTRACT = told('huurcontract-getekend', '2025-06-20', {
  ingangsdatumHuur: '2025-06-23',
  woningId: HOME,
});

/** The steps that the partner was told, without the ids of the zaak and the gemeente. */
const heard = async (hub: HubInMemory, partner: string) =>
  ((await knowsOf(hub, partner, MOTHER))?.steps ?? []).map(
    ({ zaakId: _zaak, gemeentecode: _gemeente, ...step }) => step,
  );

const SCENARIOS: readonly Scenario[] = [
  [
    'COA hears that a home was agreed, when its contract was signed and when somebody moved, and nobody’s name',
    [LINKED, agreed(HOME, '2025-06-12'), CONTRACT, moved('2025-06-27')],
    async (hub) => {
      expect(await heard(hub, 'opvang')).toEqual([
        { name: 'huurcontract-getekend', datum: '2025-06-20' },
        { name: 'verhuizing-afgerond', datum: '2025-06-27' },
        { name: 'woning-goedgekeurd', datum: '2025-06-12', woningId: HOME },
      ]);
      expect((await knowsOf(hub, 'opvang', MOTHER))?.who).toMatchObject({ koppelingId: 'S01' });
      expect(JSON.stringify(await received(hub, 'opvang'))).not.toContain('Voorbeeld');
    },
  ],
  [
    'of a home that was refused COA hears that it was, and no more that it was agreed',
    [
      LINKED,
      agreed(HOME, '2025-06-12'),
      told('woning-geweigerd', '2025-06-16', { woningId: HOME }),
      agreed(NEXT_HOME, '2025-06-25'),
    ],
    async (hub) => {
      expect(await heard(hub, 'opvang')).toEqual([
        { name: 'woning-geweigerd', datum: '2025-06-16', woningId: HOME },
        { name: 'woning-goedgekeurd', datum: '2025-06-25', woningId: NEXT_HOME },
      ]);
    },
  ],
  [
    'after the outflow COA has no part: it hears what came before, and not of a home that comes later',
    [LINKED, CONTRACT, moved('2025-06-27'), left('2025-06-27'), agreed(NEXT_HOME, '2025-08-12')],
    async (hub) => {
      expect((await heard(hub, 'opvang')).map(({ name }) => name)).toEqual([
        'huurcontract-getekend',
        'verhuizing-afgerond',
      ]);
    },
  ],
  [
    'nor does what came before fall away by another home, contract and move that come later',
    [
      LINKED,
      agreed(HOME, '2025-06-12'),
      CONTRACT,
      moved('2025-06-27'),
      left('2025-06-28'),
      agreed(NEXT_HOME, '2025-09-12'),
      told('huurcontract-getekend', '2025-09-20', { woningId: NEXT_HOME }),
      moved('2025-10-01'),
    ],
    async (hub) => {
      expect(await heard(hub, 'opvang')).toEqual([
        { name: 'huurcontract-getekend', datum: '2025-06-20' },
        { name: 'verhuizing-afgerond', datum: '2025-06-27' },
        { name: 'woning-goedgekeurd', datum: '2025-06-12', woningId: HOME },
      ]);
    },
  ],
  [
    'the outflow as it was said last counts',
    [LINKED, left('2025-06-20'), moved('2025-06-27'), told('azc-uitstroom-bevestigd', '2025-06-28')],
    async (hub) => {
      expect(await heard(hub, 'opvang')).toEqual([{ name: 'verhuizing-afgerond', datum: '2025-06-27' }]);
    },
  ],
  [
    'BalK hears that the contract was signed, and neither of which home nor from when the rent runs',
    [LINKED, CONTRACT],
    async (hub) => {
      expect(await heard(hub, 'balk')).toEqual([{ name: 'huurcontract-getekend', datum: '2025-06-20' }]);
    },
  ],
];

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));
