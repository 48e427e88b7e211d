import { describe, expect, test } from 'vitest';
import { startApi } from '../contract/hulp/api.ts';
import { voorbeeld } from '../contract/hulp/voorbeelden.ts';

const notificatie = (naam = 'goed-beide') => voorbeeld('nl.duo.notificatie.v1', naam);

describe('POST /notificaties', () => {
  test('een notificatie is opgeslagen en aangeboden: 201 zonder inhoud', async () => {
    const { wereld, meld } = startApi();
    const uitkomst = await meld(notificatie());
    expect([uitkomst.status, uitkomst.inhoud]).toEqual([201, undefined]);
    expect(wereld.opBus).toEqual([
      {
        ontvangstId: expect.any(String),
        type: 'nl.duo.notificatie.v1',
        berichtId: '0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d10',
        bron: '00000099000000004000',
        doel: '00000099000000001000',
        organisatie: 'duo',
        afdruk: expect.any(String),
        tijdstip: notificatie()['registratieDatumTijd'],
        data: { ...notificatie(), vNummer: '2798163871' },
      },
    ]);
  });

  test('een V-nummer als getal wordt tekst van tien cijfers', async () => {
    const { wereld, meld } = startApi();
    await meld(notificatie('goed-vnummer'));
    expect(wereld.opBus[0]?.data).toMatchObject({ vNummer: '0027981638' });
  });

  test('velden die DUO er later bij zet worden aangenomen en niet bewaard', async () => {
    const { wereld, meld } = startApi();
    expect((await meld({ ...notificatie(), nieuwVeld: 'x' })).status).toBe(201);
    expect(wereld.opBus[0]?.data).not.toHaveProperty('nieuwVeld');
  });

  test('de namen van headers zijn in elke schrijfwijze goed', async () => {
    const { roep } = startApi();
    const headers = {
      'CONTENT-TYPE': 'application/json; charset=utf-8',
      BRON: '00000099000000004000',
      Doel: '00000099000000001000',
      BerichtID: '0192F3A1-6C1E-7C55-8A3B-5F6F2C9E1D10',
    };
    expect(
      (await roep('POST', '/v1/notificaties', { als: 'duo', headers, body: notificatie() })).status,
    ).toBe(201);
  });

  test('dezelfde notificatie nog eens: 201, en er komt er niet één bij', async () => {
    const { wereld, meld } = startApi();
    await meld(notificatie());
    const berichtId = '0192F3A1-6C1E-7C55-8A3B-5F6F2C9E1D10';
    expect((await meld(notificatie(), { headers: { berichtId } })).status).toBe(201);
    expect(wereld.ontvangsten.size).toBe(1);
  });

  test('the same moment written in another way is the same notification, and it goes on in UTC', async () => {
    const { wereld, meld } = startApi();
    await meld({ ...notificatie(), registratieDatumTijd: '2025-10-26T02:30:00+02:00' });
    await meld({ ...notificatie(), registratieDatumTijd: '2025-10-26T01:30:00.000+01:00' });
    expect(wereld.ontvangsten.size).toBe(1);
    expect(wereld.opBus[0]).toMatchObject({
      tijdstip: '2025-10-26T00:30:00Z',
      data: { registratieDatumTijd: '2025-10-26T00:30:00Z' },
    });
  });

  test.each([
    ['wacht', 2],
    ['verwerkt', 1],
    ['quarantaine', 1],
  ] as const)('repeated while the first one is %s it was offered %i times', async (status, times) => {
    const { wereld, meld } = startApi();
    await meld(notificatie());
    for (const { ontvangst } of wereld.ontvangsten.values()) ontvangst.status = status;
    await meld(notificatie());
    expect(wereld.opBus).toHaveLength(times);
  });

  test('hetzelfde berichtId voor een andere notificatie: 400, want DUO kent geen 409', async () => {
    const { meld } = startApi();
    await meld(notificatie());
    const { status, inhoud } = await meld(notificatie('goed-vnummer'));
    expect(status).toBe(400);
    expect(inhoud?.['errors']).toEqual([
      { pointer: '/berichtId', detail: 'is eerder gebruikt voor een andere notificatie' },
    ]);
  });

  test('zonder bsn en zonder vNummer: 400', async () => {
    const { meld } = startApi();
    const { bsn: _, vNummer: __, ...zonder } = notificatie();
    expect((await meld(zonder)).status).toBe(400);
  });

  test('alle fouten in headers en inhoud komen tegelijk', async () => {
    const { roep, wereld } = startApi();
    const { status, pointers } = await roep('POST', '/v1/notificaties', {
      als: 'duo',
      headers: { 'Content-Type': 'application/json', bron: '123', berichtId: 'geen-uuid' },
      body: { gebeurtenisId: 'ss131' },
    });
    expect(status).toBe(400);
    expect(pointers).toEqual([
      '/berichtId',
      '/bron',
      '/bsn',
      '/doel',
      '/gebeurtenisId',
      '/registratieDatumTijd',
      '/vNummer',
    ]);
    expect(wereld.ontvangsten.size).toBe(0);
  });

  test.each<[string, Record<string, string>, unknown]>([
    ['verkeerd mediatype', { 'Content-Type': 'text/plain' }, notificatie()],
    ['geen JSON', {}, '{'],
    ['geen object', {}, []],
    ['te groot', {}, { ...notificatie(), vulling: 'x'.repeat(70_000) }],
  ])('%s: 400, want andere codes kent DUO niet', async (_, headers, body) => {
    const { meld } = startApi();
    expect((await meld(body, { headers })).status).toBe(400);
  });

  test('elke Accept is goed, want er komt geen inhoud terug', async () => {
    const { meld } = startApi();
    expect((await meld(notificatie(), { headers: { Accept: 'text/html' } })).status).toBe(201);
  });

  test('een ander dan DUO: 403; zonder token: 401', async () => {
    const { meld, roep } = startApi();
    expect((await meld(notificatie(), { als: 'coa' })).status).toBe(403);
    expect((await roep('POST', '/v1/notificaties', { body: notificatie() })).status).toBe(401);
  });

  test('is de opslag er niet, dan is het antwoord 503 met de Foutmelding van DUO', async () => {
    const { wereld, meld } = startApi();
    wereld.storing = { opslag: Object.assign(new Error('druk'), { name: 'ThrottlingException' }) };
    const uitkomst = await meld(notificatie());
    expect(uitkomst.status).toBe(503);
    expect(uitkomst.headers['content-type']).toBe('application/json');
    expect(uitkomst.inhoud).toEqual({ fouttekst: expect.any(String) });
    const probleem = await meld(notificatie(), { headers: { Accept: 'application/problem+json' } });
    expect(probleem.headers['content-type']).toBe('application/problem+json');
  });

  test('een fout van binnen is 500', async () => {
    const { wereld, meld } = startApi();
    wereld.storing = { opslag: new Error('stuk') };
    expect((await meld(notificatie())).status).toBe(500);
  });
});
