import { parseHTML } from 'linkedom';
import type { LocalHub } from '../../local/hub.ts';

/** A browser without scripts, in a test: it follows links, sends forms and keeps cookies. */

export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly document: ReturnType<typeof parseHTML>['document'];
  readonly text: string;
}

/** A browser of one person. Throws when a page has no such link or button. */
export const browse = () => {
  const jar = new Map<string, string>();
  /** Opens a page or sends a form, and goes where the answer leads. */
  const open = async (
    address: string,
    form?: URLSearchParams,
  ): Promise<{ readonly url: string; readonly status: number; readonly body: string }> => {
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
    if (location !== null) return open(new URL(location, address).href);
    return { url: address, status: response.status, body: await response.text() };
  };
  const visit = async (address: string, form?: URLSearchParams): Promise<Seen> => {
    const { url, status, body } = await open(address, form);
    const { document } = parseHTML(body);
    return {
      url,
      status,
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
    // The button that is pressed says its own value, as in a browser.
    const button = form.querySelector('button');
    const said = button?.getAttribute('name');
    const pressed = said ? { [said]: button?.getAttribute('value') ?? '' } : {};
    const content = new URLSearchParams({ ...Object.fromEntries(hidden), ...pressed, ...fields });
    return visit(new URL(form.getAttribute('action') ?? '', page.url).href, content);
  };
  return { open, visit, follow, press };
};

/** A browser whose person opened the address of the hub itself and signed in, with the page that they see then. */
export const signIn = async (hub: LocalHub, name: string) => {
  const browser = browse();
  const start = await browser.visit(`${hub.url}/`);
  if (start.url !== hub.loketUrl) throw new Error(`the hub leads to ${start.url}`);
  const people = await browser.follow(start, 'Aanmelden');
  return { ...browser, page: await browser.follow(people, name) };
};

/** Has a beheerder add somebody of MaGe to the list; gives how to let them go again, with the page that says so. */
export const inviteToShop = async (
  hub: LocalHub,
  naam: string,
  adres: string,
): Promise<() => Promise<Seen>> => {
  const beheerder = await signIn(hub, 'Beheerder Gennep');
  const list = await beheerder.follow(beheerder.page, 'Medewerkers');
  const added = await beheerder.press(list, 'Voeg toe', { naam, adres, organisatie: 'mage-0907' });
  if (!added.text.includes('mail gestuurd met een link'))
    throw new Error(`${adres} was not added: ${added.text}`);
  const row = [...added.document.querySelectorAll('tbody tr')].find((one) =>
    one.textContent?.includes(adres),
  );
  const wie = row?.querySelector('button[name=wie]')?.getAttribute('value') ?? '';
  const kenmerk = added.document.querySelector('input[name=kenmerk]')?.getAttribute('value') ?? '';
  return () =>
    beheerder.visit(`${hub.loketUrl}/medewerkers/beeindigen`, new URLSearchParams({ wie, kenmerk }));
};
