import { expect, it } from 'vitest';
import type { HubInMemory } from '../hub-in-memory.ts';
import { knowsOf, linesOf, received, type Scenario, tell } from './outcomes.ts';
import { reported, withdrawn } from './sources.ts';
import { died, FATHER, koppelingOf, MOTHER, member, type Person, play } from './support.ts';

/**
 * A home and its contract are for a household, whichever member's zaak they are reported of: the corporatie hears the decision
 * about the home (R00.4), and the maatschappelijk begeleider of each member hears that the contract is signed (R01.1).
 */

const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const both = [member(MOTHER), member(FATHER, 'partner')];
const searched = [
  koppelingOf(both),
  reported('woningzoekopdracht-verstuurd', MOTHER, '2025-06-05', { datum: '2025-06-05' }),
  reported(
    'woning-voorgesteld',
    MOTHER,
    '2025-06-10',
    { datum: '2025-06-10', woningId: HOME },
    'destion-0907',
  ),
];
const agreed = (who: Person) =>
  reported('woning-goedgekeurd', who, '2025-06-12', { datum: '2025-06-12', woningId: HOME });
const hears = (who: Person, name: string) => async (hub: Parameters<Scenario[2]>[0]) => {
  const names = (await knowsOf(hub, 'destion', who))?.steps.map((step) => step.name);
  expect(names).toContain(name);
};

const signed = (who: Person, datum = '2025-06-20') =>
  reported('huurcontract-getekend', who, datum, { datum, woningId: HOME });
const taken = signed(FATHER);
/** Checks that the maatschappelijk begeleider hears of exactly these people that their contract is signed, on the same day. */
const areGuided =
  (...people: readonly Person[]) =>
  async (hub: Parameters<Scenario[2]>[0]) => {
    const heard = await Promise.all(
      [MOTHER, FATHER].map((who) => knowsOf(hub, 'maatschappelijk-begeleider', who)),
    );
    const days = heard.map(
      (known) => known?.steps.find(({ name }) => name === 'huurcontract-getekend')?.['datum'],
    );
    expect(days.map((day) => day !== undefined)).toEqual([MOTHER, FATHER].map((who) => people.includes(who)));
    expect(new Set(days.filter((day) => day !== undefined)).size).toBeLessThanOrEqual(1);
  };

const SCENARIOS: readonly Scenario[] = [
  [
    'an agreement on the zaak of the hoofdpersoon',
    [...searched, agreed(MOTHER)],
    hears(MOTHER, 'woning-goedgekeurd'),
  ],
  [
    'an agreement on the zaak of the partner',
    [...searched, agreed(FATHER)],
    hears(MOTHER, 'woning-goedgekeurd'),
  ],
  [
    'a home that is turned down on the zaak of the partner',
    [
      ...searched,
      reported('woning-afgekeurd', FATHER, '2025-06-11', { datum: '2025-06-11', woningId: HOME }),
    ],
    hears(MOTHER, 'woning-afgekeurd'),
  ],
  [
    'a refusal on the zaak of the partner',
    [
      ...searched,
      agreed(MOTHER),
      reported('woning-geweigerd', FATHER, '2025-06-20', { datum: '2025-06-20', woningId: HOME }),
    ],
    hears(MOTHER, 'woning-geweigerd'),
  ],
  [
    'the partner heads the household from now on: the agreement stands',
    [
      ...searched,
      agreed(MOTHER),
      koppelingOf([member(MOTHER, 'partner'), member(FATHER)], { versie: 2, moment: '2025-06-20T08:00:00Z' }),
    ],
    hears(FATHER, 'woning-goedgekeurd'),
  ],
  [
    'the hoofdpersoon dies: the agreement stands for who stays',
    [...searched, agreed(MOTHER), died(MOTHER, '2025-06-15')],
    hears(FATHER, 'woning-goedgekeurd'),
  ],
  [
    'a contract on the zaak of the hoofdpersoon: who guides them hears it of each of them',
    [...searched, agreed(MOTHER), signed(MOTHER)],
    areGuided(MOTHER, FATHER),
  ],
  [
    'a contract on the zaak of the partner',
    [...searched, agreed(MOTHER), signed(FATHER)],
    areGuided(MOTHER, FATHER),
  ],
  [
    'a contract of which both zaken say the day, the one on the zaak of the partner last',
    [...searched, signed(MOTHER), signed(FATHER, '2025-06-23')],
    areGuided(MOTHER, FATHER),
  ],
  [
    'the hoofdpersoon dies, on whose zaak the contract was reported',
    [...searched, agreed(MOTHER), signed(MOTHER), died(MOTHER, '2025-06-25')],
    areGuided(FATHER),
  ],
  [
    'a contract that is taken back on the zaak of the partner',
    [
      ...searched,
      taken,
      reported('huurcontract-getekend', FATHER, '2025-06-22', {
        datum: '2025-06-20',
        ingetrokken: true,
        vervangtBerichtId: taken.berichtId,
      }),
    ],
    areGuided(),
  ],
  [
    'a home that is agreed on the zaak of the partner, before COA withdraws the koppeling: nothing is missing',
    [...searched, agreed(FATHER), withdrawn('vertrokken', '2025-08-20')],
    async (hub) => expect(await missing(hub, 'woning-goedgekeurd')).toEqual([undefined]),
  ],
];

