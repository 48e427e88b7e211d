import { expect, it } from 'vitest';
import type { HubClient } from '../../../../client/hub-client.ts';
import { generate } from '../../../../client/invent/generate.ts';
import { parseScenario } from '../../../../client/scenario/parse.ts';
import { ownZaken } from '../../../../client/scenario/zaken.ts';

const steps = parseScenario(
  [
    { van: 'coa', bericht: { data: { gemeentecode: '0907', personen: [{ vNummer: '2790011234' }] } } },
    {
      van: 'coa',
      bericht: { data: { gemeentecode: '0907', personen: [{ vNummer: 'onzin' }] } },
      verwacht: 400,
    },
    { van: 'brp', bericht: { data: { gemeentecode: '0907', bsn: '999912082' } } },
    { van: 'duo', notificatie: { vNummer: 27981638 } },
    { van: 'taalschool', zaak: { vNummer: '2790011242' }, bericht: { data: {} } },
  ]
    .map((step) => JSON.stringify(step))
    .join('\n'),
  'a.jsonl',
);

/** A hub that records its searches. It finds one person of a household by V-nummer and the other by BSN. */
const hubWith = (speaks: boolean) => {
  const asked: unknown[] = [];
  const hub: Pick<HubClient, 'find' | 'tijdlijn' | 'speaksFor'> = {
    speaksFor: () => speaks,
    find: async (key, gemeentecode) => {
      asked.push([gemeentecode, key]);
      return [{ zaakId: 'bsn' in key ? 'twee' : 'een', gemeentecode: '0907', status: 'actief' } as never];
    },
    tijdlijn: async (zaakId) =>
      ({
        zaakId,
        gebeurtenissen: [
          {
            naam: 'nieuwe-inburgeraar-gemeld',
            gegevens: {
              partner: '0907/mage',
              volgnummer: 1,
              huishoudenId: 'samen',
              staat: 'bezorgd',
              deur: 'wachtrij',
            },
          },
          {
            naam: 'partner-ingelicht',
            gegevens: {
              partner: '0907/balk',
              gebeurtenis: 'woning-geaccepteerd',
              volgnummer: 1,
              staat: 'klaargezet',
            },
          },
          // What the hub found about that message is none itself.
          { naam: 'bericht-niet-bezorgd', gegevens: { partner: '0907/balk', volgnummer: 1 } },
          { naam: 'koppeling-geregistreerd', gegevens: { datumKoppeling: '2025-09-08' } },
        ],
        termijnen: [],
      }) as never,
  };
  return { hub: hub as HubClient, asked };
};

it('each person with a valid number in a scenario is searched once, at the gemeente that the scenario names', async () => {
  const { hub, asked } = hubWith(true);
  expect(await ownZaken(hub, steps)).toEqual({
    zaakIds: new Set(['een', 'twee']),
    // What the household was told stands on the timelines of both, and is one message.
    berichten: { '0907/mage': 1, '0907/balk': 2 },
    soorten: { '0907/mage gemeld': 1, '0907/balk woning-geaccepteerd': 2 },
    uncomposed: ['een', 'twee'],
  });
  expect(asked).toEqual([
    ['0907', { vNummer: '2790011234' }],
    ['0907', { vNummer: '0027981638' }],
    ['0907', { vNummer: '2790011242' }],
    ['0907', { bsn: '999912082' }],
  ]);
});

it('a BSN that stands beside a V-nummer in a scenario is of one person, who is searched once', async () => {
  const { hub, asked } = hubWith(true);
  const told = parseScenario(
    [
      { van: 'brp', bericht: { data: { gemeentecode: '0907', bsn: '999912082' } } },
      { van: 'brp', bericht: { data: { gemeentecode: '0907', bsn: '999912082', vNummer: '2790011234' } } },
    ]
      .map((step) => JSON.stringify(step))
      .join('\n'),
    'a.jsonl',
  );
  await ownZaken(hub, told);
  expect(asked).toEqual([['0907', { vNummer: '2790011234' }]]);
});

it('what partners of both gemeenten heard of somebody who moved between them counts', async () => {
  const moved = parseScenario(
    ['0907', '0796']
      .map((gemeentecode) =>
        JSON.stringify({ van: 'brp', bericht: { data: { gemeentecode, bsn: '999912082' } } }),
      )
      .join('\n'),
    'a.jsonl',
  );
  // Each gemeente finds the zaak as its own, and its timeline says what its own partners heard.
  const hub: Pick<HubClient, 'find' | 'tijdlijn' | 'speaksFor'> = {
    speaksFor: () => true,
    find: async (_, gemeentecode) => [{ zaakId: 'een', gemeentecode, status: 'actief' } as never],
    tijdlijn: async (_, gemeentecode) => {
      const gegevens = { partner: `${gemeentecode}/balk`, volgnummer: 1, staat: 'bezorgd' };
      return { gebeurtenissen: [{ naam: 'nieuwe-inburgeraar-gemeld', gegevens }] } as never;
    },
  };
  expect(await ownZaken(hub as HubClient, moved)).toMatchObject({
    zaakIds: new Set(['een']),
    berichten: { '0907/balk': 1, '0796/balk': 1 },
  });
});

it('of more people than a gemeente may search for, nobody is searched and only totals are left', async () => {
  const { hub, asked } = hubWith(true);
  const many = generate({ households: 600, seed: 1, gemeente: '0907', until: '2026-03-01', duplicates: 0 });
  expect(await ownZaken(hub, many)).toBeUndefined();
  expect(asked).toEqual([]);
});

it('no person is searched at a gemeente of which the client has no token', async () => {
  const { hub, asked } = hubWith(false);
  expect(await ownZaken(hub, steps)).toBeUndefined();
  expect(asked).toEqual([]);
});
