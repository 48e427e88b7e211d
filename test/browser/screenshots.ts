import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { scenario } from '../hub/test-hub.ts';
import { startHub } from '../integration/hub/support.ts';
import { launchChromium, signedInAs } from './chromium.ts';
import { linkInMail } from './mail-link.ts';

/**
 * `npm run schermen`: makes pictures of every page, of the example households on a day in March 2026, wide and narrow. They go to
 * `schermen/`, which is not kept; the three that the README shows go to `docs/schermen/`.
 */

const PROJECT = resolve(import.meta.dirname, '../..');
const NOW = new Date('2026-03-04T11:00:00Z');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 800 },
] as const;

interface Picture {
  readonly name: string;
  readonly path: string;
  /** The README shows it, at the first of the sizes. */
  readonly inReadme?: true;
}

const OF_GEMEENTE: readonly Picture[] = [
  { name: 'vandaag', path: 'vandaag', inReadme: true },
  { name: 'zaken', path: 'zaken' },
  { name: 'partners', path: 'partners' },
  { name: 'cijfers', path: 'cijfers', inReadme: true },
];
const OF_OPERATIONS: readonly Picture[] = [
  { name: 'beheer', path: 'beheer' },
  { name: 'ontvangsten', path: 'beheer/ontvangsten' },
  { name: 'boeken', path: 'beheer/boeken' },
];
const OF_PARTNER: readonly Picture[] = [
  { name: 'postvak', path: 'postvak', inReadme: true },
  { name: 'week', path: 'week' },
  { name: 'mail', path: 'mail' },
];

const folderOf = ({ inReadme }: Picture, width: number): string =>
  join(PROJECT, inReadme && width === SIZES[0].width ? 'docs/schermen' : 'schermen');

const take = async (page: Page, picture: Picture): Promise<void> => {
  const width = page.viewportSize()?.width ?? 0;
  const path = join(folderOf(picture, width), `${picture.name}-${width}.png`);
  await page.screenshot({ path, fullPage: width !== SIZES[0].width || picture.inReadme === undefined });
  process.stdout.write(`${path.slice(PROJECT.length + 1)}\n`);
};

for (const folder of ['schermen', 'docs/schermen']) mkdirSync(join(PROJECT, folder), { recursive: true });
const hub = await startHub({ now: NOW });
const browser = await launchChromium();
try {
  await hub.play([...scenario('een-huishouden.jsonl'), ...scenario('vandaag.jsonl')]);
  const address = hub.hub.loketUrl;
  for (const viewport of SIZES) {
    const desk = await signedInAs(browser, address, 'Casusregisseur Gennep', { viewport });
    for (const picture of OF_GEMEENTE) {
      await desk.goto(`${address}/${picture.path}`);
      await take(desk, picture);
    }
    await desk.goto(`${address}/vandaag`);
    await desk.locator('tbody a').first().click();
    await take(desk, { name: 'zaak', path: 'zaken' });
    await desk.getByRole('link', { name: 'Iets rechtzetten of opnieuw sturen' }).click();
    await take(desk, { name: 'rechtzetten', path: 'zaken' });
    const manager = await signedInAs(browser, address, 'Beheerder Gennep', { viewport });
    await manager.goto(`${address}/medewerkers`);
    if (!(await manager.getByRole('cell', { name: 'merel@mage.example' }).isVisible())) {
      await manager.getByLabel('Naam').fill('Merel de Vries');
      await manager.getByLabel('Mailadres').fill('merel@mage.example');
      await manager.getByLabel('Voor wie').selectOption('mage-0907');
      await manager.getByRole('button', { name: 'Voeg toe' }).click();
    }
    await take(manager, { name: 'medewerkers', path: 'medewerkers' });
    await manager.getByRole('button', { name: /^Stuur link: Merel/ }).click();
    const invited = await (await browser.newContext({ locale: 'nl-NL', viewport })).newPage();
    await invited.goto(address);
    await take(invited, { name: 'aanmelden', path: '' });
    await invited.goto(await linkInMail(hub.hub.url, 'merel@mage.example'));
    await invited.getByRole('button', { name: 'Aanmelden' }).click();
    await invited.getByRole('link', { name: 'Aanmelden zonder mail' }).click();
    await invited.waitForURL(/passkeys$/);
    await take(invited, { name: 'passkeys', path: 'passkeys' });
    const operator = await signedInAs(browser, address, 'Beheerder van de hub', { viewport });
    for (const picture of OF_OPERATIONS) {
      await operator.goto(`${address}/${picture.path}`);
      await take(operator, picture);
    }
    const shop = await signedInAs(browser, address, 'Kringloopwinkel MaGe (0907)', { viewport });
    const choose = shop.getByRole('button', { name: 'Lees mijn berichten hier' });
    if (await choose.isVisible()) await choose.click();
    await hub.quiet();
    for (const picture of OF_PARTNER) {
      await shop.goto(`${address}/${picture.path}`);
      await take(shop, picture);
    }
  }
} finally {
  await browser.close();
  await hub.stop();
}
