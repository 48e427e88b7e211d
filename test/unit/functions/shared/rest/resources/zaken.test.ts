import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Tijdlijn } from '../../../../../../contracts/api.ts';
import type { Gemeentecode, ZaakId } from '../../../../../../contracts/base-types.ts';
import type { SentPartnerbericht } from '../../../../../../contracts/partner-gebeurtenis-data.ts';
import { gemeldFor, vervallenFor } from '../../../../../../contracts/partnerberichten.ts';
import { gemeenteProfile } from '../../../../../../domain/gemeenten/index.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';

const OWN = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const OTHER = '9a1b2c3d-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const GEWIJZIGD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1';
const VERVALLEN = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';

const filled = (tijdstip = '2025-06-20T10:32:00+02:00') => {
  const api = startApi();
  const put = (zaakId: ZaakId, gemeentecode: Gemeentecode, keys: readonly string[]) =>
    api.world.zaken.set(zaakId, {
      keys,
      zaak: { zaakId, gemeentecode, status: 'actief', gegevens: { naam: 'Yusuf Qasim' } },
      tijdlijn: {
        zaakId,
        gebeurtenissen: [
          {
            naam: 'koppeling-ontvangen',
            tijdstip,
            bron: 'urn:nld:tvs',
            gegevens: {},
          },
        ],
        termijnen: [],
      },
    });
  put(OWN, '0907' as Gemeentecode, ['2798163871', '999966133']);
  put(OTHER, '0796' as Gemeentecode, ['2712504443']);
  const bericht = gemeldFor('taalschool').parse(example(GEMELD, 'goed-taalschool'));
  api.world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht });
  return { ...api, bericht };
};

const find = (api: ReturnType<typeof filled>, body: unknown, to = 'gemeente') =>
  api.call('POST', '/v1/zaken/_zoek', { to, body, headers: { 'Content-Type': 'application/json' } });

describe('POST /zaken/_zoek', () => {
  test.each([{ vNummer: '2798163871' }, { bsn: '999966133' }])(
    'finds the zaak of the own gemeente by %j',
    async (query) => {
      const { status, content } = await find(filled(), query);
      expect(status).toBe(200);
      expect(content).toEqual({ zaken: [{ zaakId: OWN, gemeentecode: '0907', status: 'actief' }] });
    },
  );

  test('does not find a zaak of another gemeente', async () => {
    expect((await find(filled(), { vNummer: '2712504443' })).content).toEqual({ zaken: [] });
    const there = await find(filled(), { vNummer: '2712504443' }, 'gemeente-0796');
    expect(there.content).toMatchObject({ zaken: [{ zaakId: OTHER }] });
  });

  test.each([
    [{}, ['/bsn', '/vNummer']],
    [{ vNummer: '2798163871', bsn: '999966133' }, ['/bsn', '/vNummer']],
    [{ vNummer: 2798163871 }, ['/vNummer']],
    [{ bsn: '999966134' }, ['/bsn']],
    [{ vNummer: '2798163871', naam: 'Qasim' }, ['/naam']],
    [[], ['']],
  ])('refuses %j, which is no question: 400', async (query, pointers) => {
    const { status, pointers: found } = await find(filled(), query);
    expect([status, found]).toEqual([400, expect.arrayContaining(pointers)]);
  });

  test('lets only a gemeente search: 403', async () => {
    expect((await find(filled(), { vNummer: '2798163871' }, 'taalschool')).status).toBe(403);
    expect((await find(filled(), { vNummer: '2798163871' }, 'coa')).status).toBe(403);
  });

  test('answers 415 without Content-Type, and 413 to a body that is too large', async () => {
    const { call } = filled();
    const body = { vNummer: '2798163871' };
    expect((await call('POST', '/v1/zaken/_zoek', { to: 'gemeente', body })).status).toBe(415);
    expect((await find(filled(), ' '.repeat(65_537))).status).toBe(413);
  });
});

