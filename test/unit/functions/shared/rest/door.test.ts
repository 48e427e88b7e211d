import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createPseudonyms } from '../../../../../adapters/secrets/pseudonyms.ts';
import { ZaakId } from '../../../../../contracts/base-types.ts';
import { isInboundType } from '../../../../../contracts/event-types.ts';
import { TYPE_DUO_NOTIFICATIE } from '../../../../../contracts/internal/duo-bericht.ts';
import { type Call, startApi } from '../../../../contract/support/api.ts';
import { example, examples, withData } from '../../../../contract/support/examples.ts';
import { GENNEP } from '../../../domain/support.ts';

/** How the API reads text, names, moments and ids as real senders write them. */

const TYPE = 'nl.tvs.koppeling.geregistreerd.v1';
const BRP = 'nl.brp.persoon.ingeschreven.v1';
const minimal = () => example(TYPE, 'goed-minimaal');
const notificatie = () => example('nl.duo.notificatie.v1', 'goed-bsn');
const request = () => example('abonnement.aanvraag', 'goed-minimaal');

/** The text of a message in which `written` stands inside the text `place`. */
const withSign = (message: unknown, place: string, written: string): string => {
  const text = JSON.stringify(message);
  if (!text.includes(`"${place}"`)) throw new Error(`the example has no "${place}"`);
  return text.replace(`"${place}"`, `"${place.slice(0, 1)}${written}${place.slice(1)}"`);
};

const NO_TEXT = ['\ud800', '\udc00', '\ufffd', '\ufffe', '\u{1fffe}'];

const inJson = (sign: string): string => JSON.stringify(sign).slice(1, -1);

/** The organisation that sends this type. */
const sourceOf = (type: string): string => {
  if (type.startsWith('nl.brp.')) return 'brp';
  return type.startsWith('nl.tvs.') ? 'coa' : 'gemeente';
};

