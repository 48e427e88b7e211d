import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nieuwPoststuk, type Poststuk } from '../../adapters/post/poststuk.ts';
import { gemeldVoor } from '../../contracts/partnerberichten.ts';
import { startApi } from '../contract/hulp/api.ts';
import { voorbeeld } from '../contract/hulp/voorbeelden.ts';

const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const TAALSCHOOL = '0907/taalschool';
const SECONDE = 1000;
const DAG = 24 * 3600 * SECONDE;

const zaak = (nummer: number) => `3f7d6c1e-0f5b-8a8e-9d6a-${String(nummer).padStart(12, '0')}`;

const bericht = (nummer: number, volgnummer = 1) => {
  const basis = gemeldVoor('taalschool').parse(voorbeeld(GEMELD, 'goed-taalschool'));
  return gemeldVoor('taalschool').parse({
    ...basis,
    id: `0b0f2c36-6c1e-5c55-${String(8000 + volgnummer)}-${String(nummer).padStart(12, '0')}`,
    subject: zaak(nummer),
    data: { ...basis.data, zaakId: zaak(nummer), volgnummer },
  });
};

const start = (basisdeur: 'wachtrij' | 'ophalen' = 'ophalen') => {
  const api = startApi();
  const { wereld } = api;
  const leg = async (nummer: number, volgnummer = 1, partner = TAALSCHOOL): Promise<Poststuk> => {
    const stuk = nieuwPoststuk(
      partner as typeof TAALSCHOOL,
      bericht(nummer, volgnummer),
      wereld.klok.nu(),
      [],
    );
    await wereld.postvak.leg([stuk]);
    return stuk;
  };
  const lees = (query: Readonly<Record<string, string>> = {}, als = 'taalschool') =>
    api.roep('GET', '/v1/berichten', { als, query });
  const bevestig = (id: string, als = 'taalschool') =>
    api.roep('POST', `/v1/berichten/${id}/_bevestig`, { als });
  const klaar = wereld.kanalen.kiesBasisdeur(TAALSCHOOL, basisdeur);
  return { ...api, leg, lees, bevestig, klaar };
};

type Uitkomst = Awaited<ReturnType<ReturnType<typeof start>['lees']>>;

const Bladzij = z.object({
  berichten: z.array(z.object({ data: z.object({ zaakId: z.string(), volgnummer: z.int() }) })),
});

/** Number of the zaak and of the message in it. */
const volgnummersIn = ({ inhoud }: Uitkomst) =>
  Bladzij.parse(inhoud).berichten.map(({ data }) => `${Number(data.zaakId.slice(-12))}.${data.volgnummer}`);
const naVan = ({ inhoud }: Uitkomst) => String(inhoud?.['na']);

