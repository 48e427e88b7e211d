import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { createOntvangsten } from '../../../../../adapters/table/ontvangsten.ts';
import { Openstaand } from '../../../../../contracts/balans.ts';
import { EMPTY_BALANS } from '../../../../../domain/delivery/books.ts';
import { textOf } from '../../../../../functions/loket/html.ts';
import { booksPage } from '../../../../../functions/loket/pages/books.ts';
import { layout } from '../../../../../functions/loket/pages/layout.ts';
import { operationsPage } from '../../../../../functions/loket/pages/operations.ts';
import { PATHS } from '../../../../../functions/loket/paths.ts';
import { koppeling } from '../../../domain/support.ts';
import { koppelingBericht, V_NUMMER } from '../../berichten.ts';
import { below, documentOf, NOW, started, textsOf, trialLoket, WEBHOOK } from '../support.ts';

const BEHEER = 'beheer';
const ontvangstId = 'f0f0c0f0-0f0f-5f0f-8f0f-0f0f0f0f0f0f' as never;

/** A hub with a message of COA in quarantine. */
const withQuarantine = async () => {
  const { hub, loket } = await started();
  const bericht = { ...koppelingBericht(koppeling()), organisatie: 'coa', ontvangstId };
  const ontvangsten = createOntvangsten(hub.table);
  await ontvangsten.accept(bericht);
  await ontvangsten.settle([
    { bericht, settlement: { soort: 'quarantaine', reden: 'past niet bij wat bekend is' } },
  ]);
  const status = async () => (await ontvangsten.read(ontvangstId))?.status;
  return { hub, loket, bericht, status, cookie: await loket.signedIn(BEHEER) };
};

const cellsOf = (page: Parameters<typeof textsOf>[0], caption: string) =>
  [...documentOf(page).querySelectorAll(`[aria-label="${caption}"] tbody tr`)].map((row) =>
    [...row.querySelectorAll('th, td')].map(({ textContent }) => (textContent ?? '').trim()),
  );

it.each([
  [0, []],
  [1, ['De andere partner heeft alles.']],
  [2, ['De andere 2 partners hebben alles.']],
])('of %i partners that have all of their messages the page says %j', (count, said) => {
  const post = (klaargezet: number) => ({ klaargezet, geparkeerd: 0 });
  const others = Array.from({ length: count }, (_, n) => [`0907/${n}`, post(0)] as const);
  const openstaand = Openstaand.parse({
    ontvangen: 0,
    wacht: 0,
    quarantaine: 0,
    nogTeVersturen: 0,
    wachtOpGegevens: {},
    post: { '0907/mage': post(1), ...Object.fromEntries(others) },
  });
  const view = { openstaand, subscriptions: [], deadLetters: [] };
  const reader = { naam: 'Iemand', organisatie: 'Hub', rol: 'beheer', mark: 'x' } as const;
  const body = textOf(layout(operationsPage(view, new Map(), reader)));
  expect(textsOf({ body }, 'p').filter((text) => text.startsWith('De andere'))).toEqual(said);
});

