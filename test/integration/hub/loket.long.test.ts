import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClock, setMoment } from '../../../client/clock.ts';
import { dayOf, plus } from '../../../domain/termijnen/calendar.ts';
import { faultsByAxe, launchChromium, signedInAs } from '../../browser/chromium.ts';
import { linkInMail } from '../../browser/mail-link.ts';
import { inviteToShop, signIn } from '../../browser/visitor.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** The pages on a whole hub in a real browser: every page wide and narrow, by the keyboard, on paper and without scripts. */

describe('the pages of a hub in a real browser', () => {
  let hub: RunningHub;
  let browser: Browser;

  /** Something on every page: a message that a partner cannot do anything with, and one that cannot be processed. */
  const fillPages = async (): Promise<void> => {
    const shop = await signIn(hub.hub, 'Kringloopwinkel MaGe (0907)');
    await shop.press(shop.page, 'Lees mijn berichten hier');
    await hub.quiet();
    const inbox = await shop.visit(`${hub.hub.loketUrl}/postvak`);
    await shop.press(inbox, 'Lukt niet', { reden: 'geen-plek' });
    const desk = await signIn(hub.hub, 'Casusregisseur Gennep');
    const zaak = desk.page.document.querySelector('tbody a')?.getAttribute('href') ?? '';
    const body = { id: randomUUID(), reden: 'Proef', vervalt: ['brp:onbekend'] };
    await hub.client.call('gemeente-0907', `/zaken/${zaak.split('/').at(-1)}/_herstel`, {
      method: 'POST',
      body,
    });
    await hub.quiet();
  };

  beforeAll(async () => {
    hub = await startHub();
    expect((await play(hub, scenario('een-huishouden.jsonl'), { stepForStep: true })).deviations).toEqual([]);
    await fillPages();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await hub.stop();
  });

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

  /** Checks the pages that need no sign-in in the same way. */
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
    // What the contract says of a field goes along into the bundle.
    expect(await page.getByLabel('Afspraakdatum').getAttribute('type')).toBe('date');
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
      const page = await signedInAs(browser, hub.hub.loketUrl, 'Coördinator Taalmaatjes en Taalcafé (0907)');
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
    const letGo = await inviteToShop(hub.hub, 'Pim', 'pim@mage.example');
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
    expect((await letGo()).text).toContain('komt er niet meer in');
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
    const shop = await signIn(hub.hub, 'Kringloopwinkel MaGe (0907)');
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
