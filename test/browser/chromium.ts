import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core';

/** Chromium as npm brings it: the pages are looked at in a real browser on any machine, without one installed. */

/** What is meant for a function of AWS with little memory: closing one window there ends the browser. */
const FOR_LAMBDA: ReadonlySet<string> = new Set(['--single-process', '--no-zygote']);

/** A machine that is busy may take long; by itself Playwright gives up after half a minute. */
const PATIENCE_MS = 600_000;

export const launchChromium = async (): Promise<Browser> =>
  playwright.launch({
    args: chromium.args.filter((argument) => !FOR_LAMBDA.has(argument)),
    executablePath: await chromium.executablePath(),
    headless: true,
    timeout: PATIENCE_MS,
  });

/** A window in which this person of the local token issuer is signed in, at the page that they begin with. */
export const signedInAs = async (
  browser: Browser,
  address: string,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Page> => {
  const context = await browser.newContext({ locale: 'nl-NL', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('link', { name: 'Aanmelden' }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.waitForURL(/\/loket\/(vandaag|postvak|beheer)$/);
  return page;
};

/**
 * What axe finds wrong with a page by WCAG 2.2 A and AA and its own good practice, a line for each place. The window must be one
 * that lets in a script beside those of the page (`bypassCSP`). With `rules` it looks at these alone.
 */
export const faultsByAxe = async (page: Page, rules?: readonly string[]): Promise<readonly string[]> => {
  // Runs in the page, where a script puts `axe` once.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  // By itself axe leaves out what WCAG 2.2 added.
  const all = { rules: { 'target-size': { enabled: true } } };
  const options = { resultTypes: ['violations'], ...(rules === undefined ? all : { runOnly: rules }) };
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
};
