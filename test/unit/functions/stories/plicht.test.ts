import { describe, expect, it } from 'vitest';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { GENNEP } from '../../domain/support.ts';
import { inbound, notificatieBericht } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { byDuo, reported } from './sources.ts';
import {
  inAnyOrder,
  kinds,
  koppelingOf,
  lastTold,
  MOTHER,
  member,
  play,
  registered,
  SON,
  told,
  zaakOfPerson,
} from './support.ts';

/** Stories of the plicht, and of who directs the zaak. */

describe('what DUO says about the plicht', () => {
  it.each(['SS106', 'SS107', 'SS108', 'SS109', 'SS110'])(
    'ends it (%s): every partner that was told hears so',
    async (code) => {
      const hub = await play(
        [koppelingOf([member(MOTHER, 'hoofdpersoon')]), notificatieBericht(code, MOTHER)],
        () => ({}),
      );
      for (const partner of ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage']) {
        expect(kinds(told(hub, partner))).toEqual(['gemeld', 'vervallen']);
      }
    },
  );

  it('puts right a death that DUO told by mistake: everybody hears anew, and nothing is to be erased', async () => {
    const berichten = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      notificatieBericht('SS111', MOTHER, '2025-07-01T07:00:00Z'),
      notificatieBericht('SS101', MOTHER, '2025-07-20T07:00:00Z'),
    ];
    const seen = async (hub: HubInMemory) => {
      const kept = hub.table.alles().filter(({ sk, status }) => sk === 'BEWAREN' && status !== undefined);
      return [(await zaakOfPerson(hub, MOTHER))?.status, kept, Object.keys(lastTold(hub)).toSorted()];
    };
    const [status, kept, partners] = await seen(await play(berichten));
    expect([status, kept]).toEqual(['actief', []]);
    expect(partners).toContain('0907/taalschool');
    await inAnyOrder(berichten, seen);
  });

  it('is read before anything follows from the code: no plicht, no zaak told of a child of sixteen', async () => {
    const no: DuoResponses = {
      inburgeringsplicht: {
        indicatorInburgeringsplicht: false,
        redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling',
      },
    };
    const hub = await play(
      [
        koppelingOf([member(MOTHER, 'hoofdpersoon'), member(SON, 'kind', '2009-01-01')]),
        notificatieBericht('SS101', SON),
      ],
      () => no,
    );
    expect(told(hub, 'taalschool')).toHaveLength(1);
    expect(await zaakOfPerson(hub, SON)).toBeUndefined();
  });
});

describe('the casusregisseur of a zaak', () => {
  it('is the latest that has begun, and the one before once that report is put aside', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')])]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const assign = (regisseurId: string, ingangsdatum: string, moment: string) =>
      inbound(
        'nl.inburgeringszaken.regievoerder.toegewezen.v1',
        moment,
        { zaakId, regisseurId, naam: `Regisseur ${regisseurId}`, ingangsdatum },
        'gemeente-0907',
      );
    const before = told(hub, 'taalschool').length;
    const second = assign('R-2', '2025-09-01', '2025-08-20T08:00:00Z');
    await hub.process([second, assign('R-1', '2025-07-01', '2025-06-25T08:00:00Z'), second]);
    const current = async () => (await hub.zaken.zaakForGemeente(zaakId, GENNEP))?.gegevens['regisseur'];
    expect(await current()).toEqual({
      regisseurId: 'R-2',
      naam: 'Regisseur R-2',
      ingangsdatum: '2025-09-01',
    });
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    const latest = lines.filter(({ naam }) => naam === 'regievoerder-toegewezen').at(-1);
    await hub.process([
      inbound(
        'nl.inburgeringszaken.feit.hersteld.v1',
        '2025-09-05T08:00:00Z',
        { zaakId, reden: 'Verkeerde zaak', vervalt: [latest?.feitId] },
        'gemeente-0907',
      ),
    ]);
    expect(await current()).toMatchObject({ regisseurId: 'R-1' });
    // Its partners hear each time who it is and who was named ahead, and never the key that is the gemeente's own.
    const heard = told(hub, 'taalschool').slice(before);
    expect(heard.map(({ data }) => data as { naam?: unknown; vervangt?: unknown })).toMatchObject([
      { naam: 'Regisseur R-2', volgnummer: 2 },
      { naam: 'Regisseur R-1', vervangt: 2 },
      { naam: 'Regisseur R-2', volgnummer: 4 },
      { gebeurtenis: 'regievoerder-toegewezen', vervangt: 4 },
    ]);
    expect(JSON.stringify(heard)).not.toContain('regisseurId');
  });
});