describe('GET /zaken/{zaakId} and its tijdlijn', () => {
  test('gives a gemeente its own zaak and tijdlijn, with moments in UTC', async () => {
    const { call } = filled();
    const zaak = await call('GET', `/v1/zaken/${OWN}`, { to: 'gemeente' });
    expect([zaak.status, zaak.content]).toEqual([
      200,
      { zaakId: OWN, gemeentecode: '0907', status: 'actief', gegevens: { naam: 'Yusuf Qasim' } },
    ]);
    const tijdlijn = await call('GET', `/v1/zaken/${OWN}/tijdlijn`, { to: 'gemeente' });
    expect(tijdlijn.content).toMatchObject({
      zaakId: OWN,
      gebeurtenissen: [{ naam: 'koppeling-ontvangen', tijdstip: '2025-06-20T08:32:00.000Z' }],
    });
    expect(Object.keys(Object(tijdlijn.content))).toEqual(['zaakId', 'gebeurtenissen', 'termijnen']);
  });

  test('gives a moment of before the calendar, kept from before such were refused, as it was written', async () => {
    const written = '0000-01-01T00:00:00+14:00';
    const { content } = await filled(written).call('GET', `/v1/zaken/${OWN}/tijdlijn`, { to: 'gemeente' });
    expect(Tijdlijn.parse(content).gebeurtenissen).toMatchObject([{ tijdstip: written }]);
  });

  test.each([
    ['gemeente', OTHER],
    ['gemeente-0796', OWN],
    ['gemeente', '00000000-0000-4000-8000-000000000000'],
    ['gemeente', 'geen-uuid'],
    ['intos', OWN],
    ['taalschool', OTHER],
  ])('answers %s with 404 for zaak %s, which is not its own', async (to, zaakId) => {
    const { call } = filled();
    const outcomes = [
      await call('GET', `/v1/zaken/${zaakId}`, { to }),
      await call('GET', `/v1/zaken/${zaakId}/tijdlijn`, { to }),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual([404, 404]);
  });

  test('shows a partner only what it was told itself', async () => {
    const { call, bericht } = filled();
    const zaak = await call('GET', `/v1/zaken/${OWN}`, { to: 'taalschool' });
    expect(zaak.content).toEqual({
      zaakId: OWN,
      gemeentecode: '0907',
      status: 'gemeld',
      gegevens: bericht.data,
    });
    const tijdlijn = await call('GET', `/v1/zaken/${OWN}/tijdlijn`, { to: 'taalschool' });
    expect(tijdlijn.content).toEqual({
      zaakId: OWN,
      gebeurtenissen: [
        {
          naam: 'nieuwe-inburgeraar-gemeld',
          tijdstip: bericht.time,
          bron: bericht.source,
          gegevens: bericht.data,
        },
      ],
      termijnen: [],
    });
  });

  test('shows a partner the steps that it heard of on the timeline, and beside them who it is about', async () => {
    const { call, world, bericht } = filled();
    const heard = [
      example('nl.inburgeringszaken.brede.intake.uitgenodigd.v1', 'goed-taalschool'),
      example('nl.inburgeringszaken.gebeurtenis.vervallen.v1', 'goed-taalschool'),
    ];
    for (const one of heard) {
      world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht: one as SentPartnerbericht });
    }
    const zaak = await call('GET', `/v1/zaken/${OWN}`, { to: 'taalschool' });
    expect(zaak.content).toMatchObject({ status: 'gemeld', gegevens: bericht.data });
    const { content } = await call('GET', `/v1/zaken/${OWN}/tijdlijn`, { to: 'taalschool' });
    expect(content).toMatchObject({
      gebeurtenissen: [
        { naam: 'nieuwe-inburgeraar-gemeld' },
        { naam: 'brede-intake-uitgenodigd', gegevens: { afspraakdatum: '2025-09-03', tijd: '10:30' } },
        { naam: 'gebeurtenis-vervallen' },
      ],
    });
  });

  test('has no zaak for a partner of which only steps are kept, and still their timeline', async () => {
    const { call, world } = filled();
    const bericht = example('nl.inburgeringszaken.brede.intake.uitgenodigd.v1', 'goed-taalschool');
    world.post.splice(0, world.post.length, {
      gemeentecode: '0907',
      partner: 'taalschool',
      bericht: bericht as SentPartnerbericht,
    });
    expect((await call('GET', `/v1/zaken/${OWN}`, { to: 'taalschool' })).status).toBe(404);
    expect((await call('GET', `/v1/zaken/${OWN}/tijdlijn`, { to: 'taalschool' })).status).toBe(200);
  });

  test('shows a partner what it reported itself, until the person is no longer its business', async () => {
    const { call, world } = filled();
    const talk = {
      naam: 'brede-intake-gesprek-gevoerd',
      tijdstip: '2025-08-20T10:00:00+02:00',
      bron: 'partner',
      gegevens: { datum: '2025-08-20', onderdeel: 'taalschool', status: 'geldig' },
    };
    world.reports.set(`${OWN} 00000099000009070001`, [talk]);
    const seen = async () => {
      const { content } = await call('GET', `/v1/zaken/${OWN}/tijdlijn`, { to: 'taalschool' });
      return JSON.stringify(content).includes('"tijdstip":"2025-08-20T08:00:00.000Z"');
    };
    expect(await seen()).toBe(true);
    const bericht = vervallenFor('taalschool').parse(example(VERVALLEN, 'goed-taalschool'));
    world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht });
    expect(await seen()).toBe(false);
  });

  test('shows a partner after an intrekking only that the zaak existed', async () => {
    const { call, world } = filled();
    const bericht = vervallenFor('taalschool').parse(example(VERVALLEN, 'goed-taalschool'));
    world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht });
    const zaak = await call('GET', `/v1/zaken/${OWN}`, { to: 'taalschool' });
    expect(zaak.content).toMatchObject({ status: 'vervallen', gegevens: bericht.data });
    expect(JSON.stringify(zaak.content)).not.toContain('Qasim');
  });
});