/** A message of a partner of Gennep as its gemeente sends it, which may report what its partners do. */
const asGemeente = (bericht: unknown): unknown =>
  JSON.parse(JSON.stringify(bericht).replace(/(?<="source":"urn:nld:oin:0000009900000907)\d{4}/, '0000'));

/** Puts the zaak that the examples name in the hub, as one of Gennep. */
const knowZaak = ({ zaken }: ReturnType<typeof startApi>['world']): void => {
  const zaakId = ZaakId.parse('3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a');
  zaken.set(zaakId, {
    zaak: { zaakId, gemeentecode: GENNEP, status: 'actief', gegevens: {} },
    tijdlijn: { zaakId, gebeurtenissen: [], termijnen: [] },
    keys: [],
  });
};

describe('the published examples', () => {
  const inbound = examples.filter(
    ({ type, to }) => to === undefined && (isInboundType(type) || type === TYPE_DUO_NOTIFICATIE),
  );

  test.each(inbound.map((example) => [`${example.type}/${example.name}`, example] as const))(
    '%s is accepted when it is a good example, and else refused for the faults that it lists',
    async (_, { type, bericht, fault }) => {
      const { send, announce, world } = startApi();
      knowZaak(world);
      const source = sourceOf(type);
      const { status, pointers } = await (type === TYPE_DUO_NOTIFICATIE
        ? announce(bericht)
        : send(source, asGemeente(bericht)));
      if (fault === undefined) expect(status).toBeLessThan(300);
      else {
        expect(status).toBe(400);
        expect([...new Set(pointers)]).toEqual(fault.verwacht.map(({ pointer }) => pointer).toSorted());
      }
    },
  );
});

describe('text in a request', () => {
  test.each(NO_TEXT)('%j in a name of COA is refused at its place', async (sign) => {
    const { send, world } = startApi();
    const { status, content, pointers } = await send('coa', withSign(minimal(), 'Tesfaye', inJson(sign)));
    expect([status, pointers]).toEqual([400, ['/data/personen/0/naam/geslachtsnaam']]);
    expect(content?.['detail']).toBe('Er is 1 fout gevonden.');
    expect(world.ontvangsten.size).toBe(0);
  });

  test.each(NO_TEXT)('%j in an address of the BRP is refused at its place', async (sign) => {
    const { send } = startApi();
    const bericht = withSign(example(BRP, 'goed-verhuizing'), 'Milsbeek', inJson(sign));
    const { status, pointers } = await send('brp', bericht);
    expect([status, pointers]).toEqual([400, ['/data/adres/woonplaats']]);
  });

  test.each([...NO_TEXT, '\u0007', '\u0085'])(
    '%j in a member that the hub drops is refused at its place too',
    async (sign) => {
      const { send, announce, call } = startApi();
      expect((await send('coa', { ...minimal(), subject: `a${sign}` })).pointers).toEqual(['/subject']);
      expect((await send('coa', { ...minimal(), extra: `a${sign}` })).pointers).toEqual(['/extra']);
      const notice = await announce({ ...notificatie(), nieuw: { veld: sign } });
      expect([notice.status, notice.pointers]).toEqual([400, ['/nieuw/veld']]);
      const abonnement = await call('POST', '/v1/abonnementen', {
        to: 'taalschool',
        headers: { 'Content-Type': 'application/json' },
        body: {
          ...request(),
          oauth2: { tokenUrl: 'https://login.partner.example.nl/', clientId: 'a', clientSecret: `b${sign}` },
        },
      });
      expect([abonnement.status, abonnement.pointers]).toEqual([400, ['/oauth2/clientSecret']]);
    },
  );

  test('a sign that is no text in a ce-header is refused at its place', async () => {
    const { call } = startApi();
    const { data, datacontenttype: _, ...attributes } = minimal();
    const { status, pointers } = await call('POST', '/v1/gebeurtenissen', {
      to: 'coa',
      body: data,
      headers: {
        'Content-Type': 'application/json',
        ...Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]),
        ),
        'ce-id': '%EF%BF%BD1',
      },
    });
    expect([status, pointers]).toEqual([400, ['/id']]);
  });

  test('bytes that a gateway repaired on the way in are refused like the bytes themselves', async () => {
    const { send } = startApi();
    const bytes = Buffer.from(JSON.stringify(minimal()).replace('Tesfaye', 'José'), 'latin1');
    const repaired = await send('coa', bytes.toString('utf8'));
    expect([repaired.status, repaired.pointers]).toEqual([400, ['/data/personen/0/naam/geslachtsnaam']]);
    const asBytes = await send('coa', bytes.toString('base64'), { base64: true });
    expect(asBytes.content?.['errors']).toEqual([{ pointer: '', detail: 'is geen UTF-8' }]);
  });

  test('a fault in the text is named together with all other faults', async () => {
    const { send } = startApi();
    const bericht = withData({ ...minimal(), subject: '\ufffd' }, { versie: 0 });
    expect((await send('coa', bericht)).pointers).toEqual(['/data/versie', '/subject']);
  });

  test('a member that stands twice is refused at its place', async () => {
    const { send } = startApi();
    const twice = JSON.stringify(minimal()).replace('"versie":1', '"versie":1,"versie":2');
    expect((await send('coa', twice)).content?.['errors']).toEqual([
      { pointer: '/data/versie', detail: 'staat er meer dan één keer' },
    ]);
  });

  test('a member that stands twice in a notification or a search is refused at its place', async () => {
    const { announce, call } = startApi();
    const two =
      '{"registratieDatumTijd":"2025-06-20T08:32:00Z","gebeurtenisId":"SS131","bsn":"999966133","bsn":"999966133"}';
    expect((await announce(two)).pointers).toEqual(['/bsn']);
    const find = await call('POST', '/v1/zaken/_zoek', {
      to: 'gemeente',
      headers: { 'Content-Type': 'application/json' },
      body: '{"bsn":"999966133","bsn":"999966133"}',
    });
    expect([find.status, find.pointers]).toEqual([400, ['/bsn']]);
  });

  test('a date of birth in zeros and no date of birth make the same message', async () => {
    const { send, world } = startApi();
    const written = JSON.stringify(example(TYPE, 'goed-geboortedatum-onbekend'));
    const without = written.replace(',"geboortedatum":"00000000"', '');
    expect(without).not.toBe(written);
    expect([(await send('coa', written)).status, (await send('coa', without)).status]).toEqual([202, 202]);
    expect(world.ontvangsten.size).toBe(1);
  });

  test('an aanduiding by its code and in a word make the same message', async () => {
    const { send, world } = startApi();
    const code = example(BRP, 'goed-tegenover');
    const word = JSON.stringify(code).replace('"to"', '"tegenover"');
    expect([(await send('brp', code)).status, (await send('brp', word)).status]).toEqual([202, 202]);
    expect(world.ontvangsten.size).toBe(1);
  });

  test('a name is kept in NFC, so that another form of it makes the same message', async () => {
    const { send, world } = startApi();
    const bericht = (name: string) => JSON.stringify(minimal()).replace('Tesfaye', name);
    expect((await send('coa', bericht('S\u0327u\u0308kru\u0308'))).status).toBe(202);
    expect((await send('coa', bericht('Şükrü'))).status).toBe(202);
    expect(world.ontvangsten.size).toBe(1);
    expect(world.onBus[0]?.data).toMatchObject({ personen: [{ naam: { geslachtsnaam: 'Şükrü' } }] });
  });
});

