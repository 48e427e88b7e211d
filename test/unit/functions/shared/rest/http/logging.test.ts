import { describe, expect, it } from 'vitest';
import type { Gemeentecode, ZaakId } from '../../../../../../contracts/base-types.ts';
import { composeRecord, type Processing } from '../../../../../../domain/logboek/record.ts';
import { positionOf } from '../../../../../../domain/logboek/view.ts';
import { ROUTES } from '../../../../../../functions/api/routes.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';
import { createAjv, readStandard } from '../../../../../contract/support/schemas.ts';

const verify = createAjv().compile(JSON.parse(readStandard('nlgov', 'ldv-record.schema.json')));

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const VNUMMER = '2798163871';
const GENNEP = '0907' as Gemeentecode;
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01';

/** The API with one zaak of Gennep, of somebody with a name that no record may hold. */
const withZaak = (status = 'actief') => {
  const api = startApi();
  api.world.zaken.set(ZAAK, {
    zaak: { zaakId: ZAAK, gemeentecode: GENNEP, status, gegevens: { naam: 'Merkteken', talen: [] } },
    tijdlijn: { zaakId: ZAAK, gebeurtenissen: [], termijnen: [] },
    keys: [VNUMMER],
  });
  const logged = (): readonly Processing[] =>
    api.world.logboek.all().map(({ verwerking }) => JSON.parse(verwerking));
  return { ...api, logged };
};

const find = { headers: { 'Content-Type': 'application/json' }, body: { vNummer: VNUMMER } };

describe('what the API shows of a person', () => {
  it.each([
    ['GET', `/v1/zaken/${ZAAK}`, {}, 'raadplegen', ['naam', 'talen']],
    ['GET', `/v1/zaken/${ZAAK}/tijdlijn`, {}, 'raadplegen', ['zaakId', 'gebeurtenissen', 'termijnen']],
    ['GET', `/v1/zaken/${ZAAK}/termijnen`, {}, 'raadplegen', ['zaakId', 'termijnen']],
    ['POST', '/v1/zaken/_zoek', find, 'zoeken', ['vNummer']],
  ])(
    'by %s %s stands in the logbook, with names of fields and no value',
    async (method, path, more, what, fields) => {
      const { call, logged } = withZaak();
      expect((await call(method, path, { to: 'gemeente-0907', ...more })).status).toBe(200);
      expect(logged()).toEqual([
        expect.objectContaining({
          activity: what,
          gemeentecode: '0907',
          subject: { id: ZAAK, soort: 'zaak' },
          party: { role: 'lezer', key: 'gemeente-0907' },
          fields,
        }),
      ]);
      expect(JSON.stringify(logged())).not.toMatch(/Merkteken|2798163871/);
      const service = { basisUrl: 'https://hub.example.nl', version: '1.0.0' };
      for (const one of logged())
        expect([verify(composeRecord(one, service)), verify.errors]).toEqual([true, null]);
    },
  );

  it.each([
    ['GET', `/v1/zaken/${ZAAK}`, {}],
    ['GET', `/v1/zaken/${ZAAK}/tijdlijn`, {}],
    ['GET', `/v1/zaken/${ZAAK}/verwerkingen`, {}],
    ['POST', '/v1/zaken/_zoek', find],
  ])('by %s %s is not shown when the logbook cannot be written: 503', async (method, path, more) => {
    const { world, call } = withZaak();
    world.processings = [processing(1)];
    world.outage = { logboek: new Error('no logbook') };
    const { status, content, headers } = await call(method, path, { to: 'gemeente-0907', ...more });
    expect([status, headers['retry-after']]).toEqual([503, '30']);
    expect(JSON.stringify(content)).not.toMatch(/Merkteken|actief|gebeurtenissen|verwerkingen":/);
  });

  it('continues the trace of its caller and names it, and without one begins its own', async () => {
    const { call, logged } = withZaak();
    await call('GET', `/v1/zaken/${ZAAK}`, { to: 'gemeente-0907', headers: { traceparent: TRACEPARENT } });
    await call('GET', `/v1/zaken/${ZAAK}`, { to: 'gemeente-0907' });
    const [first, second] = logged();
    expect(first).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b9c7c989f97918e1',
      processor: expect.stringMatching(/^urn:nld:oin:\d{20}$/),
    });
    expect(second).not.toHaveProperty('parentSpanId');
    expect(second).not.toHaveProperty('processor');
    expect(second?.traceId).not.toBe(first?.traceId);
  });

  it('is logged although the caller says that nobody samples (L7)', async () => {
    const { call, logged } = withZaak();
    const headers = { traceparent: TRACEPARENT.replace(/01$/, '00') };
    await call('GET', `/v1/zaken/${ZAAK}`, { to: 'gemeente-0907', headers });
    expect(logged()).toHaveLength(1);
  });

  it('is logged under a keyed digest when nobody was found', async () => {
    const { call, logged } = withZaak();
    await call('POST', '/v1/zaken/_zoek', { to: 'gemeente-0907', ...find, body: { vNummer: '2795000007' } });
    expect(logged()).toEqual([
      expect.objectContaining({
        activity: 'zoeken',
        subject: { id: expect.any(String), soort: 'zoeksleutel' },
      }),
    ]);
    expect(JSON.stringify(logged())).not.toContain('2795000007');
  });

  it('is not logged when it is refused', async () => {
    const { call, logged } = withZaak();
    expect((await call('GET', `/v1/zaken/${ZAAK}`, { to: 'gemeente-0796' })).status).toBe(404);
    expect(logged()).toEqual([]);
  });
});