test.each(['gemeente', 'taalschool'])('a zaakId in capitals is the same zaak for %s', async (to) => {
  const api = filled();
  for (const path of ['', '/tijdlijn']) {
    const { status, content } = await api.call('GET', `/v1/zaken/${OWN.toUpperCase()}${path}`, { to });
    expect([status, content?.['zaakId']]).toEqual([200, OWN]);
  }
});

describe('GET /zaken/{zaakId}/termijnen', () => {
  test('shows a gemeente the terms of its own zaak', async () => {
    const { status, content } = await filled().call('GET', `/v1/zaken/${OWN}/termijnen`, { to: 'gemeente' });
    expect(status).toBe(200);
    expect(content).toEqual({ zaakId: OWN, termijnen: [] });
  });

  test.each([
    ['a zaak of another gemeente', OTHER, 'gemeente'],
    ['an id that is none', 'geen-id', 'gemeente'],
    ['a partner, although it was told of the zaak', OWN, 'taalschool'],
  ])('does not exist for %s', async (_, zaakId, to) => {
    const { status } = await filled().call('GET', `/v1/zaken/${zaakId}/termijnen`, { to });
    expect(status).toBe(404);
  });

  test('is closed to a stranger', async () => {
    const { status } = await filled().call('GET', `/v1/zaken/${OWN}/termijnen`, {});
    expect(status).toBe(401);
  });

  test('shows a partner no field on the timeline that the last message about the person leaves out', async () => {
    const { call, world, bericht } = filled();
    const { contact: _, ...data } = { contact: undefined, ...bericht.data };
    const later = { ...bericht, type: GEWIJZIGD, data: { ...data, volgnummer: 2, gewijzigd: ['contact'] } };
    world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht: later as SentPartnerbericht });
    const tijdlijn = await call('GET', `/v1/zaken/${OWN}/tijdlijn`, { to: 'taalschool' });
    expect(bericht.data).toHaveProperty('contact');
    expect(tijdlijn.content?.['gebeurtenissen']).toMatchObject([
      { gegevens: data },
      { gegevens: later.data },
    ]);
    expect(JSON.stringify(tijdlijn.content)).not.toContain('"contact":');
  });

  describe('once the contract of a partner is over', () => {
    const profile = gemeenteProfile('0907' as Gemeentecode);
    const { partners } = profile;
    beforeEach(() => {
      const ended = partners.map((one) =>
        one.sleutel === 'taalschool' ? { ...one, valid: { from: '2022-01-01', until: '2022-12-31' } } : one,
      );
      Reflect.set(profile, 'partners', ended);
    });
    afterEach(() => {
      Reflect.set(profile, 'partners', partners);
    });

    test('shows it nothing, and after that no more than that it is over', async () => {
      const { call, world } = filled();
      const answers = async () => {
        const paths = [`/v1/zaken/${OWN}`, `/v1/zaken/${OWN}/tijdlijn`];
        const found = await Promise.all(paths.map((path) => call('GET', path, { to: 'taalschool' })));
        return found.map(({ status }) => status);
      };
      expect(await answers()).toEqual([404, 404]);
      const bericht = vervallenFor('taalschool').parse(example(VERVALLEN, 'goed-taalschool'));
      world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht });
      expect(await answers()).toEqual([200, 200]);
    });
  });
});
