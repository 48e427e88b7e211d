import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkInMail } from '../../browser/mail-link.ts';
import { browse, inviteToShop, type Seen, signIn } from '../../browser/visitor.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** The pages on a whole hub, as a browser without scripts sees them; `loket.long.test.ts` has a real one. */

const STEPS = scenario('een-huishouden.jsonl');

describe('the pages of a hub', () => {
  let hub: RunningHub;

  beforeAll(async () => {
    hub = await startHub();
    expect((await play(hub, STEPS, { stepForStep: true })).deviations).toEqual([]);
  });
  afterAll(() => hub.stop());

  const signedIn = (name: string) => signIn(hub.hub, name);

  it('lead from the address of the hub to the day list with the example household, and on to its zaak', async () => {
    const { page, follow } = await signedIn('Casusregisseur Gennep');
    expect(page.url).toMatch(/\/loket\/vandaag$/);
    expect(page.text).toContain('Te laat: 1');
    const link = page.document.querySelector('tbody a')?.textContent ?? '';
    const zaak = await follow(page, link);
    expect(zaak.status).toBe(200);
    expect(zaak.document.querySelector('h1')?.textContent).toBe('Rania Salma al Voorbeeld');
    expect(zaak.text).toContain('PIP vaststellen');
    expect(zaak.url).not.toContain('Voorbeeld');
  });

  it('bring MaGe what went to its queue, as cards in plain words, and show the gemeente what MaGe has seen', async () => {
    const shop = await signedIn('Kringloopwinkel MaGe (0907)');
    await shop.press(shop.page, 'Lees mijn berichten hier');
    await hub.quiet();
    const inbox = await shop.visit(shop.page.url);
    const titles = (seen: Seen) =>
      [...seen.document.querySelectorAll('article h2')].map(({ textContent }) => textContent);
    expect(titles(inbox)).toContain('Er komt een gezin van drie personen');
    expect(inbox.text).not.toContain('Voorbeeld');
    const after = await shop.press(inbox, 'Gezien');
    expect(titles(after)).toHaveLength(titles(inbox).length - 1);

    const desk = await signedIn('Casusregisseur Gennep');
    const zaak = await desk.follow(desk.page, desk.page.document.querySelector('tbody a')?.textContent ?? '');
    const rows = [...zaak.document.querySelectorAll('tbody tr')].map((row) =>
      (row.textContent ?? '').replaceAll(/\s+/g, ' '),
    );
    const seen = rows.filter((row) => /Kringloopwinkel MaGe.*gezien door medewerker [0-9a-f]{8}$/.test(row));
    expect(seen).toHaveLength(1);
    const found = await desk.press(await desk.follow(zaak, 'Zaken'), 'Zoek', { nummer: '12' });
    expect(found.text).toContain('geen V-nummer en geen BSN');
  });

  it('lead in one click from the day list to who has to have a PIP this month, and list what is late', async () => {
    const { page, follow, visit } = await signedIn('Casusregisseur Gennep');
    const pips = await follow(page, 'Wie moet deze maand een PIP hebben?');
    expect(pips.text).toContain('Een termijn loopt af deze maand: PIP vaststellen');
    const late = await visit(`${hub.hub.loketUrl}/zaken?kies=te-laat&termijn=`);
    const rows = [...late.document.querySelectorAll('tbody tr')];
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.textContent).toContain('te laat');
    expect(new Set(rows.map((row) => row.querySelector('a')?.getAttribute('href'))).size).toBe(1);
  });

  it('send a partner once more what it got of a zaak, when its gemeente asks that', async () => {
    const desk = await signedIn('Casusregisseur Gennep');
    const zaak = await desk.follow(desk.page, desk.page.document.querySelector('tbody a')?.textContent ?? '');
    const page = await desk.follow(zaak, 'Iets rechtzetten of opnieuw sturen');
    const choices = [...page.document.querySelectorAll('select[name=partner] option')].map(
      (option) => option.getAttribute('value') ?? '',
    );
    const partner = choices.find((choice) => choice.startsWith('intos/')) ?? '';
    const sent = await desk.press(page, 'Stuur opnieuw', { partner });
    expect(sent.url).toMatch(/gedaan=opnieuw$/);
    expect(sent.text).toContain('nog een keer');
    await hub.quiet();
  });

  it('show who operates the hub what cannot be processed and why, take it up again, and name nobody', async () => {
    const desk = await signedIn('Casusregisseur Gennep');
    const [zaakId] = (desk.page.document.querySelector('tbody a')?.getAttribute('href') ?? '')
      .split('/')
      .slice(-1);
    const body = { id: randomUUID(), reden: 'Proef', vervalt: ['brp:onbekend'] };
    await hub.client.call('gemeente-0907', `/zaken/${zaakId}/_herstel`, { method: 'POST', body });
    await hub.quiet();
    const operator = await signedIn('Beheerder van de hub');
    expect(operator.page.url).toMatch(/\/loket\/beheer$/);
    const listed = (seen: Seen) => [...seen.document.querySelectorAll('button[name=ontvangst]')];
    const receipts = await operator.follow(operator.page, 'In quarantaine');
    expect(listed(receipts)).toHaveLength(1);
    const ontvangst = listed(receipts)[0]?.getAttribute('value') ?? '';
    const taken = await operator.press(receipts, 'Verwerk opnieuw', { ontvangst });
    expect(taken.text).toContain('wordt opnieuw verwerkt');
    await hub.quiet();
    const again = await operator.follow(taken, 'In quarantaine');
    expect(listed(again).map((button) => button.getAttribute('value'))).toEqual([ontvangst]);
    const books = await operator.follow(again, 'Boeken');
    expect(books.text).toContain('De boeken kloppen: er is niets weg');
    for (const { text } of [operator.page, receipts, books]) expect(text).not.toContain('Voorbeeld');
  });

  it('let MaGe say that it cannot do something and why, and put that before the gemeente until it is seen to', async () => {
    const shop = await signedIn('Kringloopwinkel MaGe (0907)');
    if (shop.page.text.includes('Wilt u uw berichten hier lezen?')) {
      await shop.press(shop.page, 'Lees mijn berichten hier');
    } else {
      await shop.press(shop.page, 'Stuur alles nog een keer');
    }
    await hub.quiet();
    const inbox = await shop.visit(`${hub.hub.loketUrl}/postvak`);
    const declined = await shop.press(inbox, 'Lukt niet', { reden: 'niet-bereikbaar' });
    expect(declined.text).toContain('U zei: lukt niet: “wij krijgen geen contact”');

    const desk = await signedIn('Casusregisseur Gennep');
    const rowsOn = (page: Seen) =>
      [...page.document.querySelectorAll('[aria-label="Lukt een partner niet"] tbody tr')].map((row) =>
        (row.textContent ?? '').replaceAll(/\s+/g, ' '),
      );
    const [row, ...others] = rowsOn(desk.page);
    expect([row, others]).toEqual([expect.stringContaining('“wij krijgen geen contact”'), []]);
    // MaGe hears of a household, which the zaken of who lives there stand for.
    const link = desk.page.document.querySelector('[aria-label="Lukt een partner niet"] tbody a');
    const zaak = await desk.visit(new URL(link?.getAttribute('href') ?? '', hub.hub.url).href);
    expect(zaak.text).toContain('Kringloopwinkel MaGe kan dit niet doen');
    const settled = await desk.press(desk.page, 'Afgehandeld');
    expect(rowsOn(settled)).toEqual([]);

    // What it says anew holds.
    const again = await shop.visit(`${hub.hub.loketUrl}/postvak`);
    expect(again.text).toContain('afgehandeld op');
    await shop.press(again, 'Lukt niet', { reden: 'geen-plek' });
    expect(rowsOn(await desk.visit(desk.page.url))).toEqual([
      expect.stringContaining('“wij hebben nu geen plek”'),
    ]);
  });

  it('let a beheerder invite a colleague of MaGe, who reads by the link from the mail until the beheerder lets them go', async () => {
    const adres = 'merel@mage.example';
    const letGo = await inviteToShop(hub.hub, 'Merel', adres);
    const link = await linkInMail(hub.hub.url, adres);
    // What looks into mail opens it first.
    expect((await browse().visit(link)).text).toContain('Klik op de knop');
    const merel = browse();
    const inbox = await merel.press(await merel.visit(link), 'Aanmelden');
    expect(inbox.url).toMatch(/\/loket\/postvak$/);
    expect(inbox.text).toContain('Merel, Kringloopwinkel MaGe');
    expect((await browse().visit(link)).status).toBe(200);

    const asked = await merel.press(await browse().visit(hub.hub.loketUrl), 'Stuur mij een link', { adres });
    expect(asked.text).toContain('Kennen wij uw mailadres?');
    expect((await letGo()).text).toContain('komt er niet meer in');
    expect((await merel.visit(inbox.url)).url).toBe(hub.hub.loketUrl);
  });

  it('show a gemeente nothing of the zaak of another, and swallow no call of the API', async () => {
    const desk = await signedIn('Casusregisseur Gennep');
    const path = desk.page.document.querySelector('tbody a')?.getAttribute('href') ?? '';
    const other = await signedIn('Casusregisseur Oefengemeente');
    expect((await other.visit(new URL(path, hub.hub.url).href)).status).toBe(404);
    expect((await fetch(`${hub.hub.apiUrl}/openapi.json`)).status).toBe(200);
    expect((await fetch(`${hub.hub.url}/iets`)).status).toBe(404);
  });

  const rowsOf = (seen: Seen): readonly (readonly string[])[] =>
    [...seen.document.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
    );

  it('lead on this machine to a page to play with, which shows what each partner got because of what was pressed', async () => {
    const { visit, follow, press } = browse();
    const start = await follow(await visit(hub.hub.loketUrl), 'spelen');
    expect(start.document.querySelector('h1')?.textContent).toBe('Spelen met de hub');
    const family = { wat: 'koppeling', volwassenen: '2', kinderen: '1', gemeente: '0907' };
    const linked = await press(start, 'Laat dit gebeuren', family);
    expect(linked.status).toBe(200);
    expect(linked.url).toMatch(/\/spelen\/zaken\/0907\/[0-9a-f-]{36}\?sinds=/);
    const school = 'Taalschool Nederlands de Baas';
    expect(rowsOf(linked)).toContainEqual([
      school,
      '1',
      '1 nieuw',
      'Nieuwe inburgeraar gemeld',
      expect.any(String),
    ]);
    const other = linked.document.querySelector('a[href^="/spelen/zaken/"]')?.textContent ?? '';
    expect((await follow(linked, other)).status).toBe(200);
    const reported = await press(linked, 'Laat dit gebeuren', { wat: 'woningzoekopdracht-verstuurd' });
    const corporaties = rowsOf(reported).filter(([naam]) => naam === 'Destion' || naam === 'Mooiland');
    expect(corporaties.map(([, , fresh]) => fresh)).not.toContain('');
    expect(rowsOf(reported).find(([naam]) => naam === school)?.[2]).toBe('');
  });

  it('refuse on the page to play with what no form of it asks, and whatever comes from another site', async () => {
    const { visit } = browse();
    const address = `${hub.hub.url}/spelen`;
    const wrong = await visit(`${address}/gebeurtenis`, new URLSearchParams({ wat: 'alles' }));
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('niet goed ingevuld')]);
    const nobody = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
    expect((await visit(`${address}/zaken/0907/${nobody}`)).status).toBe(404);
    expect((await visit(`${address}/zaken/0000/${nobody}`)).status).toBe(404);
    const response = await fetch(`${address}/klok`, {
      method: 'POST',
      headers: { origin: 'https://elders.example' },
      body: new URLSearchParams({ over: '1d', gemeente: '0907' }),
    });
    expect(response.status).toBe(403);
    const { headers } = await fetch(address);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