describe('an encoded body', () => {
  const gzipped = (bericht: unknown): Call => ({
    body: gzipSync(JSON.stringify(bericht)).toString('base64'),
    base64: true,
    headers: { 'Content-Encoding': 'gzip' },
  });

  test('is refused with 415 and the encoding that the API takes', async () => {
    const { send } = startApi();
    const { status, headers, content } = await send('coa', undefined, gzipped(minimal()));
    expect([status, headers['accept-encoding']]).toEqual([415, 'identity']);
    expect(content?.['detail']).toContain('Content-Encoding');
  });

  test('of DUO is refused with 400 as its specification says, at the name of the header', async () => {
    const { announce } = startApi();
    const { status, pointers } = await announce(undefined, gzipped(notificatie()));
    expect([status, pointers]).toEqual([400, ['/Content-Encoding']]);
  });

  test('may be called identity, which is no encoding', async () => {
    const { send } = startApi();
    expect((await send('coa', minimal(), { headers: { 'Content-Encoding': 'Identity' } })).status).toBe(202);
  });
});

describe('a repetition', () => {
  test.each([['2025-06-20T08:32:00.000Z'], ['2025-06-20t08:32:00z'], ['2025-06-20T10:32:00+02:00']])(
    'of which the time is written as %s is the same message',
    async (time) => {
      const { send, world } = startApi();
      expect((await send('coa', { ...minimal(), time: '2025-06-20T08:32:00Z' })).status).toBe(202);
      expect((await send('coa', { ...minimal(), time })).status).toBe(202);
      expect(world.ontvangsten.size).toBe(1);
    },
  );

  test('of a notification with another spelling of its moment and berichtId is the same one', async () => {
    const { announce, world } = startApi();
    expect((await announce({ ...notificatie(), registratieDatumTijd: '2025-06-20T08:32:00Z' })).status).toBe(
      201,
    );
    const again = { ...notificatie(), registratieDatumTijd: '2025-06-20T10:32:00.00+02:00' };
    expect(
      (await announce(again, { headers: { berichtId: '0192F3A1-6C1E-7C55-8A3B-5F6F2C9E1D10' } })).status,
    ).toBe(201);
    expect(world.ontvangsten.size).toBe(1);
  });

  test('of a message whose digest was made of its text as written is recognised by that text', async () => {
    const { send, world } = startApi();
    const bericht: Record<string, unknown> = { ...minimal(), time: '2025-06-20T10:32:00.000+02:00' };
    await send('coa', bericht);
    const [receipt] = world.ontvangsten.values();
    if (receipt === undefined) throw new Error('nothing was accepted');
    const written = startApi();
    const { data, datacontenttype: _, ...rest } = bericht;
    receipt.bericht.afdruk = createPseudonyms('een geheim voor de test, lang genoeg').afdruk({
      ...rest,
      data,
    });
    written.world.ontvangsten.set(receipt.bericht.ontvangstId, receipt);
    expect((await written.send('coa', bericht)).status).toBe(202);
    expect((await written.send('coa', withData(bericht, { versie: 2 }))).status).toBe(409);
  });
});