describe('GET /berichten: the list of what a partner was sent', () => {
  test('a partner reads its own messages, a gemeente those of its partner, in every state and as they were sent', async () => {
    const { lees, leg, bevestig, klaar, wereld } = start('wachtrij');
    await klaar;
    const eerste = await leg(1);
    await leg(2);
    await leg(3, 1, '0907/intos');
    await bevestig(eerste.id);
    for (const uitkomst of [
      await lees(),
      await lees({ partner: 'taalschool' }),
      await lees({ partner: 'taalschool' }, 'gemeente'),
    ]) {
      expect(uitkomst.inhoud).toEqual({ berichten: [bericht(1), bericht(2)] });
    }
    expect(volgnummersIn(await lees({ staat: 'bevestigd' }))).toEqual(['1.1']);
    expect(volgnummersIn(await lees({ staat: 'klaargezet' }))).toEqual(['2.1']);
    expect(wereld.log).toEqual([]);
  });

  test('a list longer than a page goes on where the page before it ended', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    for (let nummer = 1; nummer <= 150; nummer++) {
      await leg(nummer);
      wereld.klok.verder(1);
    }
    const eerste = await lees();
    const tweede = await lees({ na: naVan(eerste) });
    expect([...volgnummersIn(eerste), ...volgnummersIn(tweede)]).toEqual(
      Array.from({ length: 150 }, (_, nummer) => `${nummer + 1}.1`),
    );
    expect(tweede.inhoud).not.toHaveProperty('na');
  });

  test.each<[string, Record<string, string>, number]>([
    ['taalschool', { partner: 'intos' }, 403],
    ['gemeente', {}, 400],
    ['gemeente', { partner: 'onbekend' }, 400],
    ['gemeente-0796', { partner: 'taalschool' }, 400],
    ['gemeente', { partner: 'taalschool', bsn: '999966133' }, 400],
    ['gemeente', { partner: 'taalschool', na: 'geen cursor!' }, 400],
    ['coa', {}, 403],
    ['beheer', {}, 403],
  ])('%s with %j: %i', async (als, query, status) => {
    expect((await start().lees(query, als)).status).toBe(status);
  });

  test('every fault of a question is named at once', async () => {
    const { lees } = start();
    const { status, pointers } = await lees({ wacht: '21', staat: 'kwijt', na: '?', van: 'gisteren' });
    expect([status, pointers]).toEqual([400, ['/na', '/staat', '/van', '/wacht']]);
    const samen = await lees({ wacht: '1', staat: 'klaargezet' });
    expect([samen.status, samen.pointers]).toEqual([400, ['/staat']]);
  });
});