describe('every call', () => {
  it('says what the logbook calls it, and only those that show nobody are not logged', () => {
    const logged = ROUTES.flatMap((route) =>
      'logged' in route && route.logged !== 'nobody'
        ? [`${route.method} ${route.path}: ${route.logged}`]
        : [],
    );
    expect(logged.toSorted()).toEqual([
      'GET /agenda: raadplegen',
      'GET /balans: raadplegen',
      'GET /berichten/{berichtId}: raadplegen',
      'GET /berichten: raadplegen',
      'GET /dag: raadplegen',
      'GET /openstaand: raadplegen',
      'GET /zaken/{zaakId}/intake: raadplegen',
      'GET /zaken/{zaakId}/termijnen: raadplegen',
      'GET /zaken/{zaakId}/tijdlijn: raadplegen',
      'GET /zaken/{zaakId}/verwerkingen: inzage',
      'GET /zaken/{zaakId}: raadplegen',
      'GET /zaken: raadplegen',
      'POST /gebeurtenissen: by message',
      'POST /notificaties: by message',
      'POST /zaken/_zoek: zoeken',
      'POST /zaken/{zaakId}/_herstel: by message',
      'POST /zaken/{zaakId}/_wis: wissen',
    ]);
  });
});

describe('a message that is accepted', () => {
  const bericht = () => example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal');
  const attribute = '00-1af7651916cd43dd8448eb211c80319c-c9c7c989f97918e1-01';

  it.each([
    [
      'the header, which names the hop',
      { traceparent: TRACEPARENT },
      { traceparent: attribute },
      '0af7651916cd43dd8448eb211c80319c',
    ],
    [
      'the attribute, when no header names one',
      {},
      { traceparent: attribute },
      '1af7651916cd43dd8448eb211c80319c',
    ],
    [
      'the attribute, when the header is broken',
      { traceparent: 'x' },
      { traceparent: attribute },
      '1af7651916cd43dd8448eb211c80319c',
    ],
  ])('goes on in the trace of %s', async (_, headers, event, traceId) => {
    const { world, send } = startApi();
    expect((await send('coa', { ...bericht(), ...event }, { headers })).status).toBe(202);
    expect(world.onBus[0]?.trace).toMatchObject({ traceId, processor: bericht()['source'] });
  });

  it('begins a trace without naming a caller when it brings none', async () => {
    const { world, send } = startApi();
    await send('coa', bericht());
    expect(world.onBus[0]?.trace).toEqual({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      begin: expect.any(Number),
      end: expect.any(Number),
    });
  });
});

/** One of a timeline, at this moment. */
function processing(moment: number): Processing {
  return {
    activity: 'verstrekken',
    gemeentecode: '0907',
    subject: { id: ZAAK, soort: 'zaak' },
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: String(moment).padStart(16, '0'),
    begin: moment,
    end: moment,
    status: 'Ok',
    name: 'gegevens aan een partner verstrekken',
    party: { role: 'ontvanger', key: 'taalschool-0907' },
    fields: ['naam'],
  };
}

