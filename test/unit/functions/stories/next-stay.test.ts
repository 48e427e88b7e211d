import { expect, it } from 'vitest';
import { inbound } from '../berichten.ts';
import { knowsOf, tell, termijnOf } from './outcomes.ts';
import { byDuo, OTHER_ADRES, reported } from './sources.ts';
import { DEN_BOSCH, FATHER, koppelingOf, MOTHER, member, play, registered, zaakOfPerson } from './support.ts';

/** Who left a gemeente and comes back begins anew there, whatever COA made of its koppelingen meanwhile. */

const pulled = (koppelingId: string, versie: number, day: string, gemeentecode = '0907', reden = 'anders') =>
  inbound('nl.tvs.koppeling.ingetrokken.v1', `${day}T08:00:00Z`, {
    koppelingId,
    versie,
    gemeentecode,
    reden,
  });
const link = (koppelingId: string, personen: readonly object[], day: string, gemeentecode = '0907') =>
  koppelingOf(personen, { koppelingId, datumKoppeling: day, moment: `${day}T08:30:00Z`, gemeentecode });
const alone = [member(MOTHER)];

const planned = (extra: readonly ReturnType<typeof inbound>[]) => [
  link('S01', alone, '2025-06-01'),
  byDuo('SS101', MOTHER, '2025-06-05'),
  registered(MOTHER, '2025-06-10'),
  ...extra,
  reported('leerbaarheidstoets-ingepland', MOTHER, '2025-08-01', { toetsdatum: '2025-11-10' }),
];
it('what was planned before COA ended the last koppeling is over in the next stay', async () => {
  const hub = await play([
    ...planned([pulled('S01', 2, '2025-07-05'), link('S02', alone, '2025-07-05')]),
    pulled('S02', 2, '2025-09-15'),
    link('S03', alone, '2025-10-01'),
  ]);
  expect((await knowsOf(hub, 'lbt-afnemer', MOTHER))?.steps ?? []).toEqual([]);
});

it('who left a household because COA linked them to another gemeente comes back: the talks of before do not count', async () => {
  const story = (last: readonly object[]) => [
    koppelingOf([member(MOTHER), member(FATHER, 'partner')]),
    byDuo('SS101', FATHER, '2025-06-05'),
    ...['casusregisseur', 'taalschool', 'participatie'].map((onderdeel) =>
      reported('brede-intake-gesprek-gevoerd', FATHER, '2025-06-20', { datum: '2025-06-20', onderdeel }),
    ),
    koppelingOf([member(MOTHER)], { versie: 2, moment: '2025-07-20T08:00:00Z' }),
    link('S02', [member(FATHER)], '2025-08-01', '0796'),
    pulled('S02', 2, '2025-12-01', '0796', 'andere gemeente'),
    link('S03', last, '2026-01-01'),
    registered(FATHER, '2026-01-20'),
  ];
  const control = await play(story([member(FATHER)]));
  expect((await termijnOf(control, FATHER, 'TG02'))?.['gehaaldOp'], 'control: alone').toBeUndefined();
  const others = [
    member(FATHER),
    member({ vNummer: '2795000021', bsn: '999910395' } as never, 'kind', '2015-01-01'),
    member({ vNummer: '2795000007', bsn: '999910139' } as never, 'partner'),
  ];
  const hub = await play(story(others));
  expect((await termijnOf(hub, FATHER, 'TG02'))?.['gehaaldOp']).toBeUndefined();
});

