import { describe, expect, test } from 'vitest';
import { maakPseudoniemen } from '../../adapters/pseudoniemen.ts';
import { GEHEIM, startApi } from '../contract/hulp/api.ts';
import { metData, voorbeeld } from '../contract/hulp/voorbeelden.ts';

const TYPE = 'nl.tvs.koppeling.geregistreerd.v1';
const koppeling = () => voorbeeld(TYPE, 'goed-huishouden');
const minimaal = () => voorbeeld(TYPE, 'goed-minimaal');

/** The same event in binary mode. */
const binair = (event: Record<string, unknown>) => {
  const { data, datacontenttype: _, ...attributen } = event;
  return {
    body: data,
    headers: {
      'Content-Type': 'application/json',
      ...Object.fromEntries(
        Object.entries(attributen).map(([naam, waarde]) => [`ce-${naam}`, String(waarde)]),
      ),
    },
  };
};

describe('POST /gebeurtenissen', () => {
  test('een geldige gebeurtenis is duurzaam opgeslagen en aangeboden, en de bron weet waar de stand te lezen is', async () => {
    const { wereld, stuur, roep } = startApi();
    const { status, headers, inhoud } = await stuur('coa', koppeling());
    const ontvangstId = String(inhoud?.['ontvangstId']);
    expect(status).toBe(202);
    expect(headers['location']).toBe(`/v1/gebeurtenissen/${ontvangstId}`);
    expect(wereld.opBus).toEqual([
      expect.objectContaining({
        ontvangstId,
        type: TYPE,
        organisatie: 'coa',
        berichtId: koppeling()['id'],
        bron: 'urn:nld:oin:00000099000000002000:systeem:tvs',
        tijdstip: '2025-06-20T08:32:00Z',
        data: koppeling()['data'],
      }),
    ]);
    const stand = await roep('GET', String(headers['location']), { als: 'coa' });
    expect(stand.inhoud).toMatchObject({ ontvangstId, status: 'ontvangen', type: TYPE, organisatie: 'coa' });
  });

  test('dezelfde gebeurtenis nog eens is weer 202, onder hetzelfde ontvangstbewijs', async () => {
    const { wereld, stuur } = startApi();
    const eerste = await stuur('coa', koppeling());
    const tweede = await stuur('coa', koppeling());
    expect([tweede.status, tweede.inhoud]).toEqual([202, eerste.inhoud]);
    expect(wereld.ontvangsten.size).toBe(1);
  });

  test('een herhaling wordt alleen opnieuw aangeboden zolang niemand het bericht heeft opgepakt', async () => {
    const { wereld, stuur } = startApi();
    await stuur('coa', koppeling());
    await stuur('coa', koppeling());
    expect(wereld.opBus).toHaveLength(2);
    for (const { ontvangst } of wereld.ontvangsten.values()) ontvangst.status = 'verwerkt';
    await stuur('coa', koppeling());
    expect(wereld.opBus).toHaveLength(2);
  });

  test('hetzelfde id met een andere inhoud is 409 en gaat niet verder', async () => {
    const { wereld, stuur } = startApi();
    await stuur('coa', koppeling());
    const ander = { ...koppeling(), time: '2025-06-21T08:32:00Z' };
    expect((await stuur('coa', ander)).status).toBe(409);
    expect(wereld.opBus).toHaveLength(1);
  });

  test.each(['2025-06-20T08:32:00.000Z', '2025-06-20T10:32:00+02:00', '2025-06-20T08:32:00.0000000+00:00'])(
    'the same moment written as %s is the same message',
    async (time) => {
      const { wereld, stuur } = startApi();
      await stuur('coa', koppeling());
      expect((await stuur('coa', { ...koppeling(), time })).status).toBe(202);
      expect(wereld.ontvangsten.size).toBe(1);
    },
  );

  test('a moment of the source goes on in UTC, and one that is a fraction of a second later is another message', async () => {
    const { wereld, stuur } = startApi();
    await stuur('coa', { ...koppeling(), time: '2025-10-26T02:30:00.250+01:00' });
    expect(wereld.opBus[0]?.tijdstip).toBe('2025-10-26T01:30:00.25Z');
    const later = { ...koppeling(), time: '2025-10-26T02:30:00.2500001+01:00' };
    expect((await stuur('coa', later)).status).toBe(409);
  });

  test('a repetition of a message that an earlier version kept with its moment as it was written is the same', async () => {
    const { wereld, stuur } = startApi();
    const written = { ...koppeling(), time: '2025-06-20T10:32:00+02:00' };
    await stuur('coa', written);
    for (const { bericht } of wereld.ontvangsten.values()) {
      const { datacontenttype: _, ...lasting } = written as Record<string, unknown>;
      bericht.afdruk = maakPseudoniemen(GEHEIM).afdruk(lasting);
    }
    expect((await stuur('coa', written)).status).toBe(202);
    expect((await stuur('coa', { ...written, subject: 'anders' })).status).toBe(409);
  });

  test('een andere volgorde van leden, een ontbrekend datacontenttype en een ander traceparent is dezelfde inhoud', async () => {
    const { wereld, stuur } = startApi();
    await stuur('coa', koppeling());
    const { datacontenttype: _, ...rest } = koppeling();
    const omgekeerd = Object.fromEntries(Object.entries(rest).toReversed());
    const { status } = await stuur('coa', {
      ...omgekeerd,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01',
    });
    expect(status).toBe(202);
    expect(wereld.ontvangsten.size).toBe(1);
  });

  test('dezelfde gebeurtenis binair is dezelfde als gestructureerd', async () => {
    const { wereld, stuur, roep } = startApi();
    const gestructureerd = await stuur('coa', minimaal());
    const uitkomst = await roep('POST', '/gebeurtenissen', { als: 'coa', ...binair(minimaal()) });
    expect([uitkomst.status, uitkomst.inhoud]).toEqual([202, gestructureerd.inhoud]);
    expect(wereld.ontvangsten.size).toBe(1);
  });

  test('ce-headers worden één keer gedecodeerd', async () => {
    const { wereld, roep } = startApi();
    const id = 'Euro%20%E2%82%AC%20%F0%9F%98%80';
    const verzoek = binair({ ...minimaal(), id });
    expect((await roep('POST', '/v1/gebeurtenissen', { als: 'coa', ...verzoek })).status).toBe(202);
    expect(wereld.opBus[0]?.berichtId).toBe('Euro € 😀');
  });

  test.each(['%C0%A0', '%', '%zz', 'é'])('een ce-header met %s is niet te decoderen: 400', async (id) => {
    const { roep } = startApi();
    const uitkomst = await roep('POST', '/v1/gebeurtenissen', {
      als: 'coa',
      ...binair({ ...minimaal(), id }),
    });
    expect(uitkomst.status).toBe(400);
    expect(uitkomst.inhoud?.['errors']).toContainEqual({
      pointer: '/id',
      detail: 'is niet goed gecodeerd (percent-codering, UTF-8)',
    });
  });

  test('ce-datacontenttype hoort in Content-Type: 400', async () => {
    const { roep } = startApi();
    const verzoek = binair(minimaal());
    const headers = { ...verzoek.headers, 'ce-datacontenttype': 'application/json' };
    const uitkomst = await roep('POST', '/v1/gebeurtenissen', { als: 'coa', ...verzoek, headers });
    expect(uitkomst.inhoud?.['errors']).toEqual([
      { pointer: '/datacontenttype', detail: 'hoort niet in een ce-header' },
    ]);
  });

  test('attributen met null gelden als afwezig', async () => {
    const { stuur } = startApi();
    expect((await stuur('coa', { ...minimaal(), subject: null, dataschema: null })).status).toBe(202);
    const zonderTijd = await stuur('coa', { ...minimaal(), time: null });
    expect(zonderTijd.inhoud?.['errors']).toEqual([{ pointer: '/time', detail: 'ontbreekt' }]);
  });

  test('alle fouten komen in één antwoord, elk met zijn plek', async () => {
    const { stuur, wereld } = startApi();
    const bericht = metData({ ...minimaal(), id: 'met.punt' }, { gemeentecode: '0363', versie: 0, extra: 1 });
    const uitkomst = await stuur('coa', bericht);
    expect(uitkomst.status).toBe(400);
    expect(uitkomst.pointers).toEqual(['/data/extra', '/data/gemeentecode', '/data/versie', '/id']);
    expect(wereld.ontvangsten.size).toBe(0);
  });

  test('een onleesbaar type wordt met alle andere fouten gemeld', async () => {
    const { stuur } = startApi();
    const { status, inhoud } = await stuur('coa', { ...minimaal(), type: 7, source: 'coa' });
    expect(status).toBe(400);
    expect(inhoud?.['errors']).toEqual(
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
    ['gemeente', TYPE],
    ['taalschool', 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1'],
  ])('%s mag %s niet aanleveren: 403', async (als, type) => {
    const { stuur } = startApi();
    expect((await stuur(als, { ...minimaal(), type })).status).toBe(403);
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
  ])('Content-Type %s wordt niet aangenomen: 415', async (soort) => {
    const { roep } = startApi();
    const headers = soort === undefined ? {} : { 'Content-Type': soort };
    expect((await roep('POST', '/v1/gebeurtenissen', { als: 'coa', headers, body: minimaal() })).status).toBe(
      415,
    );
  });

  test.each(['application/cloudevents+json; charset=UTF-8', 'APPLICATION/CLOUDEVENTS+JSON'])(
    'Content-Type %s wordt aangenomen',
    async (soort) => {
      const { stuur } = startApi();
      expect((await stuur('coa', minimaal(), { headers: { 'Content-Type': soort } })).status).toBe(202);
    },
  );

  test.each(['{', '', '[]', '"tekst"', 'null', '7'])('inhoud %j is geen gebeurtenis: 400', async (body) => {
    const { stuur } = startApi();
    expect((await stuur('coa', body)).status).toBe(400);
  });

  test('inhoud die geen UTF-8 is: 400', async () => {
    const { stuur } = startApi();
    const body = Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]).toString('base64');
    expect((await stuur('coa', body, { base64: true })).status).toBe(400);
  });

  test('een koppeling aan een gemeente die in deze omgeving niet meedoet wordt geweigerd, bij het veld: 400', async () => {
    const { wereld, stuur } = startApi();
    const { status, inhoud } = await stuur('coa', metData(koppeling(), { gemeentecode: '9999' }));
    expect([status, inhoud?.['errors']]).toEqual([
      400,
      [{ pointer: '/data/gemeentecode', detail: 'is geen aangesloten gemeente' }],
    ]);
    expect(wereld.opBus).toEqual([]);
  });

  test('precies 65536 bytes past, één meer niet: 413', async () => {
    const { stuur } = startApi();
    const tekst = JSON.stringify(koppeling());
    const vol = tekst + ' '.repeat(65_536 - Buffer.byteLength(tekst));
    expect((await stuur('coa', vol)).status).toBe(202);
    expect((await stuur('coa', `${vol} `)).status).toBe(413);
    expect((await stuur('coa', Buffer.from(vol).toString('base64'), { base64: true })).status).toBe(202);
  });

  test('bereikt het bericht de bus niet, dan is het toch aangenomen en blijft het staan', async () => {
    const { wereld, stuur } = startApi();
    wereld.storing = { bus: new Error('bus weg') };
    expect((await stuur('coa', koppeling())).status).toBe(202);
    expect([...wereld.ontvangsten.values()].map(({ ontvangst }) => ontvangst.status)).toEqual(['ontvangen']);
  });
});

describe('GET /gebeurtenissen/{ontvangstId}', () => {
  test('is er voor de afzender en voor beheer, en voor niemand anders', async () => {
    const { stuur, roep } = startApi();
    const { headers } = await stuur('coa', koppeling());
    const adres = String(headers['location']);
    const status = async (als: string) => (await roep('GET', adres, { als })).status;
    expect(await status('coa')).toBe(200);
    expect(await status('beheer')).toBe(200);
    expect(await status('brp')).toBe(404);
    expect(await status('gemeente')).toBe(404);
  });

  test.each(['5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01', 'geen-uuid', '%E0%A4%A'])(
    '%s bestaat niet: 404',
    async (id) => {
      const { roep } = startApi();
      expect((await roep('GET', `/v1/gebeurtenissen/${id}`, { als: 'beheer' })).status).toBe(404);
    },
  );
});
