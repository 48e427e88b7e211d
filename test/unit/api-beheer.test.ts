import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { OngeldigeCursor } from '../../adapters/tabel.ts';
import { isApiProbleem } from '../../functions/api/problemen.ts';
import { leesBladzijde } from '../../functions/api/query.ts';
import { startApi } from '../contract/hulp/api.ts';
import { voorbeeld } from '../contract/hulp/voorbeelden.ts';

const koppeling = (id: string) => ({
  ...voorbeeld('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal'),
  id,
});

const metOntvangsten = async (aantal: number) => {
  const api = startApi();
  for (let nummer = 0; nummer < aantal; nummer++) await api.stuur('coa', koppeling(`k-${nummer}`));
  const [eerste] = [...api.wereld.ontvangsten.values()];
  if (eerste === undefined) throw new Error('geen ontvangst');
  return { ...api, ontvangst: eerste.ontvangst };
};

describe('GET /ontvangsten', () => {
  test('geeft wat nog open staat, bladzijde voor bladzijde en zonder inhoud', async () => {
    const { roep } = await metOntvangsten(3);
    const eerste = await roep('GET', '/v1/ontvangsten', { als: 'beheer', query: { status: 'ontvangen' } });
    expect(eerste.inhoud?.['ontvangsten']).toHaveLength(2);
    const na = String(eerste.inhoud?.['na']);
    const tweede = await roep('GET', '/v1/ontvangsten', {
      als: 'beheer',
      query: { status: 'ontvangen', na },
    });
    expect(tweede.inhoud?.['ontvangsten']).toHaveLength(1);
    expect(tweede.inhoud).not.toHaveProperty('na');
    expect(JSON.stringify([eerste, tweede])).not.toMatch(/Tesfaye|0027981638/);
  });

  test.each<Record<string, string>>([{}, { status: 'verwerkt' }, { status: 'wacht', van: 'gisteren' }])(
    'met %j: 400',
    async (query) => {
      expect((await startApi().roep('GET', '/v1/ontvangsten', { als: 'beheer', query })).status).toBe(400);
    },
  );

  test.each(['coa', 'gemeente', 'taalschool'])('is er niet voor %s: 403', async (als) => {
    const { roep } = startApi();
    expect((await roep('GET', '/v1/ontvangsten', { als, query: { status: 'wacht' } })).status).toBe(403);
  });

  test.each([new OngeldigeCursor('x'), Object.assign(new Error('x'), { name: 'ValidationException' })])(
    'een cursor van een andere lijst is de fout van de aanroeper',
    async (storing) => {
      const lees = () => leesBladzijde('eyJ', () => Promise.reject(storing));
      await expect(lees()).rejects.toSatisfy(isApiProbleem);
      await expect(leesBladzijde(undefined, () => Promise.reject(storing))).rejects.toBe(storing);
    },
  );
});

describe('POST /ontvangsten/{ontvangstId}/_heropnemen', () => {
  test.each(['quarantaine', 'wacht'] as const)('biedt een bericht in %s opnieuw aan', async (status) => {
    const { roep, wereld, ontvangst } = await metOntvangsten(1);
    ontvangst.status = status;
    const uitkomst = await roep('POST', `/v1/ontvangsten/${ontvangst.ontvangstId}/_heropnemen`, {
      als: 'beheer',
    });
    expect(uitkomst.status).toBe(202);
    expect(uitkomst.headers['location']).toBe(`/v1/gebeurtenissen/${ontvangst.ontvangstId}`);
    expect(ontvangst.status).toBe('ontvangen');
    expect(wereld.opBus).toHaveLength(2);
    expect(wereld.opBus[1]).toEqual(wereld.opBus[0]);
  });

  test('wat verwerkt is blijft verwerkt: 409', async () => {
    const { roep, ontvangst } = await metOntvangsten(1);
    ontvangst.status = 'verwerkt';
    const pad = `/v1/ontvangsten/${ontvangst.ontvangstId}/_heropnemen`;
    expect((await roep('POST', pad, { als: 'beheer' })).status).toBe(409);
  });

  test('een onbekende ontvangst: 404; een ander dan beheer: 403', async () => {
    const { roep, ontvangst } = await metOntvangsten(1);
    const onbekend = '/v1/ontvangsten/00000000-0000-4000-8000-000000000000/_heropnemen';
    expect((await roep('POST', onbekend, { als: 'beheer' })).status).toBe(404);
    const pad = `/v1/ontvangsten/${ontvangst.ontvangstId}/_heropnemen`;
    expect((await roep('POST', pad, { als: 'coa' })).status).toBe(403);
  });
});