const DB_OIN = '00000099000007960000';
const talks = ['casusregisseur', 'taalschool', 'participatie'].map((onderdeel) =>
  reported('brede-intake-gesprek-gevoerd', MOTHER, '2025-06-20', { datum: '2025-06-20', onderdeel }),
);
const two = [member(MOTHER), member(FATHER, 'partner')];
it('lived here, moved by DUO alone, linked again in a bigger household', async () => {
  const hub = await play([
    link('S01', [member(MOTHER)], '2025-06-01'),
    byDuo('SS101', MOTHER, '2025-06-05'),
    registered(MOTHER, '2025-06-10'),
    ...talks,
    byDuo('SS120', MOTHER, '2025-09-01', DB_OIN),
    link('S02', two, '2025-12-01'),
    registered(MOTHER, '2025-12-10', '0907', { adres: OTHER_ADRES }),
  ]);
  const t = await termijnOf(hub, MOTHER, 'TG02');
  expect([t?.['startdatum'], t?.['gehaaldOp']]).toEqual(['2025-12-10', undefined]);
});

it('quick start, moved by DUO alone, linked again in a bigger household', async () => {
  const hub = await play([
    link('S01', [member(MOTHER)], '2025-06-01'),
    byDuo('SS101', MOTHER, '2025-06-05'),
    ...talks,
    byDuo('SS120', MOTHER, '2025-09-01', DB_OIN),
    link('S02', two, '2025-12-01'),
    registered(MOTHER, '2025-12-10'),
  ]);
  const t = await termijnOf(hub, MOTHER, 'TG02');
  expect([t?.['startdatum'], t?.['gehaaldOp']]).toEqual(['2025-12-10', undefined]);
});

it('lived here, linked to Den Bosch and back to Gennep while S01 stands and the home stays', async () => {
  const hub = await play([
    link('S01', [member(MOTHER)], '2025-06-01'),
    byDuo('SS101', MOTHER, '2025-06-05'),
    registered(MOTHER, '2025-06-10'),
    ...talks,
    link('S02', [member(MOTHER)], '2025-09-01', '0796'),
    inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-11-15T08:00:00Z', {
      koppelingId: 'S02',
      versie: 2,
      gemeentecode: '0796',
      reden: 'andere gemeente',
    }),
    link('S03', [member(MOTHER)], '2025-12-01'),
  ]);
  const t = await termijnOf(hub, MOTHER, 'TG02');
  expect([t?.['startdatum'], t?.['gehaaldOp']]).toEqual(['2025-06-10', '2025-06-20']);
});

const AZC = { verblijfplaatsAzc: { naam: 'azc Gilze' } };
it('who left the azc for a home in Gennep, and is linked to Den Bosch since: no azc is shown there', async () => {
  const story = (gone: boolean) => [
    koppelingOf([member(MOTHER)], { more: AZC }),
    registered(MOTHER, '2025-06-10'),
    ...(gone ? [reported('azc-uitstroom-bevestigd', MOTHER, '2025-06-11', { datum: '2025-06-10' })] : []),
    koppelingOf([member(MOTHER)], {
      versie: 2,
      gemeentecode: '0796',
      datumKoppeling: '2025-08-01',
      moment: '2025-08-01T08:00:00Z',
    }),
  ];
  for (const gone of [false, true]) {
    const hub = await play(story(gone));
    const zaak = await zaakOfPerson(hub, MOTHER, DEN_BOSCH);
    expect(zaak?.gegevens['koppeling'], String(gone)).toBeDefined();
    expect(zaak?.gegevens['koppeling'], String(gone)).not.toHaveProperty('verblijfplaatsAzc');
  }
});

it('what the BRP puts right of the stay before, with no day, says nothing of when they came back', async () => {
  await tell([
    'put right',
    [
      ...[link('S01', alone, '2025-06-01'), byDuo('SS101', MOTHER, '2025-06-05')],
      registered(MOTHER, '2025-08-01'),
      registered(MOTHER, '2025-08-15', DEN_BOSCH),
      registered(MOTHER, '2025-09-01'),
      registered(MOTHER, '2025-09-10', '0907', { soort: 'correctie', datumInschrijving: '2025-08' }),
    ],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.gegevens).toMatchObject({
        inschrijving: { datumInschrijving: '2025-09-01' },
      });
      expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ startdatum: '2025-09-01' });
    },
  ]);
});