it('a casusregisseur who was named ahead, and directs a zaak by now, is told to a partner once, whoever is named next', async () => {
  const assigned = (regisseurId: string, ingangsdatum: string, moment: string) =>
    reported('regievoerder-toegewezen', MOTHER, moment, {
      regisseurId,
      naam: `Regisseur ${regisseurId}`,
      ingangsdatum,
    });
  const hub = await play([
    koppelingOf([member(MOTHER)]),
    registered(MOTHER, '2025-06-10'),
    assigned('R-1', '2025-06-10', '2025-06-10'),
    assigned('R-2', '2025-08-01', '2025-07-01'),
    assigned('R-3', '2025-10-01', '2025-09-01'),
  ]);
  const steps = told(hub, 'taalschool').filter(
    ({ type }) => type.includes('gebeurtenis') || type.includes('toegewezen'),
  );
  // What is taken back is that R-1 directs it.
  expect(steps.map(({ data }) => data)).toMatchObject([
    { naam: 'Regisseur R-1', volgnummer: 2 },
    { naam: 'Regisseur R-2', volgnummer: 3 },
    { vervangt: 2 },
    { naam: 'Regisseur R-3' },
  ]);
});

describe('an answer that DUO changed last before it notified', () => {
  const start = [koppelingOf([member(MOTHER)]), registered(MOTHER, '2025-08-01')];
  const at = (code: string, time: string) => byDuo(code, MOTHER, '2025-09-10', undefined, time);
  const HELD: DuoResponses = {
    inburgeringsplicht: { indicatorInburgeringsplicht: true, wijzigingsdatum: '2025-06-09' },
  };
  const EXEMPT: DuoResponses = {
    inburgeringsplicht: {
      indicatorInburgeringsplicht: false,
      redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling',
      wijzigingsdatum: '2025-07-10',
    },
  };

  it.each([
    ['SS110', 'SS124'],
    ['SS110', 'SS120'],
    ['SS106', 'SS121'],
    ['SS109', 'SS125'],
  ])('that the plicht ended (%s) is as old to %s a second later: nobody is told anew', async (ends, next) => {
    const story = [
      ...start,
      byDuo('SS101', MOTHER, '2025-06-10'),
      at(ends, '07:00:00'),
      at(next, '07:00:01'),
    ];
    const hub = await play(story, () => HELD);
    expect(kinds(told(hub, 'taalschool'))).toEqual(['gemeld', 'vervallen']);
    expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('vervallen');
  });

  it.each(['SS125', 'SS139', 'SS101'])(
    'that the exemption is over (SS129) is as old to %s a second later: the plicht holds again',
    async (next) => {
      const story = [
        ...start,
        byDuo('SS109', MOTHER, '2025-07-10'),
        at('SS129', '07:00:00'),
        at(next, '07:00:01'),
      ];
      const hub = await play(story, () => EXEMPT);
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
    },
  );

  it('counts once DUO changed it since', async () => {
    const answers: DuoResponses[] = [
      HELD,
      HELD,
      { inburgeringsplicht: { indicatorInburgeringsplicht: true, wijzigingsdatum: '2025-09-11' } },
    ];
    const story = [
      byDuo('SS101', MOTHER, '2025-06-10'),
      at('SS110', '07:00:00'),
      byDuo('SS124', MOTHER, '2025-09-12'),
    ];
    const hub = await play(start, () => answers.shift() ?? {});
    for (const bericht of story) await hub.process([bericht]);
    expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('actief');
  });
});