describe('GET /balans', () => {
  const gevuld = async () => {
    const api = await metOntvangsten(2);
    api.ontvangst.status = 'verwerkt';
    return api;
  };

  test('telt wat er in en uit ging', async () => {
    const { roep } = await gevuld();
    expect((await roep('GET', '/v1/balans', { als: 'beheer' })).inhoud).toEqual({
      ontvangsten: { ontvangen: 1, wacht: 0, quarantaine: 0, verwerkt: 1 },
      zaken: 0,
      post: {},
      nogTeVersturen: 0,
      verschillen: [],
    });
  });

  test('geeft op wat in de tijd past, en gaat verder waar de vorige bladzij ophield', async () => {
    const { roep, wereld } = await gevuld();
    // Every look at the clock takes longer than one page may.
    const { klok } = wereld;
    const echt = klok.nu.bind(klok);
    klok.nu = () => {
      klok.verder(6_000);
      return echt();
    };
    const gezien: unknown[] = [];
    let na: string | undefined;
    do {
      const antwoord = await roep('GET', '/v1/balans', {
        als: 'beheer',
        ...(na === undefined ? {} : { query: { na } }),
      });
      expect(antwoord.status).toBe(200);
      gezien.push(antwoord.inhoud?.['ontvangsten']);
      na = z.string().optional().parse(antwoord.inhoud?.['na']);
    } while (na !== undefined && gezien.length < 100);
    expect(gezien.length).toBeGreaterThan(4);
    expect(gezien.slice(0, 4)).toEqual([
      { ontvangen: 1, wacht: 0, quarantaine: 0, verwerkt: 0 },
      { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 },
      { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 },
      { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 1 },
    ]);
  });

  test.each(['p2', 'WzAsMV0'])('een vervolg dat de lijst nooit gaf (%s): 400', async (na) => {
    const { roep } = await gevuld();
    const antwoord = await roep('GET', '/v1/balans', { als: 'beheer', query: { na } });
    expect([antwoord.status, antwoord.pointers]).toEqual([400, ['/na']]);
  });

  test.each([
    ['gemeente', 200],
    ['taalschool', 403],
    ['coa', 403],
  ])('is voor %s: %i', async (als, status) => {
    const { roep } = await gevuld();
    expect((await roep('GET', '/v1/balans', { als })).status).toBe(status);
  });
});

describe('GET /openstaand', () => {
  test('zegt hoeveel er onderweg is, per partner van de gemeente die het vraagt', async () => {
    const { roep } = await metOntvangsten(2);
    const { status, inhoud } = await roep('GET', '/v1/openstaand', { als: 'gemeente' });
    expect(status).toBe(200);
    expect(inhoud).toMatchObject({ ontvangen: 2, wacht: 0, quarantaine: 0, nogTeVersturen: 0 });
    expect(inhoud?.['post']).toMatchObject({ '0907/taalschool': { klaargezet: 0, geparkeerd: 0 } });
  });

  test('is niet voor een partner', async () => {
    const { roep } = await metOntvangsten(1);
    expect((await roep('GET', '/v1/openstaand', { als: 'taalschool' })).status).toBe(403);
  });
});
