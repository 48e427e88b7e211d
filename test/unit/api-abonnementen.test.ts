import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Secret } from '../../contracts/abonnementen.ts';
import { type Oproep, startApi } from '../contract/hulp/api.ts';
import { voorbeeld, voorbeelden } from '../contract/hulp/voorbeelden.ts';

const TAALSCHOOL = '0907/taalschool';
const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const ANDER_ADRES = 'https://login.partner.example.nl/hooks';
const UUR = 3600 * 1000;

const uniek = (lijst: readonly string[]) => [...new Set(lijst)];

const Gemaakt = z.looseObject({ id: z.uuid(), status: z.string(), secret: z.string(), versie: z.int() });

const start = () => {
  const api = startApi();
  const stuur = (methode: string, pad: string, body?: unknown, als = 'taalschool', extra: Oproep = {}) =>
    api.roep(methode, `/v1/abonnementen${pad}`, {
      als,
      ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
      ...extra,
    });
  const neem = async (anders: object = {}) => {
    const uitkomst = await stuur('POST', '', {
      ...voorbeeld('abonnement.aanvraag', 'goed-minimaal'),
      ...anders,
    });
    return Gemaakt.parse(uitkomst.inhoud);
  };
  /** As the receiver's consent does. */
  const verifieer = async (id: string) => {
    const gelezen = await api.wereld.kanalen.abonnement(TAALSCHOOL, id);
    if (gelezen === undefined) throw new Error('geen abonnement');
    const instemming = { wijze: 'handdruk', op: '2025-06-20T08:32:01.000Z' } as const;
    await api.wereld.kanalen.wijzig(TAALSCHOOL, gelezen, { status: 'actief', instemming });
  };
  const actief = async (anders: object = {}) => {
    const abonnement = await neem(anders);
    await verifieer(abonnement.id);
    api.wereld.opdrachten.length = 0;
    return abonnement;
  };
  const bewaard = (id: string) => api.wereld.kanalen.abonnement(TAALSCHOOL, id);
  const tijdlijn = (id: string) => api.wereld.kanalen.tijdlijn(id);
  return { ...api, stuur, neem, actief, verifieer, bewaard, tijdlijn };
};

const KANAAL = { soort: 'kanaal', kanaal: TAALSCHOOL };
const verificatieVan = (abonnementId: string) => ({ soort: 'verificatie', kanaal: TAALSCHOOL, abonnementId });