const missing = async (hub: HubInMemory, naam: string) =>
  (await linesOf(hub, FATHER))
    .filter((one) => one.naam === naam)
    .map((one) => (one.gegevens as Record<string, unknown>)['ontbreektVooraf']);

for (const scenario of SCENARIOS) it(scenario[0], async () => tell(scenario));

it('of who has no household but themselves, what nobody reported stays missing when the zaak ends, and the gemeente hears nothing again', async () => {
  const hub = await play([
    koppelingOf([member(FATHER)]),
    agreed(FATHER),
    withdrawn('vertrokken', '2025-08-20'),
  ]);
  expect(await missing(hub, 'woning-goedgekeurd')).toEqual([['woning-voorgesteld']]);
  const heard = (await received(hub, 'gemeente')).filter(({ type }) => type.includes('melding.ontvangen'));
  expect(heard).toHaveLength(1);
});

it('a home that was proposed is turned down on the zaak of the partner: nothing is missing', async () => {
  const hub = await play([
    ...searched,
    reported('woning-afgekeurd', FATHER, '2025-06-11', { datum: '2025-06-11', woningId: HOME }),
  ]);
  expect(await missing(hub, 'woning-afgekeurd')).toEqual([undefined]);
});

it('agreed on the zaak of the partner, refused since: the proposal is still there', async () => {
  expect(await missing(await play([...searched, agreed(FATHER)]), 'woning-goedgekeurd'), 'control').toEqual([
    undefined,
  ]);
  const hub = await play([
    ...searched,
    agreed(FATHER),
    reported('woning-geweigerd', FATHER, '2025-06-20', { datum: '2025-06-20', woningId: HOME }),
  ]);
  expect(await missing(hub, 'woning-goedgekeurd')).toEqual([undefined]);
});

it('proposed only on a later day: it is missing', async () => {
  const early = reported('woning-goedgekeurd', FATHER, '2025-06-12', { datum: '2025-06-08', woningId: HOME });
  expect(await missing(await play([...searched, early]), 'woning-goedgekeurd')).toEqual([
    ['woning-voorgesteld'],
  ]);
});

it('the corporatie proposes the day of the contract: the agreement stands on the zaak of the partner', async () => {
  const day = reported(
    'huurcontractdatum-voorgesteld',
    MOTHER,
    '2025-06-14',
    { afspraakdatum: '2025-06-20', tijd: '10:00', plaats: 'Kantoor', woningId: HOME },
    'destion-0907',
  );
  const seen = async (who: Person) => {
    const own = reported('woning-goedgekeurd', who, '2025-06-12', { datum: '2025-06-12', woningId: HOME });
    const lines = await linesOf(await play([...searched, own, day]), MOTHER);
    return lines
      .filter((one) => one.naam === 'huurcontractdatum-voorgesteld')
      .map((one) => (one.gegevens as Record<string, unknown>)['ontbreektVooraf']);
  };
  expect(await seen(MOTHER), 'control').toEqual([undefined]);
  expect(await seen(FATHER)).toEqual([undefined]);
});

it('a refusal is taken back on the zaak of the partner: the corporatie hears it no more', async () => {
  const refusal = reported('woning-geweigerd', FATHER, '2025-06-20', { datum: '2025-06-20', woningId: HOME });
  const hub = await play([
    ...searched,
    agreed(FATHER),
    refusal,
    reported('woning-geweigerd', FATHER, '2025-06-21', {
      datum: '2025-06-20',
      woningId: HOME,
      ingetrokken: true,
      vervangtBerichtId: refusal.berichtId,
    }),
  ]);
  const names = (await knowsOf(hub, 'destion', MOTHER))?.steps.map((step) => step.name);
  expect(names).toContain('woning-goedgekeurd');
  expect(names).not.toContain('woning-geweigerd');
});

it('the next home on the zaak of the partner, after the first was refused on that of the hoofdpersoon', async () => {
  const NEXT = '1b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d14';
  const hub = await play([
    ...searched,
    agreed(FATHER),
    reported('woning-geweigerd', MOTHER, '2025-06-20', { datum: '2025-06-20', woningId: HOME }),
    reported(
      'woning-voorgesteld',
      MOTHER,
      '2025-06-25',
      { datum: '2025-06-25', woningId: NEXT },
      'mooiland-0907',
    ),
    reported('woning-goedgekeurd', FATHER, '2025-06-27', { datum: '2025-06-27', woningId: NEXT }),
  ]);
  expect(await knowsOf(hub, 'destion', MOTHER)).toBeUndefined();
  expect((await knowsOf(hub, 'mooiland', MOTHER))?.steps.map((step) => step.name)).toContain(
    'woning-goedgekeurd',
  );
});
