import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { createPseudonyms } from '../../../../../../adapters/secrets/pseudonyms.ts';
import { SECRET, sentBy, startApi } from '../../../../../contract/support/api.ts';
import { example, withData } from '../../../../../contract/support/examples.ts';

const TYPE = 'nl.tvs.koppeling.geregistreerd.v1';
const koppeling = () => example(TYPE, 'goed-huishouden');
const NATIONALITEIT = 'Merkwaardige';
const minimal = () => example(TYPE, 'goed-minimaal');

/** The same event in binary mode. */
const binary = (event: Record<string, unknown>) => {
  const { data, datacontenttype: _, ...attributes } = event;
  return {
    body: data,
    headers: {
      'Content-Type': 'application/json',
      ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)])),
    },
  };
};

describe('POST /gebeurtenissen', () => {
  test('stores a valid event, offers it to the bus and tells its source where to read the status', async () => {
    const { world, send, call } = startApi();
    const { status, headers, content } = await send('coa', minimal());
    const ontvangstId = String(content?.['ontvangstId']);
    expect(status).toBe(202);
    expect(headers['location']).toBe(`/v1/gebeurtenissen/${ontvangstId}`);
    expect(world.onBus).toEqual([
      expect.objectContaining({
        ontvangstId,
        type: TYPE,
        organisatie: 'coa',
        berichtId: minimal()['id'],
        bron: 'urn:nld:oin:00000099000000002000:systeem:tvs',
        tijdstip: '2025-06-20T08:32:00Z',
        data: minimal()['data'],
      }),
    ]);
    const entry = await call('GET', String(headers['location']), { to: 'coa' });
    expect(entry.content).toMatchObject({ ontvangstId, status: 'ontvangen', type: TYPE, organisatie: 'coa' });
  });

  test('refuses a notification of a BRP application that holds nothing but a BSN, with the type that is meant', async () => {
    const { send, world } = startApi();
    const { data: _, ...envelope } = example('nl.brp.persoon.overleden.v1', 'goed-datum-onbekend');
    const type = 'nl.gemeente.brp.persoon-overleden';
    const dataref = 'https://haalcentraal.example/personen/999966133';
    const { status, content } = await send('brp', { ...envelope, type, subject: '999966133', dataref });
    expect([status, content?.['errors']]).toEqual([
      400,
      [
        {
          pointer: '/type',
          detail: 'is geen bekend type; het meest lijkt het op nl.brp.persoon.overleden.v1',
        },
        { pointer: '/data', detail: 'ontbreekt' },
      ],
    ]);
    expect(world.ontvangsten.size).toBe(0);
  });

  test.each(['__proto__', 'constructor'])(
    'refuses an attribute %s that is an object, at its name',
    async (name) => {
      const { send } = startApi();
      const event = Object.fromEntries([...Object.entries(minimal()), [name, { a: 1 }]]);
      const { status, pointers } = await send('coa', event);
      expect([status, pointers]).toEqual([400, [`/${name}`]]);
    },
  );

  test.each([
    ['coa', 'nl.tvs.koppeling.geregistreerd.v1', 'goed-huishouden'],
    ['coa', 'nl.tvs.koppeling.gewijzigd.v1', 'goed-woningeis'],
    ['coa', 'nl.tvs.koppeling.ingetrokken.v1', 'goed-met-personen'],
    ['gemeente', 'nl.inburgeringszaken.casus.geopend.v1', 'goed-volledig'],
  ])(
    'takes an event of %s of type %s with a nationaliteit, which it keeps nowhere',
    async (organisatie, type, name) => {
      const { world, send } = startApi();
      const event = JSON.parse(
        JSON.stringify(example(type, name))
          .replaceAll(/"nationaliteit":"[^"]+",/g, '')
          .replaceAll('"geslacht":', `"nationaliteit":"${NATIONALITEIT}","geslacht":`),
      );
      expect(JSON.stringify(event)).toContain(NATIONALITEIT);
      expect((await send(organisatie, event)).status).toBe(202);
      expect(JSON.stringify([...world.ontvangsten.values(), world.onBus])).not.toContain(NATIONALITEIT);
      // The same message is still the same, and one with another nationaliteit is another one.
      expect((await send(organisatie, event)).status).toBe(202);
      const other = JSON.parse(JSON.stringify(event).replace(NATIONALITEIT, 'Syrische'));
      expect((await send(organisatie, other)).status).toBe(409);
    },
  );

  test('keeps of a child what its household needs, and knows the same message again by all of it', async () => {
    const { world, send } = startApi();
    const event = koppeling();
    const text = JSON.stringify(event);
    const child = text.indexOf('"vNummer":"2766686503"');
    const withChild = (name: string) =>
      JSON.parse(`${text.slice(0, child)}${text.slice(child).replace('Omar', name)}`);
    expect((await send('coa', withChild('Merkteken'))).status).toBe(202);
    expect(JSON.stringify([...world.ontvangsten.values(), world.onBus])).not.toContain('Merkteken');
    expect(world.onBus[0]).toMatchObject({
      data: {
        personen: expect.arrayContaining([
          { vNummer: '2766686503', relatie: 'kind', geboortedatum: '2010-06-10' },
        ]),
      },
    });
    expect((await send('coa', withChild('Merkteken'))).status).toBe(202);
    expect((await send('coa', withChild('Anders'))).status).toBe(409);
  });

  test('answers the same event again with 202 and the same ontvangst', async () => {
    const { world, send } = startApi();
    const first = await send('coa', koppeling());
    const second = await send('coa', koppeling());
    expect([second.status, second.content]).toEqual([202, first.content]);
    expect(world.ontvangsten.size).toBe(1);
  });

  test('offers a repeated event again only as long as no function has processed it', async () => {
    const { world, send } = startApi();
    await send('coa', koppeling());
    await send('coa', koppeling());
    expect(world.onBus).toHaveLength(2);
    for (const { ontvangst } of world.ontvangsten.values()) ontvangst.status = 'verwerkt';
    await send('coa', koppeling());
    expect(world.onBus).toHaveLength(2);
  });

  test('refuses the same id with another content with 409, and offers nothing', async () => {
    const { world, send } = startApi();
    await send('coa', koppeling());
    const other = { ...koppeling(), time: '2025-06-21T08:32:00Z' };
    expect((await send('coa', other)).status).toBe(409);
    expect(world.onBus).toHaveLength(1);
  });

  test.each(['2025-06-20T08:32:00.000Z', '2025-06-20T10:32:00+02:00', '2025-06-20T08:32:00.0000000+00:00'])(
    'takes the same moment written as %s for the same message',
    async (time) => {
      const { world, send } = startApi();
      await send('coa', koppeling());
      expect((await send('coa', { ...koppeling(), time })).status).toBe(202);
      expect(world.ontvangsten.size).toBe(1);
    },
  );

  test('passes the moment of the source on in UTC, and takes a fraction of a second later for another message', async () => {
    const { world, send } = startApi();
    await send('coa', { ...koppeling(), time: '2025-10-26T02:30:00.250+01:00' });
    expect(world.onBus[0]?.tijdstip).toBe('2025-10-26T01:30:00.25Z');
    const later = { ...koppeling(), time: '2025-10-26T02:30:00.2500001+01:00' };
    expect((await send('coa', later)).status).toBe(409);
  });

  test('recognises a repetition of a message whose digest an earlier version made of the moment as written', async () => {
    const { world, send } = startApi();
    const written = { ...koppeling(), time: '2025-06-20T10:32:00+02:00' };
    await send('coa', written);
    for (const { bericht } of world.ontvangsten.values()) {
      const { datacontenttype: _, ...lasting } = written as Record<string, unknown>;
      bericht.afdruk = createPseudonyms(SECRET).afdruk(lasting);
    }
    expect((await send('coa', written)).status).toBe(202);
    expect((await send('coa', { ...written, subject: 'anders' })).status).toBe(409);
  });

  test('takes another order of members, no datacontenttype and another traceparent for the same content', async () => {
    const { world, send } = startApi();
    await send('coa', koppeling());
    const { datacontenttype: _, ...rest } = koppeling();
    const reversed = Object.fromEntries(Object.entries(rest).toReversed());
    const { status } = await send('coa', {
      ...reversed,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01',
    });
    expect(status).toBe(202);
    expect(world.ontvangsten.size).toBe(1);
  });

  test('takes an event in binary mode for the same as in structured mode', async () => {
    const { world, send, call } = startApi();
    const structured = await send('coa', minimal());
    const outcome = await call('POST', '/gebeurtenissen', { to: 'coa', ...binary(minimal()) });
    expect([outcome.status, outcome.content]).toEqual([202, structured.content]);
    expect(world.ontvangsten.size).toBe(1);
  });

  test('decodes ce-headers once', async () => {
    const { world, call } = startApi();
    const id = 'Euro%20%E2%82%AC%20%F0%9F%98%80';
    const request = binary({ ...minimal(), id });
    expect((await call('POST', '/v1/gebeurtenissen', { to: 'coa', ...request })).status).toBe(202);
    expect(world.onBus[0]?.berichtId).toBe('Euro € 😀');
  });

  test.each(['%C0%A0', '%', '%zz', 'é'])(
    'refuses a ce-header with %s, which cannot be decoded: 400',
    async (id) => {
      const { call } = startApi();
      const outcome = await call('POST', '/v1/gebeurtenissen', {
        to: 'coa',
        ...binary({ ...minimal(), id }),
      });
      expect(outcome.status).toBe(400);
      expect(outcome.content?.['errors']).toContainEqual({
        pointer: '/id',
        detail: 'is niet goed gecodeerd (percent-codering, UTF-8)',
      });
    },
  );

  const URI = 'https://tvs.example.nl/koppelingen/1';
  const NO_URI = { pointer: '/dataref', detail: 'is geen URI-verwijzing (RFC 3986)' };

  test.each([
    ['a URI', URI, undefined],
    ['a URI with a query, a fragment and a percent-code', `${URI}?versie=1#%C3%A9`, undefined],
    ['a URI of an IPv6 address', 'https://[2001:db8::1]:8443/koppelingen/1', undefined],
    ['a reference that starts at the root', '/koppelingen/1', undefined],
    ['a zero-width space', 'https://tvs.example.nl/\u200bkoppelingen/1', NO_URI],
    ['a space', `${URI} `, NO_URI],
    ['a letter that has to be coded', 'https://tvs.example.nl/é', NO_URI],
    ['half a percent-code', `${URI}%2`, NO_URI],
    ['two fragments', `${URI}#a#b`, NO_URI],
    ['nothing', '', NO_URI],
  ])('takes a dataref when it is a URI-reference: %s', async (_, dataref, fault) => {
    const { status, content } = await startApi().send('coa', { ...minimal(), id: 'met-dataref', dataref });
    expect([status, content?.['errors']]).toEqual(fault ? [400, [fault]] : [202, undefined]);
  });

  test.each([
    ['encoded', encodeURIComponent(URI), undefined],
    ['of which the percent signs are not encoded once more', `${URI}?versie=100%25&naam=%C3%A9`, undefined],
    [
      'with an encoded zero-width space',
      encodeURIComponent('https://tvs.example.nl/\u200bkoppelingen/1'),
      NO_URI,
    ],
    ['with nothing in it', '', NO_URI],
  ])('takes a dataref in a header when it is a URI-reference: %s', async (_, dataref, fault) => {
    const { body, headers } = binary({ ...minimal(), id: 'met-dataref', dataref });
    const request = { to: 'coa', body, headers };
    const { status, content } = await startApi().call('POST', '/gebeurtenissen', request);
    expect([status, content?.['errors']]).toEqual(fault ? [400, [fault]] : [202, undefined]);
  });

  test('names a dataref that is no text once', async () => {
    const { status, content } = await startApi().send('coa', { ...minimal(), dataref: 7 });
    expect([status, content?.['errors']]).toEqual([
      400,
      [{ pointer: '/dataref', detail: 'moet tekst zijn' }],
    ]);
  });

  test('refuses ce-datacontenttype, which belongs in Content-Type: 400', async () => {
    const { call } = startApi();
    const request = binary(minimal());
    const headers = { ...request.headers, 'ce-datacontenttype': 'application/json' };
    const outcome = await call('POST', '/v1/gebeurtenissen', { to: 'coa', ...request, headers });
    expect(outcome.content?.['errors']).toEqual([
      { pointer: '/datacontenttype', detail: 'hoort niet in een ce-header' },
    ]);
  });

  test('takes attributes with null for absent', async () => {
    const { send } = startApi();
    expect((await send('coa', { ...minimal(), subject: null, dataschema: null })).status).toBe(202);
    const withoutTime = await send('coa', { ...minimal(), time: null });
    expect(withoutTime.content?.['errors']).toEqual([{ pointer: '/time', detail: 'ontbreekt' }]);
  });

  test('names all faults in one answer, each with its place', async () => {
    const { send, world } = startApi();
    const bericht = withData({ ...minimal(), id: 'met.punt' }, { gemeentecode: '0363', versie: 0, extra: 1 });
    const outcome = await send('coa', bericht);
    expect(outcome.status).toBe(400);
    expect(outcome.pointers).toEqual(['/data/extra', '/data/gemeentecode', '/data/versie', '/id']);
    expect(world.ontvangsten.size).toBe(0);
  });

  test('names an unreadable type together with all other faults', async () => {
    const { send } = startApi();
    const { status, content } = await send('coa', { ...minimal(), type: 7, source: 'coa' });
    expect(status).toBe(400);
    expect(content?.['errors']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/type' }),
        expect.objectContaining({ pointer: '/source' }),
      ]),
    );
  });

  test.each([
    ['brp', TYPE],
    ['coa', 'nl.brp.persoon.ingeschreven.v1'],
    ['coa', 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1'],
    ['taalschool', TYPE],
    ['taalschool', 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1'],
  ])('does not let %s send %s: 403', async (to, type) => {
    const { send } = startApi();
    expect((await send(to, { ...minimal(), type })).status).toBe(403);
  });

  test.each([
    ['gemeente-1734', 202],
    ['gemeente-0796', 404],
  ])('answers %s that reports a koppeling to Overbetuwe with %i', async (to, expected) => {
    const { send } = startApi();
    expect((await send(to, sentBy(to, minimal()))).status).toBe(expected);
  });

  test.each([
    ['coa', 'urn:nld:oin:00000099000000003000:systeem:brp'],
    ['coa', 'urn:nld:oin:000000990000000020001:systeem:tvs'],
    ['coa', 'urn:nld:kvknr:12345678:systeem:tvs'],
    ['gemeente-1734', 'urn:nld:oin:00000099000000002000:systeem:tvs'],
    ['gemeente-1734', 'urn:nld:oin:00000099000009070000:systeem:casus'],
  ])('does not let %s send as %s: 403 that names the field and no number', async (to, source) => {
    const { send, world } = startApi();
    const { status, content, pointers } = await send(to, { ...minimal(), source });
    expect([status, pointers]).toEqual([403, ['/source']]);
    expect(JSON.stringify(content)).not.toMatch(/\d{8}/);
    expect([world.ontvangsten.size, world.onBus]).toEqual([0, []]);
  });

  test('does not let a source send as another in binary mode either: 403', async () => {
    const { call } = startApi();
    const request = binary(sentBy('brp', minimal()));
    const { status, pointers } = await call('POST', '/v1/gebeurtenissen', { to: 'coa', ...request });
    expect([status, pointers]).toEqual([403, ['/source']]);
  });

  test('names a source that is no URN with all other faults: 400', async () => {
    const { send } = startApi();
    const { status, pointers } = await send('coa', { ...minimal(), source: 'coa', id: 'met.punt' });
    expect([status, pointers]).toEqual([400, ['/id', '/source']]);
  });

  test.each([
    [undefined],
    ['text/plain'],
    ['application/json'],
    ['application/xml'],
    ['application/cloudevents-batch+json'],
    ['Application/CloudEvents-Batch+JSON; charset=utf-8'],
    ['application/cloudevents+xml'],
    ['application/cloudevents+json; charset=iso-8859-1'],
  ])('refuses Content-Type %s: 415', async (mediaType) => {
    const { call } = startApi();
    const headers = mediaType === undefined ? {} : { 'Content-Type': mediaType };
    expect((await call('POST', '/v1/gebeurtenissen', { to: 'coa', headers, body: minimal() })).status).toBe(
      415,
    );
  });

  test.each(['application/cloudevents+json; charset=UTF-8', 'APPLICATION/CLOUDEVENTS+JSON'])(
    'accepts Content-Type %s',
    async (mediaType) => {
      const { send } = startApi();
      expect((await send('coa', minimal(), { headers: { 'Content-Type': mediaType } })).status).toBe(202);
    },
  );

  test.each(['{', '', '[]', '"tekst"', 'null', '7'])(
    'refuses the body %j, which is no event: 400',
    async (body) => {
      const { send } = startApi();
      expect((await send('coa', body)).status).toBe(400);
    },
  );

  test('refuses a body that is no UTF-8: 400', async () => {
    const { send } = startApi();
    const body = Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]).toString('base64');
    expect((await send('coa', body, { base64: true })).status).toBe(400);
  });

  test('refuses a koppeling to a gemeente that takes no part, or to no gemeente, at that field: 400', async () => {
    const { world, send } = startApi();
    const refusal = async (gemeentecode: string) => {
      const { status, content } = await send('coa', withData(koppeling(), { gemeentecode }));
      return [status, content?.['errors']];
    };
    const pointer = '/data/gemeentecode';
    expect(await refusal('0344')).toEqual([400, [{ pointer, detail: 'is geen aangesloten gemeente' }]]);
    expect(await refusal('907')).toEqual([400, [{ pointer, detail: 'moet uit vier cijfers bestaan' }]]);
    expect(world.onBus).toEqual([]);
  });

  test('accepts a body of exactly 65536 bytes, and refuses one byte more: 413', async () => {
    const { send } = startApi();
    const text = JSON.stringify(koppeling());
    const full = text + ' '.repeat(65_536 - Buffer.byteLength(text));
    expect((await send('coa', full)).status).toBe(202);
    expect((await send('coa', `${full} `)).status).toBe(413);
    expect((await send('coa', Buffer.from(full).toString('base64'), { base64: true })).status).toBe(202);
  });

  test('accepts and keeps a message that does not reach the bus', async () => {
    const { world, send } = startApi();
    world.outage = { bus: new Error('no bus') };
    expect((await send('coa', koppeling())).status).toBe(202);
    expect([...world.ontvangsten.values()].map(({ ontvangst }) => ontvangst.status)).toEqual(['ontvangen']);
  });

  test.each(['ontvangen', 'verwerkt'] as const)(
    'answers 503 to a message that could not be counted outside, offers it to nobody, and counts it when it is repeated (%s by then)',
    async (status) => {
      const { world, send, call } = startApi();
      const count = async () => (await call('GET', '/v1/balans', { to: 'beheer' })).content?.['aangenomen'];
      world.outage = {
        acceptances: new ProvisionedThroughputExceededException({ message: '', $metadata: {} }),
      };
      const refused = await send('coa', koppeling());
      expect([refused.status, refused.headers['retry-after']]).toEqual([503, expect.any(String)]);
      expect(world.onBus).toEqual([]);
      world.outage = {};
      expect(await count()).toBe(0);
      // The watch may have offered it meanwhile.
      for (const { ontvangst } of world.ontvangsten.values()) ontvangst.status = status;
      expect((await send('coa', koppeling())).status).toBe(202);
      expect((await send('coa', koppeling())).status).toBe(202);
      expect(await count()).toBe(1);
    },
  );
});

describe('GET /gebeurtenissen/{ontvangstId}', () => {
  test('answers the sender and beheer, and nobody else', async () => {
    const { send, call } = startApi();
    const { headers } = await send('coa', koppeling());
    const location = String(headers['location']);
    const status = async (to: string) => (await call('GET', location, { to })).status;
    expect(await status('coa')).toBe(200);
    expect(await status('beheer')).toBe(200);
    expect(await status('brp')).toBe(404);
    expect(await status('gemeente')).toBe(404);
  });

  test.each(['5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01', 'geen-uuid', '%E0%A4%A'])(
    'answers 404 to %s, which does not exist',
    async (id) => {
      const { call } = startApi();
      expect((await call('GET', `/v1/gebeurtenissen/${id}`, { to: 'beheer' })).status).toBe(404);
    },
  );
});