describe('GET /berichten?wacht=: the pull door', () => {
  test('what lies ready comes at once, and what was confirmed does not come again', async () => {
    const { lees, leg, bevestig, klaar } = start();
    await klaar;
    const eerste = await leg(1);
    await leg(2);
    expect(volgnummersIn(await lees({ wacht: '20' }))).toEqual(['1.1', '2.1']);
    expect((await bevestig(eerste.id)).status).toBe(204);
    expect((await bevestig(eerste.id)).status).toBe(204);
    expect(volgnummersIn(await lees({ wacht: '20' }))).toEqual(['2.1']);
  });

  test('what a queue is just getting is confirmed after that, so that the one does not undo the other', async () => {
    const { bevestig, leg, klaar, wereld } = start('wachtrij');
    await klaar;
    const stuk = await leg(1);
    const nu = wereld.klok.nu();
    const tot = new Date(nu.getTime() + 15 * SECONDE);
    const inHand = await wereld.postvak.claim(stuk, 'wachtrij', tot, nu);
    if (inHand === undefined) throw new Error('niet in hand');
    const { status, headers } = await bevestig(stuk.id);
    expect([status, headers['retry-after'] ?? headers['Retry-After']]).toEqual([503, '1']);
    await wereld.postvak.allenBezorgd([inHand], nu);
    expect((await bevestig(stuk.id)).status).toBe(204);
    expect((await wereld.postvak.lees(stuk))?.plek).toBe('bevestigd');
  });

  test('who waits gets a message when it comes', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    let keer = 0;
    wereld.klok.tijdensPauze = async () => {
      if (++keer === 3) await leg(1);
    };
    expect(volgnummersIn(await lees({ wacht: '20' }))).toEqual(['1.1']);
    expect(keer).toBe(3);
  });

  test('who waits also gets what is written late, and what another choice of doors brings', async () => {
    const { lees, klaar, wereld } = start();
    await klaar;
    const laat = nieuwPoststuk(TAALSCHOOL, bericht(1), wereld.klok.nu(), []);
    wereld.klok.verder(20 * SECONDE);
    wereld.klok.tijdensPauze = async () => {
      await wereld.postvak.leg([laat]);
    };
    expect(volgnummersIn(await lees({ wacht: '20' }))).toEqual(['1.1']);

    const api = start();
    await api.klaar;
    const stuk = await api.leg(3);
    const abonnement = {
      id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      status: 'gepauzeerd',
      sink: 'https://partner.example.nl/hooks',
      types: [],
      filters: [],
      geheimen: [],
      aangemaaktOp: '2025-06-20T08:00:00.000Z',
      versie: 1,
    } as const;
    await api.wereld.kanalen.maak(TAALSCHOOL, abonnement);
    api.wereld.klok.verder(61 * SECONDE);
    api.wereld.klok.tijdensPauze = async () => {
      await api.roep('DELETE', `/v1/abonnementen/${abonnement.id}`, { als: 'taalschool' });
    };
    const uitkomst = await api.lees({ wacht: '20' });
    expect(uitkomst.inhoud?.['berichten']).toMatchObject([{ id: stuk.id }]);
  });

  test.each([
    ['as long as was asked', '5', 5],
    ['not at all without patience', '0', 0],
    // The function of the test has fifteen seconds; three are kept for the answer.
    ['not longer than the function has', '20', 20],
  ])('an empty postvak lets one wait %s', async (_, wacht, seconden) => {
    const { lees, klaar, wereld } = start();
    await klaar;
    const begin = wereld.klok.nu().getTime();
    expect(volgnummersIn(await lees({ wacht }))).toEqual([]);
    expect(wereld.klok.nu().getTime() - begin).toBe(seconden * SECONDE);
  });

  test('a message that is written late under an earlier moment is not skipped', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    wereld.klok.verder(-5 * SECONDE);
    const laat = nieuwPoststuk(TAALSCHOOL, bericht(1), wereld.klok.nu(), []);
    wereld.klok.verder(5 * SECONDE);
    await leg(2);
    const eerste = await lees({ wacht: '0' });
    await wereld.postvak.leg([laat]);
    expect(volgnummersIn(await lees({ wacht: '0', na: naVan(eerste) }))).toEqual(['1.1', '2.1']);
  });

  test('what was shown and is older than a minute does not come again to who goes on from there', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    await leg(1);
    wereld.klok.verder(61 * SECONDE);
    await leg(2);
    const eerste = await lees({ wacht: '0' });
    expect(volgnummersIn(eerste)).toEqual(['1.1', '2.1']);
    expect(volgnummersIn(await lees({ wacht: '0', na: naVan(eerste) }))).toEqual(['2.1']);
  });

  test('a page is full after a hundred, and the next one goes on there', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    for (let nummer = 1; nummer <= 120; nummer++) await leg(nummer);
    wereld.klok.verder(61 * SECONDE);
    const eerste = await lees({ wacht: '0' });
    const tweede = await lees({ wacht: '0', na: naVan(eerste) });
    expect([volgnummersIn(eerste).length, volgnummersIn(tweede).length]).toEqual([100, 20]);
  });

  test('pages on also through what lies ready for longer than the window, because it was asked for again', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    for (let nummer = 1; nummer <= 120; nummer++) await leg(nummer);
    wereld.klok.verder(60 * DAG);
    const eerste = await lees({ wacht: '0' });
    const tweede = await lees({ wacht: '0', na: naVan(eerste) });
    expect([volgnummersIn(eerste).length, volgnummersIn(tweede).length]).toEqual([100, 20]);
  });

  test('what another door has in hand is not shown, and is not passed either', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    const stuk = await leg(1);
    const inHand = await wereld.postvak.claim(stuk, 'webhook', new Date('2025-06-21'), wereld.klok.nu());
    wereld.klok.verder(61 * SECONDE);
    const eerste = await lees({ wacht: '0' });
    expect(volgnummersIn(eerste)).toEqual([]);
    if (inHand === undefined) throw new Error('niet in hand');
    await wereld.postvak.geefTerug(inHand);
    expect(volgnummersIn(await lees({ wacht: '0', na: naVan(eerste) }))).toEqual(['1.1']);
  });

  test('after another choice of doors a reader sees everything that lies ready once more', async () => {
    const { lees, leg, klaar, wereld, roep } = start();
    await klaar;
    await leg(1);
    wereld.klok.verder(61 * SECONDE);
    const eerste = await lees({ wacht: '0' });
    expect(volgnummersIn(await lees({ wacht: '0', na: naVan(eerste) }))).toEqual([]);
    const kies = (deur: string) =>
      roep('PUT', '/v1/kanaal', {
        als: 'taalschool',
        body: { deur },
        headers: { 'Content-Type': 'application/json' },
      });
    await kies('wachtrij');
    await kies('ophalen');
    expect(volgnummersIn(await lees({ wacht: '0', na: naVan(eerste) }))).toEqual(['1.1']);
  });

  test('a partner with another door is told which: 409', async () => {
    const { lees, klaar } = start('wachtrij');
    await klaar;
    const { status, inhoud } = await lees({ wacht: '0' });
    expect([status, inhoud]).toEqual([
      409,
      expect.objectContaining({
        type: 'https://hub.example.nl/problemen/andere-deur',
        detail: expect.stringContaining('wachtrij'),
      }),
    ]);
  });

  test('a partner with a webhook is not told that everything comes through its queue', async () => {
    const { lees, klaar, wereld } = start('wachtrij');
    await klaar;
    await wereld.kanalen.maak(TAALSCHOOL, {
      id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      status: 'actief',
      sink: 'https://partner.example/hooks',
      types: [],
      filters: [],
      geheimen: [{ versleuteld: 'x' }],
      aangemaaktOp: '2025-06-20T08:00:00.000Z',
      versie: 1,
    });
    const { status, inhoud } = await lees({ wacht: '0' });
    expect(status).toBe(409);
    expect(inhoud?.['detail']).toContain('naar een webhook, en anders door de deur wachtrij');
  });

  const cursor = (positie: string, gegevenOp = '2025-06-20T08:00:00.000Z') =>
    Buffer.from(`${positie}|${gegevenOp}`).toString('base64url');

  test.each([
    ['from the future', { wacht: '0', na: cursor('2025-06-20T08:33:00.000Z') }, 400, 'toekomst'],
    [
      'given in the future',
      { wacht: '0', na: cursor('2025-06-20T08:00:00.000Z', '2026-01-01T00:00:00.000Z') },
      400,
      'toekomst',
    ],
    ['that nobody gave', { wacht: '0', na: 'eyJwayI6IjEifQ' }, 400, 'vervolg'],
    ['of a list that nobody gave', { na: Buffer.from('2025-13-45|x').toString('base64url') }, 400, 'vervolg'],
    [
      'older than the window',
      { wacht: '0', na: cursor('2025-05-21T08:31:59.999Z', '2025-05-21T08:31:59.999Z') },
      410,
      '30 dagen',
    ],
    [
      'of a list older than what is kept',
      { na: cursor('2025-03-22T08:31:59.999Z', '2025-03-22T08:31:59.999Z') },
      410,
      '90 dagen',
    ],
    [
      'within the window',
      { wacht: '0', na: cursor('2025-05-21T08:32:00.000Z', '2025-05-21T08:32:00.000Z') },
      200,
      'berichten',
    ],
  ])('a cursor %s', async (_, query, status, tekst) => {
    const { lees, klaar } = start();
    await klaar;
    const uitkomst = await lees(query);
    expect(uitkomst.status).toBe(status);
    expect(JSON.stringify(uitkomst.inhoud)).toContain(tekst);
    expect(uitkomst.pointers).toEqual(status === 400 ? ['/na'] : []);
  });

  test('what an abonnement asks for is not to be fetched', async () => {
    const { lees, leg, klaar, wereld } = start();
    await klaar;
    await wereld.kanalen.maak(TAALSCHOOL, {
      id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      status: 'gepauzeerd',
      sink: 'https://partner.example.nl/hooks',
      types: [],
      filters: [{ exact: { subject: zaak(1) } }],
      geheimen: [],
      aangemaaktOp: '2025-06-20T08:00:00.000Z',
      versie: 1,
    });
    await leg(1);
    await leg(2);
    expect(volgnummersIn(await lees({ wacht: '0' }))).toEqual(['2.1']);
  });
});

