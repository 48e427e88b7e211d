import { expect, it } from 'vitest';
import { inbound } from '../berichten.ts';
import { tell } from './outcomes.ts';
import { byDuo } from './sources.ts';
import { koppelingOf, MOTHER, member, registered, zaakOfPerson } from './support.ts';

/** What the gemeente reads in DUO's portal counts until DUO tells it itself, and what differs is shown (contracts/README.md §3). */

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