describe('the envelope', () => {
  test.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'takes %s as datacontenttype',
    async (datacontenttype) => {
      const { send } = startApi();
      expect((await send('coa', { ...minimal(), datacontenttype })).status).toBe(202);
    },
  );

  test.each(['application/json; charset=latin1', 'text/json', 'application/xml'])(
    'refuses %s as datacontenttype',
    async (datacontenttype) => {
      const { send } = startApi();
      expect((await send('coa', { ...minimal(), datacontenttype })).pointers).toEqual(['/datacontenttype']);
    },
  );

  test('refuses a moment that lies a day ahead', async () => {
    const { send, announce } = startApi();
    const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString();
    expect((await send('coa', { ...minimal(), time: tomorrow })).pointers).toEqual(['/time']);
    expect((await announce({ ...notificatie(), registratieDatumTijd: tomorrow })).pointers).toEqual([
      '/registratieDatumTijd',
    ]);
  });

  test.each([
    ['nl.tvs.koppeling.geregisteerd.v1', TYPE],
    ['nl.tvs.koppeling.ingetroken.v1', 'nl.tvs.koppeling.ingetrokken.v1'],
    ['nl.brp.persoon.verhuist.v1', 'nl.brp.persoon.verhuisd.v1'],
  ])('names for the unknown type %s the nearest known one: %s', async (type, nearest) => {
    const { send } = startApi();
    for (const to of ['coa', 'taalschool']) {
      const { status, content } = await send(to, { ...minimal(), type, id: 'met.punt' });
      expect(status).toBe(400);
      expect(content?.['errors']).toEqual([
        { pointer: '/type', detail: `is geen bekend type; het meest lijkt het op ${nearest}` },
        expect.objectContaining({ pointer: '/id' }),
      ]);
    }
  });
});

describe('a UUID in capitals', () => {
  test('finds the ontvangst', async () => {
    const { send, call } = startApi();
    const { content } = await send('coa', minimal());
    const ontvangstId = String(content?.['ontvangstId']);
    const entry = await call('GET', `/v1/gebeurtenissen/${ontvangstId.toUpperCase()}`, { to: 'coa' });
    expect([entry.status, entry.content?.['ontvangstId']]).toEqual([200, ontvangstId]);
  });

  test('finds an abonnement, and asks for the same herlevering', async () => {
    const { call } = startApi();
    const headers = { 'Content-Type': 'application/json' };
    const to = 'taalschool';
    const { content } = await call('POST', '/v1/abonnementen', {
      to,
      headers,
      body: {
        ...request(),
        filters: [{ not: { exact: { Subject: '3F7D6C1E-0F5B-8A8E-9D6A-1F2E3D4C5B6A' } } }],
      },
    });
    const id = String(content?.['id']);
    const abonnement = await call('GET', `/v1/abonnementen/${id.toUpperCase()}`, { to });
    expect(abonnement.content).toMatchObject({
      id,
      filters: [{ not: { exact: { Subject: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' } } }],
    });
    const herlevering = await call('POST', `/v1/abonnementen/${id.toUpperCase()}/herleveringen`, {
      to,
      headers,
      body: { zaakId: '3F7D6C1E-0F5B-8A8E-9D6A-1F2E3D4C5B6A' },
    });
    const path = String(herlevering.headers['location']);
    const entry = await call('GET', `/v1/herleveringen/${path.split('/').at(-1)?.toUpperCase()}`, { to });
    expect(entry.content).toMatchObject({ zaakId: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' });
  });
});
