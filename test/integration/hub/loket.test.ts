import { randomUUID } from 'node:crypto';
import { parseHTML } from 'linkedom';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClock, setMoment } from '../../../client/clock.ts';
import { dayOf, plus } from '../../../domain/termijnen/calendar.ts';
import { faultsByAxe, launchChromium, signedInAs } from '../../browser/chromium.ts';
import { linkInMail } from '../../browser/mail-link.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** The pages on a whole hub, as a browser without scripts sees them: it follows links, sends forms and keeps cookies. */

const STEPS = scenario('een-huishouden.jsonl');

interface Seen {
  readonly url: string;
  readonly status: number;
  readonly document: ReturnType<typeof parseHTML>['document'];
  readonly text: string;
}

/** A browser of one person. */
const browse = () => {
  const jar = new Map<string, string>();
  const visit = async (address: string, form?: URLSearchParams): Promise<Seen> => {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = '', ...value] = pair.split('=');
      if (value.join('') === '') jar.delete(name);
      else jar.set(name, value.join('='));
    }
    const location = response.headers.get('location');
    if (location !== null) return visit(new URL(location, address).href);
    const body = await response.text();
    const { document } = parseHTML(body);
    return {
      url: address,
      status: response.status,
      document,
      text: document.documentElement.textContent ?? '',
    };
  };
  /** Follows the link with this text. */
  const follow = (page: Seen, text: string): Promise<Seen> => {
    const link = [...page.document.querySelectorAll('a')].find(({ textContent }) => textContent === text);
    if (link === undefined) throw new Error(`no link ${text} on ${page.url}`);
    return visit(new URL(link.getAttribute('href') ?? '', page.url).href);
  };
  /** Presses the button with this text, in the first form that has it. */
  const press = (page: Seen, text: string, fields: Readonly<Record<string, string>> = {}): Promise<Seen> => {
    const form = [...page.document.querySelectorAll('form')].find(
      (one) => one.querySelector('button')?.textContent === text,
    );
    if (form === undefined) throw new Error(`no button ${text} on ${page.url}`);
    const hidden = [...form.querySelectorAll('input[type=hidden]')].map(
      (input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''] as const,
    );
    const content = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
    return visit(new URL(form.getAttribute('action') ?? '', page.url).href, content);
  };
  return { visit, follow, press };
};