describe('POST /abonnementen', () => {
  test('keeps what was asked, shows the secret this once and asks the receiver for consent', async () => {
    const { stuur, wereld, bewaard, tijdlijn } = start();
    const aanvraag = voorbeeld('abonnement.aanvraag', 'goed-volledig');
    const { status, inhoud, headers } = await stuur('POST', '', aanvraag);
    const { id, secret } = Gemaakt.parse(inhoud);
    expect([status, headers['location']]).toEqual([201, `/v1/abonnementen/${id}`]);
    expect(inhoud).toMatchObject({
      status: 'wacht-op-verificatie',
      sink: aanvraag['sink'],
      types: [GEMELD],
      filters: aanvraag['filters'],
      tempo: 120,
      mtls: false,
      secret: aanvraag['secret'],
      oauth2: { clientId: 'inburgeringshub', scope: 'berichten' },
      versie: 1,
    });
    expect(wereld.opdrachten).toEqual([verificatieVan(id)]);
    expect(await tijdlijn(id)).toMatchObject([{ naam: 'abonnement-genomen', door: 'taalschool-0907' }]);

    const opgeslagen = await bewaard(id);
    const [geheim] = opgeslagen?.geheimen ?? [];
    expect(wereld.versleuteling.ontsleutel(geheim?.versleuteld ?? '', id)).toBe(secret);
    expect(wereld.versleuteling.ontsleutel(opgeslagen?.oauth2?.clientGeheim ?? '', id)).toBe(
      'een-lang-willekeurig-wachtwoord',
    );
    expect(JSON.stringify([wereld.tabel.alles(), wereld.log])).not.toMatch(/whsec_|willekeurig-wachtwoord/);
  });

  test('makes a secret of its own for each, that any library accepts', async () => {
    const { neem } = start();
    const [een, ander] = [await neem(), await neem()];
    expect(Secret.safeParse(een.secret).success).toBe(true);
    expect(Buffer.from(een.secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(een.secret).not.toBe(ander.secret);
  });

  const tegenvoorbeelden = voorbeelden.filter(
    ({ type, fout }) => type === 'abonnement.aanvraag' && fout !== undefined,
  );
  test.each(tegenvoorbeelden.map((geval) => [geval.naam, geval] as const))(
    '%s is refused with every fault at once, and nothing is kept',
    async (_, { bericht, fout }) => {
      const { stuur, wereld } = start();
      const { status, inhoud, pointers } = await stuur('POST', '', bericht);
      expect(status).toBe(400);
      expect(uniek(pointers)).toEqual(fout?.verwacht.map(({ pointer }) => pointer).toSorted());
      for (const verwacht of fout?.verwacht ?? []) {
        expect(inhoud?.['errors']).toContainEqual(expect.objectContaining(verwacht));
      }
      expect(wereld.tabel.alles()).toEqual([]);
      expect(wereld.opdrachten).toEqual([]);
    },
  );

  test('a name that does not exist is refused, and so is a body that is too deep, no object or no JSON', async () => {
    const { stuur } = start();
    const basis = voorbeeld('abonnement.aanvraag', 'goed-minimaal');
    const onbekend = await stuur('POST', '', { ...basis, sink: 'https://bestaat-niet.example.nl/' });
    expect([onbekend.status, onbekend.pointers]).toEqual([400, ['/sink']]);
    const diep = `${'{"not":'.repeat(7000)}{}${'}'.repeat(7000)}`;
    for (const body of [diep, '[]', '"tekst"', '{']) {
      expect((await stuur('POST', '', body)).status, body.slice(0, 10)).toBe(400);
    }
    expect((await stuur('POST', '', basis, 'taalschool', { headers: {} })).status).toBe(415);
  });

  test('an eleventh is refused: 409', async () => {
    const { neem, stuur } = start();
    for (let nummer = 0; nummer < 10; nummer++) await neem();
    const { status } = await stuur('POST', '', voorbeeld('abonnement.aanvraag', 'goed-minimaal'));
    expect(status).toBe(409);
  });

  test('when its receiver cannot be asked nothing remains, since nobody knows its secret', async () => {
    const { stuur, wereld } = start();
    wereld.storing = { bezorging: Object.assign(new Error('weg'), { code: 'ECONNREFUSED' }) };
    const { status } = await stuur('POST', '', voorbeeld('abonnement.aanvraag', 'goed-minimaal'));
    expect(status).toBe(503);
    expect((await wereld.kanalen.instelling(TAALSCHOOL)).abonnementen).toEqual([]);
  });
});

describe('who may do what', () => {
  const handelingen = [
    ['PATCH', '', { types: [] }],
    ['DELETE', '', undefined],
    ['POST', '/_pauzeer', undefined],
    ['POST', '/_hervat', undefined],
    ['POST', '/_nieuwgeheim', {}],
    ['POST', '/_verifieer', undefined],
    ['POST', '/herleveringen', { types: [GEMELD] }],
  ] as const;

  test.each(handelingen)(
    '%s %s: another partner finds nothing, a gemeente may not',
    async (methode, pad, body) => {
      const { actief, stuur, bewaard, wereld } = start();
      const { id } = await actief();
      const voor = await bewaard(id);
      expect((await stuur(methode, `/${id}${pad}`, body, 'intos')).status).toBe(404);
      expect((await stuur(methode, `/${id}${pad}`, body, 'taalschool-9999')).status).toBe(404);
      expect((await stuur(methode, `/geen-uuid${pad}`, body)).status).toBe(404);
      expect((await stuur(methode, `/${id}${pad}`, body, 'gemeente')).status).toBe(403);
      expect((await stuur(methode, `/${id}${pad}`, body, 'coa')).status).toBe(403);
      const zonderScope = await stuur(methode, `/${id}${pad}`, body, 'taalschool', {
        scopes: ['berichten:lezen'],
      });
      expect(zonderScope.status).toBe(403);
      expect([await bewaard(id), wereld.opdrachten]).toEqual([voor, []]);
    },
  );

  test.each(['', '/tijdlijn'])('GET %s: its partner and its gemeente read it, nobody else', async (pad) => {
    const { actief, stuur } = start();
    const { id } = await actief();
    const lees = (als: string, query = {}) => stuur('GET', `/${id}${pad}`, undefined, als, { query });
    expect((await lees('taalschool')).status).toBe(200);
    expect((await lees('gemeente', { partner: 'taalschool' })).status).toBe(200);
    expect((await lees('gemeente')).pointers).toEqual(['/partner']);
    expect((await lees('gemeente', { partner: 'intos' })).status).toBe(404);
    expect((await lees('intos')).status).toBe(404);
    expect((await lees('gemeente-0796', { partner: 'taalschool' })).status).toBe(400);
    expect((await lees('beheer')).status).toBe(403);
  });

  test('a list shows its own, oldest first and without secrets', async () => {
    const { neem, stuur, wereld } = start();
    const eerste = await neem();
    wereld.klok.verder(1000);
    const tweede = await neem();
    const lijst = await stuur('GET', '');
    expect(lijst.inhoud).toMatchObject({ abonnementen: [{ id: eerste.id }, { id: tweede.id }] });
    expect(JSON.stringify(lijst.inhoud)).not.toMatch(/whsec_|versleuteld|geheimen/);
    expect((await stuur('GET', '', undefined, 'intos')).inhoud).toEqual({ abonnementen: [] });
  });
});

describe('PATCH /abonnementen/{abonnementId}', () => {
  test('changes what is named, removes what is null, and notes the names of the fields', async () => {
    const { actief, stuur, bewaard, tijdlijn, wereld } = start();
    const { id } = await actief(voorbeeld('abonnement.aanvraag', 'goed-volledig'));
    const { status, inhoud } = await stuur('PATCH', `/${id}`, {
      types: [],
      tempo: null,
      oauth2: null,
      mtls: true,
    });
    expect(status).toBe(200);
    expect(inhoud).toMatchObject({ types: [], mtls: true, status: 'actief', versie: 3 });
    expect(inhoud).not.toHaveProperty('tempo');
    expect(await bewaard(id)).not.toHaveProperty('oauth2');
    expect(wereld.opdrachten).toEqual([KANAAL]);
    const regel = (await tijdlijn(id)).find(({ naam }) => naam === 'abonnement-gewijzigd');
    expect(regel).toMatchObject({
      door: 'taalschool-0907',
      gegevens: { velden: ['types', 'oauth2', 'mtls', 'tempo'] },
    });
  });

  test('another address must agree first; until then its messages are kept for it', async () => {
    const { actief, stuur, bewaard, wereld } = start();
    const { id } = await actief();
    const { inhoud } = await stuur('PATCH', `/${id}`, { sink: ANDER_ADRES });
    expect(inhoud).toMatchObject({ sink: ANDER_ADRES, status: 'wacht-op-verificatie' });
    expect(inhoud).not.toHaveProperty('instemming');
    expect(await bewaard(id)).toMatchObject({ houdtVast: 'actief' });
    expect(wereld.opdrachten).toEqual([verificatieVan(id), KANAAL]);
  });

  test('new credentials are encrypted as the first ones were', async () => {
    const { actief, stuur, bewaard, wereld } = start();
    const { id } = await actief();
    const { oauth2 } = voorbeeld('abonnement.aanvraag', 'goed-volledig');
    await stuur('PATCH', `/${id}`, { oauth2 });
    const geheim = (await bewaard(id))?.oauth2?.clientGeheim ?? '';
    expect(wereld.versleuteling.ontsleutel(geheim, id)).toBe('een-lang-willekeurig-wachtwoord');
  });

  test('who names a version changes only that one: 409', async () => {
    const { actief, stuur, bewaard } = start();
    const { id } = await actief();
    expect((await stuur('PATCH', `/${id}`, { tempo: 1, versie: 1 })).status).toBe(409);
    expect(await bewaard(id)).not.toHaveProperty('tempo');
    expect((await stuur('PATCH', `/${id}`, { tempo: 1, versie: 2 })).status).toBe(200);
  });

  test('of two changes at once neither is lost', async () => {
    const { actief, stuur, bewaard } = start();
    const { id } = await actief();
    await Promise.all([
      stuur('PATCH', `/${id}`, { tempo: 7 }),
      stuur('PATCH', `/${id}`, { types: [GEMELD] }),
      stuur('POST', `/${id}/_pauzeer`),
    ]);
    expect(await bewaard(id)).toMatchObject({ tempo: 7, types: [GEMELD], status: 'gepauzeerd', versie: 5 });
  });

  const tegenvoorbeelden = voorbeelden.filter(
    ({ type, fout }) => type === 'abonnement.wijziging' && fout !== undefined,
  );
  test.each(tegenvoorbeelden.map((geval) => [geval.naam, geval] as const))(
    '%s is refused with every fault',
    async (_, { bericht, fout }) => {
      const { actief, stuur } = start();
      const { id } = await actief();
      const { status, pointers } = await stuur('PATCH', `/${id}`, bericht);
      expect([status, uniek(pointers)]).toEqual([
        400,
        fout?.verwacht.map(({ pointer }) => pointer).toSorted(),
      ]);
    },
  );

  test('a private address is refused here too', async () => {
    const { actief, stuur } = start();
    const { id } = await actief();
    const { status, pointers } = await stuur('PATCH', `/${id}`, { sink: 'http://10.0.0.1/', tempo: 0 });
    expect([status, uniek(pointers)]).toEqual([400, ['/sink', '/tempo']]);
  });
});

describe('a receiver that asked for rest', () => {
  test('is shown with until when the hub sends it nothing, as long as that is', async () => {
    const { actief, stuur, wereld } = start();
    const { id } = await actief();
    const now = wereld.klok.nu().getTime();
    const until = async (rustTot: number) => {
      const known = await wereld.kanalen.toestand(id, 'GEZONDHEID');
      await wereld.kanalen.zetToestand(id, 'GEZONDHEID', { opRij: 1, rustTot }, known);
      const one = (await stuur('GET', `/${id}`)).inhoud;
      const all = z.object({ abonnementen: z.array(z.unknown()) }).parse((await stuur('GET', '')).inhoud);
      expect(all.abonnementen).toEqual([one]);
      return one?.['rustTot'];
    };
    expect(await until(now + 60_000)).toBe(new Date(now + 60_000).toISOString());
    expect(await until(now)).toBeUndefined();
  });
});

describe('pausing and resuming', () => {
  test('a pause keeps, a resume offers what was kept; both may be repeated', async () => {
    const { actief, stuur, tijdlijn, wereld } = start();
    const { id } = await actief();
    for (const [pad, status] of [
      ['_pauzeer', 'gepauzeerd'],
      ['_pauzeer', 'gepauzeerd'],
      ['_hervat', 'actief'],
      ['_hervat', 'actief'],
    ] as const) {
      expect((await stuur('POST', `/${id}/${pad}`)).inhoud).toMatchObject({ status });
    }
    expect(wereld.opdrachten).toEqual([KANAAL, KANAAL, KANAAL, KANAAL]);
    expect((await tijdlijn(id)).map(({ naam }) => naam)).toEqual(
      expect.arrayContaining(['abonnement-gepauzeerd', 'abonnement-hervat']),
    );
    expect(await tijdlijn(id)).toHaveLength(3);
  });

  test('what stopped at a 410 goes on when its partner says so', async () => {
    const { actief, stuur, bewaard, wereld } = start();
    const { id } = await actief();
    const gelezen = await bewaard(id);
    if (gelezen === undefined) throw new Error('geen abonnement');
    await wereld.kanalen.wijzig(TAALSCHOOL, gelezen, { status: 'gestopt' });
    expect((await stuur('POST', `/${id}/_pauzeer`)).status).toBe(409);
    expect((await stuur('POST', `/${id}/_hervat`)).inhoud).toMatchObject({ status: 'actief' });
  });

  test.each(['_pauzeer', '_hervat'])('%s is refused while the receiver has not agreed: 409', async (pad) => {
    const { neem, stuur } = start();
    const { id } = await neem();
    expect((await stuur('POST', `/${id}/${pad}`)).status).toBe(409);
  });
});

describe('consent', () => {
  test('the receiver can be asked again', async () => {
    const { neem, stuur, wereld } = start();
    const { id } = await neem();
    expect((await stuur('POST', `/${id}/_verifieer`)).status).toBe(200);
    expect(wereld.opdrachten).toEqual([verificatieVan(id), verificatieVan(id)]);
  });

  const akkoord = { door: 'hoofd ICT van de taalschool', datum: '2025-06-19' };
  const leg = (
    api: ReturnType<typeof start>,
    id: string,
    body: unknown,
    als = 'gemeente',
    partner = 'taalschool',
  ) =>
    api.stuur('POST', `/${id}/_akkoord`, body, als, {
      query: { partner },
      headers: { 'Content-Type': 'application/json' },
    });

  test('its gemeente notes what was agreed outside the hub, once', async () => {
    const api = start();
    const { id } = await api.neem();
    const { status, inhoud } = await leg(api, id, akkoord);
    expect([status, inhoud]).toEqual([
      200,
      expect.objectContaining({
        status: 'actief',
        instemming: { wijze: 'handmatig', op: akkoord.datum, door: akkoord.door },
      }),
    ]);
    expect(api.wereld.opdrachten).toEqual([verificatieVan(id), KANAAL]);
    expect((await leg(api, id, akkoord)).status).toBe(200);
    expect((await leg(api, id, { ...akkoord, datum: '2025-06-18' })).status).toBe(409);
    expect(await api.tijdlijn(id)).toHaveLength(2);
  });

  test.each<[string, string, unknown, number]>([
    ['taalschool', 'taalschool', akkoord, 403],
    ['gemeente', 'intos', akkoord, 404],
    ['gemeente', 'onbekend', akkoord, 400],
    ['gemeente', 'taalschool', {}, 400],
    ['gemeente', 'taalschool', { ...akkoord, datum: '2999-01-01' }, 400],
  ])('%s for %s: %j is %i', async (als, partner, body, status) => {
    const api = start();
    const { id } = await api.neem();
    expect((await leg(api, id, body, als, partner)).status).toBe(status);
    expect(await api.bewaard(id)).toMatchObject({ status: 'wacht-op-verificatie' });
  });
});

describe('POST /abonnementen/{abonnementId}/_nieuwgeheim', () => {
  const geheimenVan = async ({ wereld, bewaard }: ReturnType<typeof start>, id: string) =>
    ((await bewaard(id))?.geheimen ?? []).map(({ versleuteld, tot }) => [
      wereld.versleuteling.ontsleutel(versleuteld, id),
      tot,
    ]);

  test('the old secret signs along for as long as was asked, and so does that of an earlier rotation', async () => {
    const api = start();
    const { id, secret } = await api.actief();
    const tweede = Gemaakt.parse(
      (await api.stuur('POST', `/${id}/_nieuwgeheim`, { overlapUren: 48 })).inhoud,
    );
    expect(tweede).toMatchObject({ oudGeheimTot: '2025-06-22T08:32:00.000Z', status: 'actief' });
    expect(tweede.secret).not.toBe(secret);
    api.wereld.klok.verder(UUR);
    const derde = Gemaakt.parse((await api.stuur('POST', `/${id}/_nieuwgeheim`, {})).inhoud);
    expect(await geheimenVan(api, id)).toEqual([
      [derde.secret, undefined],
      [tweede.secret, '2025-06-21T09:32:00.000Z'],
      [secret, '2025-06-22T08:32:00.000Z'],
    ]);
    api.wereld.klok.verder(30 * UUR);
    expect((await api.stuur('GET', `/${id}`)).inhoud).not.toHaveProperty('secret');
    expect(JSON.stringify(await api.tijdlijn(id))).not.toContain('whsec_');
  });

  test('without overlap the new one signs alone', async () => {
    const api = start();
    const { id } = await api.actief();
    const { secret } = voorbeeld('abonnement.geheim', 'goed-eigen');
    await api.stuur('POST', `/${id}/_nieuwgeheim`, { secret, overlapUren: 0 });
    expect(await geheimenVan(api, id)).toEqual([[secret, undefined]]);
  });

  test('a short secret and a long overlap are both named', async () => {
    const api = start();
    const { id } = await api.actief();
    const voor = await api.bewaard(id);
    const { pointers } = await api.stuur('POST', `/${id}/_nieuwgeheim`, {
      secret: 'whsec_a',
      overlapUren: -1,
    });
    expect(pointers).toEqual(['/overlapUren', '/secret']);
    expect(await api.bewaard(id)).toEqual(voor);
  });
});

describe('DELETE /abonnementen/{abonnementId}', () => {
  test('ends it: its messages go through another door and its timeline remains', async () => {
    const { actief, stuur, wereld } = start();
    const { id } = await actief();
    expect((await stuur('DELETE', `/${id}`)).status).toBe(204);
    expect(wereld.opdrachten).toEqual([KANAAL]);
    expect((await stuur('GET', `/${id}`)).status).toBe(404);
    expect((await stuur('PATCH', `/${id}`, { types: [] })).status).toBe(404);
    expect((await stuur('GET', '')).inhoud).toEqual({ abonnementen: [] });
    const tijdlijn = await stuur('GET', `/${id}/tijdlijn`);
    expect(tijdlijn.inhoud).toMatchObject({
      abonnementId: id,
      gebeurtenissen: expect.arrayContaining([expect.objectContaining({ naam: 'abonnement-opgezegd' })]),
    });
    expect((await stuur('GET', `/${id}/tijdlijn`, undefined, 'intos')).status).toBe(404);
  });
});

test('ending one again completes what could not be offered the first time, and is noted once', async () => {
  const { actief, stuur, wereld, tijdlijn } = start();
  const { id } = await actief();
  wereld.storing = { bezorging: Object.assign(new Error('weg'), { code: 'ECONNREFUSED' }) };
  expect((await stuur('DELETE', `/${id}`)).status).toBe(503);
  delete wereld.storing;
  expect((await stuur('DELETE', `/${id}`)).status).toBe(204);
  expect(wereld.opdrachten).toEqual([KANAAL]);
  expect((await tijdlijn(id)).filter(({ naam }) => naam === 'abonnement-opgezegd')).toHaveLength(1);
});

describe('GET and PUT /kanaal', () => {
  const kies = (api: ReturnType<typeof start>, body: unknown, als = 'taalschool') =>
    api.roep('PUT', '/v1/kanaal', { als, body, headers: { 'Content-Type': 'application/json' } });

  test('the base door is the queue until the partner chooses; then what lies ready moves', async () => {
    const api = start();
    await api.neem();
    const voor = {
      gemeentecode: '0907',
      partner: 'taalschool',
      abonnementen: 1,
      klaargezet: 0,
      geparkeerd: 0,
    };
    const lees = (als: string, query = {}) => api.roep('GET', '/v1/kanaal', { als, query });
    expect((await lees('taalschool')).inhoud).toEqual({ ...voor, deur: 'wachtrij' });
    api.wereld.opdrachten.length = 0;
    expect((await kies(api, { deur: 'ophalen' })).inhoud).toEqual({ ...voor, deur: 'ophalen' });
    expect(api.wereld.opdrachten).toEqual([KANAAL]);
    expect((await lees('gemeente', { partner: 'taalschool' })).inhoud).toEqual({ ...voor, deur: 'ophalen' });
    expect((await lees('intos')).inhoud).toMatchObject({ deur: 'wachtrij', abonnementen: 0 });
  });

  test.each<[unknown, string, number]>([
    [{ deur: 'webhook' }, 'taalschool', 400],
    [{}, 'taalschool', 400],
    [{ deur: 'ophalen' }, 'gemeente', 403],
    [{ deur: 'ophalen' }, 'coa', 403],
  ])('%j by %s: %i', async (body, als, status) => {
    const api = start();
    expect((await kies(api, body, als)).status).toBe(status);
    expect(api.wereld.opdrachten).toEqual([]);
  });

  test('when the move cannot be offered the choice stands and the caller tries again', async () => {
    const api = start();
    api.wereld.storing = { bezorging: Object.assign(new Error('weg'), { code: 'ECONNREFUSED' }) };
    expect((await kies(api, { deur: 'ophalen' })).status).toBe(503);
    delete api.wereld.storing;
    expect((await kies(api, { deur: 'ophalen' })).status).toBe(200);
    expect(api.wereld.opdrachten).toEqual([KANAAL]);
  });
});
