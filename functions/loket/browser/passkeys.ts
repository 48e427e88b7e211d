import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';

/**
 * The only script of the pages (`npm run stijl` makes a text of it). It shows the forms about passkeys in a browser that knows
 * those, and sends with them what an authenticator answers. It stores nothing, and asks only the hub.
 */

/** What the script uses of an element, so that no other code is taken to run in a browser. */
interface Element {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  hidden: boolean;
  readonly method: string;
  querySelector(selector: string): Element | null;
  addEventListener(type: 'submit', listen: (event: { preventDefault(): void }) => void): void;
  submit(): void;
  value: string;
}
declare const document: { querySelectorAll(selector: string): Iterable<Element> };
declare const FormData: new (form: Element) => Iterable<[string, string]>;

/** With these members the question is to make a passkey, and without them to sign with one. */
type Options = Parameters<typeof startRegistration>[0]['optionsJSON'] &
  Parameters<typeof startAuthentication>[0]['optionsJSON'];

const answerTo = (optionsJSON: Options): Promise<object> =>
  'pubKeyCredParams' in optionsJSON
    ? startRegistration({ optionsJSON })
    : startAuthentication({ optionsJSON });

const send = async (form: Element, field: Element): Promise<void> => {
  const asked = await fetch(form.dataset['vraag'] ?? '', {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
  });
  if (!asked.ok) throw new Error(`${asked.status}`);
  field.value = JSON.stringify(await answerTo((await asked.json()) as Options));
  form.submit();
};

if (browserSupportsWebAuthn()) {
  for (const part of document.querySelectorAll('[data-passkey]'))
    part.hidden = part.dataset['passkey'] === 'nee';
  for (const form of document.querySelectorAll('form[data-vraag]')) {
    const field = form.querySelector('[name=antwoord]');
    const fault = form.querySelector('[role=alert]');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (field === null || fault === null) return;
      fault.hidden = true;
      // Whoever stops, waits too long or has no passkey here reads that it did not work.
      send(form, field).catch(() => {
        fault.hidden = false;
      });
    });
  }
}