describe('one message', () => {
  test('is shown with its state and every try, and with its content as long as that is kept', async () => {
    const { roep, leg, klaar, wereld } = start();
    await klaar;
    const stuk = await leg(1);
    const inHand = await wereld.postvak.claim(stuk, 'webhook', new Date('2025-06-21'), wereld.klok.nu());
    if (inHand === undefined) throw new Error('niet in hand');
    const poging = {
      tijdstip: '2025-06-20T08:32:00.500Z',
      reden: 'status',
      status: 503,
      duurMs: 12,
    } as const;
    const terug = await wereld.postvak.geefTerug(inHand, poging);
    const lees = (als: string, query = {}) => roep('GET', `/v1/berichten/${stuk.id}`, { als, query });
    const stand = {
      id: stuk.id,
      zaakId: zaak(1),
      volgnummer: 1,
      staat: 'klaargezet',
      deur: 'webhook',
      klaargezetOp: '2025-06-20T08:32:00.000Z',
      sinds: '2025-06-20T08:32:00.000Z',
      pogingen: [poging],
    };
    expect((await lees('taalschool')).inhoud).toEqual({ ...stand, type: GEMELD, bericht: bericht(1) });
    expect((await lees('gemeente', { partner: 'taalschool' })).inhoud).toMatchObject(stand);
    wereld.klok.verder(91 * DAG);
    if (terug === undefined) throw new Error('niet terug');
    await wereld.postvak.ruimOp(terug, wereld.klok.nu());
    const leeg = await lees('taalschool');
    expect(leeg.inhoud).toEqual({ ...stand, staat: 'vervallen', sinds: expect.any(String) });
  });

  test.each([
    ['another partner', 'intos', 404],
    ['the same partner of another gemeente', 'gemeente-0796', 400],
    ['a gemeente that asks after another of its partners', 'gemeente', 404],
  ])('is not there for %s', async (_, als, status) => {
    const { roep, leg, klaar } = start();
    await klaar;
    const { id } = await leg(1);
    const query = als.startsWith('gemeente') ? { partner: 'intos' } : {};
    expect(
      (await roep('GET', `/v1/berichten/${id}`, { als, query: als === 'gemeente-0796' ? {} : query })).status,
    ).toBe(status);
  });

  test.each([
    ['taalschool', '00000000-0000-4000-8000-000000000000', 404],
    ['taalschool', 'geen-uuid', 404],
    ['gemeente', undefined, 403],
    ['intos', undefined, 404],
    ['coa', undefined, 403],
  ])('%s confirming message %s: %i', async (als, id, status) => {
    const { bevestig, leg, klaar, lees } = start();
    await klaar;
    const stuk = await leg(1);
    expect((await bevestig(id ?? stuk.id, als)).status).toBe(status);
    expect(volgnummersIn(await lees({ wacht: '0' }))).toEqual(['1.1']);
  });

  test('can be confirmed after its content has gone', async () => {
    const { bevestig, leg, klaar, wereld } = start();
    await klaar;
    const stuk = await leg(1);
    await wereld.postvak.ruimOp(stuk, wereld.klok.nu());
    expect((await bevestig(stuk.id)).status).toBe(204);
  });
});

test('a berichtId in capitals reads and confirms the same message', async () => {
  const { klaar, leg, bevestig, roep } = start();
  await klaar;
  const { id } = await leg(1);
  const capitals = id.toUpperCase();
  expect(capitals).not.toBe(id);
  expect((await bevestig(capitals)).status).toBe(204);
  const read = await roep('GET', `/v1/berichten/${capitals}`, { als: 'taalschool' });
  expect(read.inhoud).toMatchObject({ id, staat: 'bevestigd' });
});