describe('GET /zaken/{zaakId}/verwerkingen', () => {
  const path = `/v1/zaken/${ZAAK}/verwerkingen`;

  it('says who got which fields, when, what for and on which ground', async () => {
    const { world, call } = withZaak();
    world.processings = [processing(1_750_408_320_000)];
    const { content } = await call('GET', path, { to: 'gemeente-0907' });
    expect(content).toEqual({
      zaakId: ZAAK,
      gemeentecode: '0907',
      verwerkingen: [
        {
          tijdstip: '2025-06-20T08:32:00.000Z',
          activiteit: 'verstrekken',
          wat: 'gegevens aan een partner verstrekken',
          wie: { rol: 'ontvanger', organisatie: 'Taalschool Nederlands de Baas', sleutel: 'taalschool-0907' },
          velden: ['naam'],
          doel: expect.stringContaining('partner'),
          grondslag: {
            tekst: expect.stringContaining('AVG artikel 6'),
            bron: expect.stringContaining('Wet inburgering 2021'),
            zekerheid: 'aanname',
          },
          resultaat: 'gelukt',
          spoor: '0af7651916cd43dd8448eb211c80319c',
        },
      ],
    });
  });

  it('gives all of it page by page, each once and oldest first, with who read it among them', async () => {
    const { world, call } = withZaak();
    world.processings = [5, 3, 1].map(processing);
    await call('GET', `/v1/zaken/${ZAAK}`, { to: 'gemeente-0907' });
    const seen: string[] = [];
    let na: string | undefined;
    for (let page = 0; page < 4; page += 1) {
      const query = { limit: '2', ...(na === undefined ? {} : { na }) };
      const { content } = await call('GET', path, { to: 'gemeente-0907', query });
      const { verwerkingen, na: next } = content as {
        verwerkingen: { tijdstip: string; activiteit: string }[];
        na?: string;
      };
      seen.push(...verwerkingen.map(({ activiteit }) => activiteit));
      na = next;
      if (na === undefined) break;
    }
    expect(seen.slice(0, 3)).toEqual(['verstrekken', 'verstrekken', 'verstrekken']);
    // The reading of the zaak and the first of its records may have the same millisecond.
    expect(seen.slice(3).filter((activity) => activity !== 'inzage')).toEqual(['raadplegen']);
    expect(seen).toContain('inzage');
  });

  it.each(['gemeente-0796', 'taalschool-0907'])('does not exist for %s: 404', async (to) => {
    const { call } = withZaak();
    expect((await call('GET', path, { to })).status).toBe(404);
  });

  it('does not exist for a gemeente that only searched for the person', async () => {
    const { world, call } = withZaak();
    await world.logboek.write([{ ...processing(1), activity: 'zoeken' }]);
    expect((await call('GET', path, { to: 'gemeente-0907' })).status).toBe(404);
  });

  it.each(['x', Buffer.from(positionOf({ begin: 1, spanId: 'x' })).toString('base64url')])(
    'refuses the cursor %s, which it never gave',
    async (na) => {
      const { call } = withZaak();
      const { status, pointers } = await call('GET', path, { to: 'gemeente-0907', query: { na } });
      expect([status, pointers]).toEqual([400, ['/na']]);
    },
  );
});

describe('a refusal', () => {
  it.each([
    ['without a token', 401, undefined, {}],
    ['without the right', 403, 'coa', {}],
    ['of what is another’s', 404, 'gemeente-0796', {}],
  ])('%s leaves a line that names caller and address', async (_, status, to, more) => {
    const { world, call } = withZaak();
    const answer = await call('GET', `/v1/zaken/${ZAAK}`, { ...(to === undefined ? {} : { to }), ...more });
    expect(answer.status).toBe(status);
    expect(world.log).toEqual([
      {
        rule: 'verzoek geweigerd',
        data: expect.objectContaining({ status, organisatie: to, adres: '127.0.0.1' }),
      },
    ]);
    expect(JSON.stringify(answer.content)).not.toContain('127.0.0.1');
  });

  it('of what the caller wrote wrong leaves one without its address', async () => {
    const { world, call } = withZaak();
    await call('POST', '/v1/zaken/_zoek', { to: 'gemeente-0907', ...find, body: { vNummer: 'x' } });
    expect(world.log.map(({ rule, data }) => [rule, data['status'], data['adres']])).toEqual([
      ['verzoek geweigerd', 400, undefined],
    ]);
  });
});

describe('reading', () => {
  it('outside the own work is counted: a zaak that ended', async () => {
    const { world, call } = withZaak('vervallen');
    await call('GET', `/v1/zaken/${ZAAK}`, { to: 'gemeente-0907' });
    expect(world.measured).toContainEqual([
      'Raadplegingen',
      30,
      { gemeente: '0907', wat: 'buiten eigen werk' },
    ]);
  });

  it('and searching are counted by what they weigh, with the gemeente beside it', async () => {
    const { world, call } = withZaak();
    await call('GET', `/v1/zaken/${ZAAK}`, { to: 'gemeente-0907' });
    await call('POST', '/v1/zaken/_zoek', { to: 'gemeente-0907', ...find });
    expect(world.measured).toEqual([
      ['Raadplegingen', 1, { gemeente: '0907', wat: 'zaak' }],
      ['Raadplegingen', 5, { gemeente: '0907', wat: 'zoekvraag' }],
    ]);
  });
});
