import { describe, expect, it } from 'vitest';
import { inbound } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { tell, termijnOf } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import { inAnyOrder, koppelingOf, MOTHER, member, registered, zaakOfPerson } from './support.ts';

/**
 * A fact that the gemeente reads in the portal of DUO and types over counts until DUO tells it itself, and the differences are
 * shown (contracts/README.md §3).
 */

const plicht = {
  indicatorInburgeringsplicht: true,
  begindatum: '2025-03-01',
  datumKennisgevingInburgeringsplicht: '2025-06-01',
};
const doelgroep = {
  indeling: 'Gezinsmigrant en overige migrant',
  begindatum: '2025-03-01',
  gedetailleerdeDoelgroep: 'Gezinshereniger',
} as const;
const typed = inbound(
  'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
  '2025-06-12T08:00:00Z',
  { bsn: MOTHER.bsn, vNummer: MOTHER.vNummer, gemeentecode: '0907', ...plicht, doelgroep },
  'gemeente-0907',
);
const here = [koppelingOf([member(MOTHER)]), registered(MOTHER, '2025-05-10'), typed];

it('the zaak shows the plicht and the doelgroep that the gemeente typed over, as it shows a result', async () => {
  await tell([
    'shown',
    here,
    async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens).toMatchObject({ inburgeringsplicht: plicht, doelgroep });
    },
  ]);
});

it('DUO tells another doelgroep and another kennisgeving: the gemeente is shown a contradiction', async () => {
  await tell([
    'contradicted',
    [...here, byDuo('SS101', MOTHER, '2025-07-01')],
    async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens['tegenspraken']).toMatchObject([{ over: 'inburgeringsplicht' }]);
    },
    {
      inburgeringsplicht: { ...plicht, datumKennisgevingInburgeringsplicht: '2025-06-20' },
      doelgroep: {
        indeling: 'Asielstatushouder',
        begindatum: '2025-03-01',
        gedetailleerdeDoelgroep: 'Asielstatushouder',
      },
    },
  ]);
});

describe('the end of a temporary exemption from before the ten weeks for the PIP were over', () => {
  const plichtOn = (day: string, said: Readonly<Record<string, unknown>>) =>
    inbound(
      'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
      `${day}T10:00:00Z`,
      { bsn: MOTHER.bsn, vNummer: MOTHER.vNummer, gemeentecode: '0907', ...said },
      'gemeente-0907',
    );
  const holds = { indicatorInburgeringsplicht: true, datumKennisgevingInburgeringsplicht: '2025-02-10' };
  const exempt = {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling',
  };
  const linked = [
    koppelingOf([member(MOTHER)], { datumKoppeling: '2025-01-06', moment: '2025-01-06T08:00:00Z' }),
    registered(MOTHER, '2025-02-03'),
  ];
  const read = [plichtOn('2025-02-10', holds), plichtOn('2025-02-20', exempt), plichtOn('2025-09-01', holds)];
  const pip = reported('pip-vastgesteld', MOTHER, '2025-02-18', { dagtekening: '2025-02-18' });

  it.each([
    [
      'as DUO tells it',
      [
        byDuo('SS101', MOTHER, '2025-02-10'),
        byDuo('SS109', MOTHER, '2025-02-20'),
        byDuo('SS129', MOTHER, '2025-09-01'),
      ],
      '2025-09-01',
    ],
    ['as the gemeente reads it in the portal', read, '2025-09-01'],
    [
      'as the gemeente reads it in the portal, and says it again',
      [...read, plichtOn('2025-10-01', holds)],
      '2025-09-01',
    ],
    [
      'with DUO telling of the plicht only since',
      [...read, byDuo('SS128', MOTHER, '2025-10-01')],
      '2025-09-01',
    ],
    ['and nothing begins anew of who has a PIP', [...read, pip], '2025-02-10'],
  ])('begins them anew, in any order: %s', async (_name, told, startdatum) => {
    const term = (hub: HubInMemory) => termijnOf(hub, MOTHER, 'TG07');
    const hub = await inAnyOrder([...linked, ...told], term, () => ({ inburgeringsplicht: holds }));
    expect(await term(hub)).toMatchObject({ startdatum });
  });
});
