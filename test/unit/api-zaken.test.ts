import { describe, expect, test } from 'vitest';
import type { Gemeentecode, ZaakId } from '../../contracts/basistypen.ts';
import { gemeldVoor, Vervallen } from '../../contracts/partnerberichten.ts';
import { startApi } from '../contract/hulp/api.ts';
import { voorbeeld } from '../contract/hulp/voorbeelden.ts';

const EIGEN = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const ANDER = '9a1b2c3d-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const VERVALLEN = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';

const gevuld = () => {
  const api = startApi();
  const zet = (zaakId: ZaakId, gemeentecode: Gemeentecode, sleutels: readonly string[]) =>
    api.wereld.zaken.set(zaakId, {
      sleutels,
      zaak: { zaakId, gemeentecode, status: 'actief', gegevens: { naam: 'Yusuf Qasim' } },
      tijdlijn: {
        zaakId,
        gebeurtenissen: [
          {
            naam: 'koppeling-ontvangen',
            tijdstip: '2025-06-20T10:32:00+02:00',
            bron: 'urn:nld:tvs',
            gegevens: {},
          },
        ],
        termijnen: [],
      },
    });
  zet(EIGEN, '0907', ['2798163871', '999966133']);
  zet(ANDER, '0796', ['2712504443']);
  const bericht = gemeldVoor('taalschool').parse(voorbeeld(GEMELD, 'goed-taalschool'));
  api.wereld.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht });
  return { ...api, bericht };
};

const zoek = (api: ReturnType<typeof gevuld>, body: unknown, als = 'gemeente') =>
  api.roep('POST', '/v1/zaken/_zoek', { als, body, headers: { 'Content-Type': 'application/json' } });

describe('POST /zaken/_zoek', () => {
  test.each([{ vNummer: '2798163871' }, { bsn: '999966133' }])(
    '%j vindt de zaak van de eigen gemeente',
    async (vraag) => {
      const { status, inhoud } = await zoek(gevuld(), vraag);
      expect(status).toBe(200);
      expect(inhoud).toEqual({ zaken: [{ zaakId: EIGEN, gemeentecode: '0907', status: 'actief' }] });
    },
  );

  test('een zaak van een andere gemeente wordt niet gevonden', async () => {
    expect((await zoek(gevuld(), { vNummer: '2712504443' })).inhoud).toEqual({ zaken: [] });
    const daar = await zoek(gevuld(), { vNummer: '2712504443' }, 'gemeente-0796');
    expect(daar.inhoud).toMatchObject({ zaken: [{ zaakId: ANDER }] });
  });

  test.each([
    [{}, ['/bsn', '/vNummer']],
    [{ vNummer: '2798163871', bsn: '999966133' }, ['/bsn', '/vNummer']],
    [{ vNummer: 2798163871 }, ['/vNummer']],
    [{ bsn: '999966134' }, ['/bsn']],
    [{ vNummer: '2798163871', naam: 'Qasim' }, ['/naam']],
    [[], ['']],
  ])('%j is geen vraag: 400', async (vraag, pointers) => {
    const { status, pointers: gevonden } = await zoek(gevuld(), vraag);
    expect([status, gevonden]).toEqual([400, expect.arrayContaining(pointers)]);
  });

  test('alleen een gemeente kan zoeken: 403', async () => {
    expect((await zoek(gevuld(), { vNummer: '2798163871' }, 'taalschool')).status).toBe(403);
    expect((await zoek(gevuld(), { vNummer: '2798163871' }, 'coa')).status).toBe(403);
  });

  test('zonder Content-Type: 415; te groot: 413', async () => {
    const { roep } = gevuld();
    const body = { vNummer: '2798163871' };
    expect((await roep('POST', '/v1/zaken/_zoek', { als: 'gemeente', body })).status).toBe(415);
    expect((await zoek(gevuld(), ' '.repeat(65_537))).status).toBe(413);
  });
});

describe('GET /zaken/{zaakId} en de tijdlijn', () => {
  test('een gemeente leest haar eigen zaak en tijdlijn, met tijden in UTC', async () => {
    const { roep } = gevuld();
    const zaak = await roep('GET', `/v1/zaken/${EIGEN}`, { als: 'gemeente' });
    expect([zaak.status, zaak.inhoud]).toEqual([
      200,
      { zaakId: EIGEN, gemeentecode: '0907', status: 'actief', gegevens: { naam: 'Yusuf Qasim' } },
    ]);
    const tijdlijn = await roep('GET', `/v1/zaken/${EIGEN}/tijdlijn`, { als: 'gemeente' });
    expect(tijdlijn.inhoud).toMatchObject({
      zaakId: EIGEN,
      gebeurtenissen: [{ naam: 'koppeling-ontvangen', tijdstip: '2025-06-20T08:32:00.000Z' }],
    });
    expect(Object.keys(Object(tijdlijn.inhoud))).toEqual(['zaakId', 'gebeurtenissen', 'termijnen']);
  });

  test.each([
    ['gemeente', ANDER],
    ['gemeente-0796', EIGEN],
    ['gemeente', '00000000-0000-4000-8000-000000000000'],
    ['gemeente', 'geen-uuid'],
    ['intos', EIGEN],
    ['taalschool', ANDER],
  ])('voor %s bestaat zaak %s niet: 404', async (als, zaakId) => {
    const { roep } = gevuld();
    const uitkomsten = [
      await roep('GET', `/v1/zaken/${zaakId}`, { als }),
      await roep('GET', `/v1/zaken/${zaakId}/tijdlijn`, { als }),
    ];
    expect(uitkomsten.map(({ status }) => status)).toEqual([404, 404]);
  });

  test('een partner ziet alleen wat hem zelf verteld is', async () => {
    const { roep, bericht } = gevuld();
    const zaak = await roep('GET', `/v1/zaken/${EIGEN}`, { als: 'taalschool' });
    expect(zaak.inhoud).toEqual({
      zaakId: EIGEN,
      gemeentecode: '0907',
      status: 'gemeld',
      gegevens: bericht.data,
    });
    const tijdlijn = await roep('GET', `/v1/zaken/${EIGEN}/tijdlijn`, { als: 'taalschool' });
    expect(tijdlijn.inhoud).toEqual({
      zaakId: EIGEN,
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

  test('na een intrekking ziet een partner als stand alleen nog dat die er was', async () => {
    const { roep, wereld } = gevuld();
    const bericht = Vervallen.parse(voorbeeld(VERVALLEN, 'goed-taalschool'));
    wereld.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht });
    const zaak = await roep('GET', `/v1/zaken/${EIGEN}`, { als: 'taalschool' });
    expect(zaak.inhoud).toMatchObject({ status: 'vervallen', gegevens: bericht.data });
    expect(JSON.stringify(zaak.inhoud)).not.toContain('Qasim');
  });
});

test.each(['gemeente', 'taalschool'])('a zaakId in capitals is the same zaak for %s', async (als) => {
  const api = gevuld();
  for (const path of ['', '/tijdlijn']) {
    const { status, inhoud } = await api.roep('GET', `/v1/zaken/${EIGEN.toUpperCase()}${path}`, { als });
    expect([status, inhoud?.['zaakId']]).toEqual([200, EIGEN]);
  }
});
