import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { ANSWER_FIELD } from '../passkeys/field.ts';

/**
 * The only script of the pages (`npm run stijl` makes a text of it). It shows the forms about passkeys in a browser that knows
 * those, and sends with them what an authenticator answers. It stores nothing, and asks only the hub.
 */

/** What the script uses of an element, so that no other code is taken to run in a browser. */
interface Element {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  hidden: boolean;
  disabled?: boolean;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
  addEventListener(type: 'submit', listen: (event: { preventDefault(): void }) => unknown): void;
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

/** Where it failed, as the faults of a form are named. */
type Where = 'hub' | 'apparaat';

/** What the hub has to ask; undefined when it does not answer, or refuses the page. */
const questionOf = async (form: Element): Promise<Options | undefined> => {
  const body = new URLSearchParams(new FormData(form));
  const asked = await fetch(form.dataset['vraag'] ?? '', { method: 'POST', body });
  return asked.ok ? ((await asked.json()) as Options) : undefined;
};

/** Sends the form with what the authenticator answers. Whoever stops, waits too long or has no passkey here gets none of it. */
const send = async (form: Element, field: Element): Promise<Where | undefined> => {
  field.value = '';
  const question = await questionOf(form).catch(() => undefined);
  if (question === undefined) return 'hub';
  const answer = await answerTo(question).catch(() => undefined);
  if (answer === undefined) return 'apparaat';
  field.value = JSON.stringify(answer);
  form.submit();
  return undefined;
};

if (browserSupportsWebAuthn()) {
  for (const part of document.querySelectorAll('[data-passkey]'))
    part.hidden = part.dataset['passkey'] === 'nee';
  for (const form of document.querySelectorAll('form[data-vraag]')) {
    const field = form.querySelector(`[name=${ANSWER_FIELD}]`);
    const button = form.querySelector('button');
    const faults = [...form.querySelectorAll('[data-fout]')];
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (field === null || button === null) return;
      for (const fault of faults) fault.hidden = true;
      // One at a time: an authenticator drops what it was asked when it is asked something else.
      button.disabled = true;
      const where = await send(form, field);
      button.disabled = false;
      for (const fault of faults) fault.hidden = fault.dataset['fout'] !== where;
    });
  }
}