describe('the pages of a hub', () => {
  let hub: RunningHub;

  beforeAll(async () => {
    hub = await startHub();
    expect((await play(hub, STEPS, { stepForStep: true })).deviations).toEqual([]);
  });
  afterAll(() => hub.stop());

  /** Opens the address of the hub itself, and signs in as this person. */
  const signedIn = async (name: string) => {
    const browser = browse();
    const start = await browser.visit(`${hub.hub.url}/`);
    expect(start.url).toBe(hub.hub.loketUrl);
    const people = await browser.follow(start, 'Aanmelden');
    return { ...browser, page: await browser.follow(people, name) };
  };

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
    const sent = await desk.press(page, 'Stuur opnieuw', { partner: 'intos' });
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

    // What it says anew holds, and stays on the list while the browsers below look at every page.
    const again = await shop.visit(`${hub.hub.loketUrl}/postvak`);
    expect(again.text).toContain('afgehandeld op');
    await shop.press(again, 'Lukt niet', { reden: 'geen-plek' });
    expect(rowsOn(await desk.visit(desk.page.url))).toEqual([
      expect.stringContaining('“wij hebben nu geen plek”'),
    ]);
  });

  /** Has a beheerder add somebody of MaGe to the list; gives how to let them go again. */
  const invited = async (naam: string, adres: string) => {
    const beheerder = await signedIn('Beheerder Gennep');
    const list = await beheerder.follow(beheerder.page, 'Medewerkers');
    const added = await beheerder.press(list, 'Voeg toe', { naam, adres, organisatie: 'mage-0907' });
    expect([added.status, added.text]).toEqual([200, expect.stringContaining('mail gestuurd met een link')]);
    const row = [...added.document.querySelectorAll('tbody tr')].find((one) =>
      one.textContent?.includes(adres),
    );
    const wie = row?.querySelector('button[name=wie]')?.getAttribute('value') ?? '';
    const kenmerk = added.document.querySelector('input[name=kenmerk]')?.getAttribute('value') ?? '';
    return async (): Promise<void> => {
      const form = new URLSearchParams({ wie, kenmerk });
      const ended = await beheerder.visit(`${hub.hub.loketUrl}/medewerkers/beeindigen`, form);
      expect(ended.text).toContain('komt er niet meer in');
    };
  };

  it('let a beheerder invite a colleague of MaGe, who reads by the link from the mail until the beheerder lets them go', async () => {
    const adres = 'merel@mage.example';
    const letGo = await invited('Merel', adres);
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
    await letGo();
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

  describe('in a real browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser.close());

    const PEOPLE = [
      ['Casusregisseur Gennep', ['vandaag', 'zaken', 'partners', 'cijfers', 'partners/mage/mail']],
      ['Beheerder Gennep', ['medewerkers']],
      ['Beheerder van de hub', ['beheer', 'beheer/ontvangsten', 'beheer/boeken']],
      ['Kringloopwinkel MaGe (0907)', ['postvak', 'week', 'mail']],
      ['Taalschool Nederlands de Baas (0907)', ['postvak', 'week']],
    ] as const;
    const WIDE = { width: 1280, height: 800 };
    const NARROW = { width: 390, height: 800 };

    /** Opens an address, and looks at its page wide and then narrow. */
    const expectRightAt = async (page: Page, address: string): Promise<void> => {
      await page.setViewportSize(WIDE);
      const answer = await page.goto(address);
      expect([address, answer?.status()]).toEqual([address, 200]);
      expect((await answer?.body())?.length ?? 0).toBeLessThan(50_000);
      expect([address, await faultsByAxe(page)]).toEqual([address, []]);
      await page.setViewportSize(NARROW);
      // Of what axe looks at, these change when the window becomes narrow.
      const rules = ['target-size', 'scrollable-region-focusable', 'color-contrast'];
      expect([address, await faultsByAxe(page, rules)]).toEqual([address, []]);
      // Nothing sticks out of the page: a table that is too wide scrolls by itself.
      const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect([address, wide]).toEqual([address, 0]);
    };

    /** The same of pages that ask nobody to sign in. */
    const expectRight = async (addresses: readonly string[]): Promise<void> => {
      const context = await browser.newContext({ bypassCSP: true });
      context.setDefaultTimeout(600_000);
      const page = await context.newPage();
      for (const address of addresses) await expectRightAt(page, address);
      await context.close();
    };

    it.each(PEOPLE)('are right for everybody on every page of %s, wide and narrow', async (name, paths) => {
      const page = await signedInAs(browser, hub.hub.loketUrl, name, { bypassCSP: true, viewport: WIDE });
      const addresses = paths.map((path) => `${hub.hub.loketUrl}/${path}`);
      if (name.startsWith('Casus')) {
        await page.goto(`${hub.hub.loketUrl}/vandaag`);
        const zaak = await page.locator('tbody a').first().getAttribute('href');
        const of = new URL(zaak ?? '', hub.hub.loketUrl).href;
        const reports = of.replace('/zaken/', '/melden/');
        addresses.push(of, `${of}/rechtzetten`, reports, `${reports}/pip-deel-gedeeld`);
      }
      for (const address of addresses) {
        const styles: string[] = [];
        page.on('request', (request) => {
          if (request.resourceType() === 'stylesheet') styles.push(request.url());
        });
        await expectRightAt(page, address);
        expect(new Set(styles).size).toBeLessThanOrEqual(1);
        page.removeAllListeners('request');
      }
      await page.context().close();
    });

    it('break no rule that they give the browser, and are read without scripts', async () => {
      const page = await signedInAs(browser, hub.hub.loketUrl, 'BalK (0907)', { javaScriptEnabled: false });
      const complaints: string[] = [];
      page.on('console', (message) => void complaints.push(message.text()));
      await page.getByRole('button', { name: 'Lees mijn berichten hier' }).click();
      await hub.quiet();
      await page.goto(page.url());
      const cards = page.getByRole('article');
      const count = await cards.count();
      expect(count).toBeGreaterThan(0);
      await cards.first().getByRole('button', { name: 'Gezien' }).click();
      await page.waitForURL(/gedaan=gezien$/);
      expect(await page.getByRole('status').textContent()).toContain('heeft gezien');
      expect(await cards.count()).toBe(count - 1);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('take what somebody reports on a form, say what is wrong with it, show it on the zaak, and take it back', async () => {
      const page = await signedInAs(browser, hub.hub.loketUrl, 'Casusregisseur Gennep');
      await page.locator('tbody a').first().click();
      await page.getByRole('link', { name: 'Iets melden bij deze zaak' }).click();
      await page.getByRole('link', { name: 'Kennismaking gepland', exact: true }).click();
      const send = page.getByRole('button', { name: 'Meld dit' });
      const fill = async (day: string) => {
        await page.getByLabel('Afspraakdatum').fill(day);
        await page.getByLabel('Tijd').fill('10:30');
        await page.getByLabel('Plaats').fill('Stadhuis, kamer 3');
        await page.locator('#met').selectOption('burgerzaken');
        await send.click();
      };
      await fill('2020-01-01');
      await page.getByRole('alert').waitFor();
      expect(await page.getByLabel('Afspraakdatum').getAttribute('aria-invalid')).toBe('true');
      await fill(plus(dayOf(new Date()), 'P30D'));
      await page.waitForURL(/gedaan=gemeld$/);
      await hub.quiet();
      await page.goto(page.url());
      expect(await page.getByRole('heading', { name: 'Kennismaking gepland' }).count()).toBe(1);
      await page.getByRole('link', { name: 'Iets rechtzetten of opnieuw sturen' }).click();
      const withdraw = page.getByRole('button', { name: /^Trek in: Kennismaking gepland/ });
      await withdraw.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Wilt u deze melding intrekken?' }).waitFor();
      await page.getByRole('button', { name: 'Ja, trek in' }).press('Enter');
      await page.waitForURL(/gedaan=ingetrokken$/);
      expect(await page.getByRole('status').textContent()).toContain('wordt ingetrokken');
      await hub.quiet();
      await page.getByRole('link', { name: 'Iets rechtzetten of opnieuw sturen' }).click();
      await page.waitForURL(/rechtzetten$/);
      expect(await withdraw.count()).toBe(0);
      await page.context().close();
    });

    it('go by the keyboard alone: past the menu, to a search, and to what it found', async () => {
      const page = await signedInAs(browser, hub.hub.loketUrl, 'Casusregisseur Gennep');
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').textContent()).toBe('Naar de inhoud');
      await page.goto(`${hub.hub.loketUrl}/zaken`);
      await page.locator('#nummer').focus();
      await page.keyboard.type('2790011234');
      await page.keyboard.press('Enter');
      const found = page.getByRole('link', { name: /^Zaak [0-9a-f]{8}$/ });
      await found.waitFor();
      expect(page.url()).not.toContain('2790011234');
      const address = await found.getAttribute('href');
      const focused = () => page.evaluate("document.activeElement?.getAttribute('href')");
      for (let steps = 0; steps < 20 && (await focused()) !== address; steps++)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/zaken\/[0-9a-f-]{36}$/);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Rania Salma al Voorbeeld');
      await page.context().close();
    });

    it.each(['Berichten', 'Te doen'])(
      'bring %s of a partner on paper to read, with nothing to press',
      async (name) => {
        const page = await signedInAs(
          browser,
          hub.hub.loketUrl,
          'Coördinator Taalmaatjes en Taalcafé (0907)',
        );
        const choose = page.getByRole('button', { name: 'Lees mijn berichten hier' });
        if (await choose.isVisible()) {
          await choose.click();
          await hub.quiet();
        }
        await page.getByRole('link', { name, exact: true }).click();
        await page.emulateMedia({ media: 'print' });
        const shown = page.locator('a:visible, button:visible, nav:visible, [role=status]:visible');
        // A link that says what it is about is text on paper.
        const pressed = (await shown.allTextContents()).filter((text) =>
          /Gezien|Stuur|Afmelden|Bewaar|Iets melden/.test(text),
        );
        expect(pressed).toEqual([]);
        expect(await page.getByRole('navigation').count()).toBe(0);
        expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
        if (name === 'Berichten') expect(await page.getByRole('article').first().isVisible()).toBe(true);
        const colours = await page.evaluate(
          "[...document.querySelectorAll('main *')].filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one)).flatMap(({ color, backgroundColor }) => [color, backgroundColor])",
        );
        expect(new Set(colours as readonly string[])).toEqual(new Set(['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0)']));
        await page.context().close();
      },
    );

    it('let somebody play without scripts, right for everybody, and move the clock', async () => {
      const context = await browser.newContext({ locale: 'nl-NL', javaScriptEnabled: false });
      context.setDefaultTimeout(600_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => void complaints.push(message.text()));
      await page.goto(`${hub.hub.url}/spelen`);
      await page.getByLabel('Wat gebeurt er?').selectOption('inschrijving');
      await page.getByRole('button', { name: 'Laat dit gebeuren' }).click();
      await page.getByRole('status').waitFor();
      const zaak = page.url();
      const clock = page.getByText('De klok van de hub staat op');
      const before = await clock.textContent();
      await page.getByRole('button', { name: '1 dag verder' }).click();
      await page.waitForURL((url) => url.href !== zaak);
      expect(await clock.textContent()).not.toBe(before);
      expect(complaints).toEqual([]);
      await context.close();
      await expectRight([zaak, `${hub.hub.url}/spelen`]);
    });

    it('show who is not signed in how to, right for everybody', async () => {
      await expectRight([hub.hub.loketUrl, `${hub.hub.loketUrl}/link?k=verzonnen`]);
    });

    it('let who signed in by a link add a passkey and sign in with it, until the beheerder lets them go', async () => {
      const letGo = await invited('Pim', 'pim@mage.example');
      const context = await browser.newContext({ locale: 'nl-NL' });
      context.setDefaultTimeout(600_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => void complaints.push(message.text()));
      const devtools = await context.newCDPSession(page);
      await devtools.send('WebAuthn.enable');
      await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
      await page.goto(await linkInMail(hub.hub.url, 'pim@mage.example'));
      await page.getByRole('button', { name: 'Aanmelden' }).click();
      await page.getByRole('link', { name: 'Aanmelden zonder mail' }).click();
      await page.getByRole('button', { name: 'Voeg een passkey toe' }).click();
      await page.waitForURL(/gedaan=toegevoegd$/);
      expect(await page.getByRole('row').count()).toBe(2);

      const beside = await browser.newContext({
        bypassCSP: true,
        storageState: await context.storageState(),
      });
      beside.setDefaultTimeout(600_000);
      await expectRightAt(await beside.newPage(), `${hub.hub.loketUrl}/passkeys`);
      await beside.close();

      // The same authenticator makes no second one for the same person.
      await page.getByRole('button', { name: 'Voeg een passkey toe' }).click();
      await page.getByRole('alert').waitFor();

      const signIn = page.getByRole('button', { name: 'Aanmelden met een passkey' });
      await page.getByRole('button', { name: 'Afmelden' }).click();
      await signIn.click();
      await page.waitForURL(/\/postvak$/);
      expect(await page.getByText('Pim, Kringloopwinkel MaGe').count()).toBe(1);
      await letGo();
      await page.goto(hub.hub.loketUrl);
      await signIn.click();
      await page.getByRole('heading', { level: 1, name: 'Aanmelden is niet gelukt' }).waitFor();
      await page.goto(`${hub.hub.loketUrl}/postvak`);
      expect(page.url()).toBe(hub.hub.loketUrl);
      // What the browser itself says of an answer of 403.
      expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);
      await context.close();
    });

    it('let a partner be mailed that there is something to read, and show on this machine the mail that went', async () => {
      const shop = await signedIn('Kringloopwinkel MaGe (0907)');
      const page = await shop.follow(
        await shop.visit(`${hub.hub.loketUrl}/postvak`),
        'Kies wanneer u een mail krijgt',
      );
      const wanted = { adres: 'winkel@mage.example', wanneer: 'direct', van: '', tot: '' };
      expect((await shop.press(page, 'Bewaar', wanted)).text).toContain('Dit is bewaard');
      await shop.press(await shop.visit(`${hub.hub.loketUrl}/postvak`), 'Stuur alles nog een keer');
      await hub.quiet();
      await setMoment(hub.client, new Date((await readClock(hub.client)).getTime() + 10 * 60_000));
      await hub.quiet();
      const mails = await shop.visit(`${hub.hub.url}/mail`);
      expect(mails.text).toMatch(/\d nieuwe? berichten? in de inburgeringshub/);
      expect(mails.text).toContain('winkel@mage.example');
      expect(mails.text).not.toContain('Voorbeeld');
      const link = [...mails.document.querySelectorAll('main a')].find((one) =>
        one.textContent?.endsWith('/postvak'),
      );
      expect((await shop.visit(link?.getAttribute('href') ?? '')).text).toContain('Uw berichten');
      await expectRight([`${hub.hub.url}/mail`]);
    });

    it('hold the contract of the API to read, right for everybody', async () => {
      const address = `${hub.hub.url}/api-docs`;
      const calls = ['plaatsGebeurtenis', 'leesBerichten', 'zoekZaken'].map(
        (call) => `${address}/aanroep/${call}`,
      );
      await expectRight([
        address,
        `${address}/vormen`,
        ...calls,
        `${address}/vorm/Daglijst`,
        `${address}/vorm/Partnerbericht`,
      ]);
    });
  });
});