describe('who operates the hub', () => {
  it('begins with what is on its way, dead letters and receivers, without a name of anybody', async () => {
    const { hub, loket, cookie } = await withQuarantine();
    expect((await loket.get('/loket', cookie)).headers?.['Location']).toBe(PATHS.operations);
    await createKanalen(hub.table).create('0907/balk', {
      ...WEBHOOK,
      sink: 'https://balk.example/in?sleutel=x',
    });
    await createKanalen(hub.table).putState(
      WEBHOOK.id,
      'GEZONDHEID',
      { opRij: 7, storingSinds: NOW.getTime() },
      undefined,
    );
    await hub.table.write([
      {
        pk: 'BEWAKING',
        sk: 'DodeBrieven',
        gevolgd: JSON.stringify({
          coa: { aantal: 3, sinds: '2025-09-09T07:00:00.000Z' },
          '0907/mage': { aantal: 1, sinds: '2025-09-09T08:00:00.000Z' },
        }),
      },
    ]);
    const page = await loket.get('/loket/beheer', cookie);
    expect(page.statusCode).toBe(200);
    expect(cellsOf(page, 'Onderweg')).toContainEqual(['In quarantaine', '1']);
    expect(cellsOf(page, 'Dode brieven per wachtrij')).toEqual([
      ['Kringloopwinkel MaGe (Gennep)', '1', '9 september 2025 om 10:00', 'hub redrive 0907/mage'],
      ['coa', '3', '9 september 2025 om 09:00', 'hub redrive coa'],
    ]);
    expect(cellsOf(page, 'Berichten die een partner nog niet heeft')).toContainEqual([
      'Kringloopwinkel MaGe (Gennep)',
      '2',
      '0',
    ]);
    expect(cellsOf(page, 'Abonnementen')).toEqual([
      [expect.stringContaining('BalK'), 'balk.example', 'actief', 'storing sinds 9 september 2025 om 11:00'],
    ]);
    expect(page.body).not.toMatch(/sleutel=x|Qasim/);
    expect(page.body).not.toContain(V_NUMMER);
  });

  it('reads why a message is in quarantine, and takes it up again: once, and it is logged', async () => {
    const { loket, cookie, status } = await withQuarantine();
    const page = await loket.get('/loket/beheer/ontvangsten', cookie);
    expect(cellsOf(page, 'In quarantaine')).toEqual([
      [
        ontvangstId,
        'nl.tvs.koppeling.geregistreerd.v1',
        'coa',
        expect.any(String),
        'past niet bij wat bekend is',
        'Verwerk opnieuw',
      ],
    ]);
    expect(page.body).not.toMatch(/Qasim/);
    const form = { ontvangst: ontvangstId, status: 'quarantaine' };
    const press = () => loket.submit('/loket/beheer/ontvangsten', '/loket/beheer/heropnemen', form, cookie);
    const taken = await press();
    expect([taken.statusCode, taken.headers?.['Location']]).toEqual([
      303,
      `${PATHS.receipts}?status=quarantaine&gedaan=heropgenomen`,
    ]);
    expect([await status(), loket.published.map((one) => one.ontvangstId)]).toEqual([
      'ontvangen',
      [ontvangstId],
    ]);
    expect(loket.log).toContainEqual(['bericht heropgenomen', { ontvangstId, door: BEHEER }]);
    const after = await loket.get('/loket/beheer/ontvangsten', cookie, { gedaan: 'heropgenomen' });
    expect(textsOf(after, '[role=status]')[0]).toContain('opnieuw verwerkt');
    expect(textsOf(after, 'main').join()).toContain('Hier staat nu niets.');
  });

  it('hears that a message was processed meanwhile, or does not exist', async () => {
    const { hub, loket, cookie, bericht } = await withQuarantine();
    const press = (ontvangst: string) =>
      loket.submit('/loket/beheer/ontvangsten', '/loket/beheer/heropnemen', { ontvangst }, cookie);
    await createOntvangsten(hub.table).settle([{ bericht, settlement: { soort: 'verwerkt' } }]);
    expect((await press(ontvangstId)).headers?.['Location']).toBe(`${PATHS.receipts}?gedaan=al-verwerkt`);
    for (const none of ['', 'x', 'f0f0c0f0-0f0f-5f0f-8f0f-000000000000'])
      expect((await press(none)).statusCode).toBe(404);
    expect(loket.published).toEqual([]);
  });

  it('hears that a message does not fit the contract any more, and that it stays in quarantine', async () => {
    const { hub, loket, cookie, status } = await withQuarantine();
    const place = { pk: `ONTVANGST#${ontvangstId}`, sk: 'ONTVANGST' };
    await hub.table.write([{ ...(await hub.table.read(place)), ...place, inhoud: '{}' }]);
    const form = { ontvangst: ontvangstId, status: 'quarantaine' };
    const pressed = await loket.submit('/loket/beheer/ontvangsten', '/loket/beheer/heropnemen', form, cookie);
    const gedaan = 'stand-laat-niet-toe';
    expect(pressed.headers?.['Location']).toBe(`${PATHS.receipts}?status=quarantaine&gedaan=${gedaan}`);
    expect([await status(), loket.published]).toEqual(['quarantaine', []]);
    const after = await loket.get('/loket/beheer/ontvangsten', cookie, { gedaan });
    expect(textsOf(after, '[role=status]')[0]).toContain('past niet meer bij het contract');
  });

  it('reads receipts page by page, each page small', async () => {
    const { hub, loket, cookie, bericht } = await withQuarantine();
    const ontvangsten = createOntvangsten(hub.table);
    for (let at = 0; at < 90; at += 1) {
      const id = `f0f0c0f0-0f0f-5f0f-8f0f-${String(at).padStart(12, '0')}` as never;
      await ontvangsten.accept({ ...bericht, ontvangstId: id });
    }
    const seen = new Set<string>();
    let query: Record<string, string> | undefined = { status: 'ontvangen' };
    for (let pages = 0; query !== undefined; pages += 1) {
      expect(pages).toBeLessThan(5);
      const page = await loket.get(below(PATHS.receipts), cookie, query);
      expect([page.statusCode, Buffer.byteLength(page.body) < 50_000]).toEqual([200, true]);
      for (const [id = ''] of cellsOf(page, 'Nog te verwerken')) seen.add(id);
      const next = [...documentOf(page).querySelectorAll('main a')].find(
        ({ textContent }) => textContent === 'Volgende bladzijde',
      );
      const search = next?.getAttribute('href')?.split('?')[1];
      query = search === undefined ? undefined : Object.fromEntries(new URLSearchParams(search));
    }
    expect(seen.size).toBe(90);
    for (const wrong of [{ status: 'verwerkt' }, { na: 'x y' }, { bsn: '999966133' }])
      expect((await loket.get(below(PATHS.receipts), cookie, wrong)).statusCode).toBe(400);
  });

  it('reads the books, which add up', async () => {
    const { loket, cookie } = await withQuarantine();
    const page = await loket.get('/loket/beheer/boeken', cookie);
    expect(textsOf(page, '[role=status]')[0]).toContain('De boeken kloppen');
    expect(cellsOf(page, 'Wat er binnenkwam')).toContainEqual(['In quarantaine', '1']);
    const told = cellsOf(page, 'Berichten aan partners');
    expect(told.find(([naam]) => naam === 'Kringloopwinkel MaGe (Gennep)')).toEqual([
      'Kringloopwinkel MaGe (Gennep)',
      ...['2', '2', '0', '0', '0', '0', '0'],
    ]);
    expect(page.body).not.toMatch(/Qasim/);
  });

  it('sees which messages are missing: one that is gone, and one of a partner', async () => {
    const { hub, zaak } = await started();
    const [lost] = hub.table
      .alles()
      .filter(({ pk, sk }) => pk === `POSTVAK#${zaak}` && sk.startsWith('POST#0907/intos'));
    const table = { ...hub.table };
    const without: typeof hub.table = {
      ...table,
      partition: async (...query) =>
        (await table.partition(...query)).filter(({ pk, sk }) => pk !== lost?.pk || sk !== lost?.sk),
    };
    const loket = trialLoket({ ...hub, table: without });
    await loket.get('/loket/beheer', await loket.signedIn(BEHEER));
    const page = await loket.get('/loket/beheer/boeken', await loket.signedIn(BEHEER));
    expect(textsOf(page, '[role=alert]')[0]).toContain('De boeken kloppen niet');
    expect(cellsOf(page, 'Wat niet klopt')).toContainEqual([
      'Bericht ontbreekt in het postvak',
      zaak,
      '0907/intos',
      '1',
      expect.any(String),
    ]);
    const gone = { ontvangstId, organisatie: 'coa', aangenomenOp: '2025-09-08T10:00:00.000Z' };
    const reader = { naam: '', organisatie: '', rol: 'beheer' as const, mark: 'x' };
    const view = { balans: { ...EMPTY_BALANS, verdwenen: [gone] }, isWhole: true };
    const named = { body: textOf(layout(booksPage(view, new Map(), reader))) };
    expect(cellsOf(named, 'Aangenomen berichten die weg zijn')).toEqual([
      [ontvangstId, 'coa', '8 september 2025 om 12:00'],
    ]);
  });

  it('is told when there is more than can be counted while somebody waits', async () => {
    let now = NOW.getTime();
    const later = () => {
      now += 6_000;
      return new Date(now);
    };
    const { hub } = await started();
    const loket = trialLoket(hub, {
      clock: { now: later, sleep: async () => undefined },
    });
    const page = await loket.get('/loket/beheer/boeken', await loket.signedIn(BEHEER));
    expect(textsOf(page, 'main').join()).toContain('hub balans');
  });

  it('needs its right: a token of the same organisation without it shows nothing', async () => {
    const { loket, status } = await withQuarantine();
    const cookie = await loket.signedIn(BEHEER, { scopes: ['zaken:lezen'] });
    for (const path of ['/loket/beheer', '/loket/beheer/ontvangsten', '/loket/beheer/boeken'])
      expect((await loket.get(path, cookie)).statusCode).toBe(403);
    const form = { ontvangst: ontvangstId };
    expect((await loket.submit('/loket/niets', '/loket/beheer/heropnemen', form, cookie)).statusCode).toBe(
      403,
    );
    expect(await status()).toBe('quarantaine');
  });

  it.each(['gemeente-0907', 'mage-0907'])('takes up what %s cannot', async (who) => {
    const { loket, status } = await withQuarantine();
    const cookie = await loket.signedIn(who);
    const form = { ontvangst: ontvangstId };
    expect((await loket.submit('/loket/niets', '/loket/beheer/heropnemen', form, cookie)).statusCode).toBe(
      404,
    );
    expect(await status()).toBe('quarantaine');
  });
});
