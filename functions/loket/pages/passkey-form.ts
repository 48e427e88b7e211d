import { type Html, html } from '../html.ts';
import { ANSWER_FIELD } from '../passkeys/field.ts';

/** A form that the script of the hub sends, with what an authenticator answered: `browser/passkeys.ts`. */

export interface PasskeyForm {
  readonly path: string;
  /** Where the script asks what to ask the authenticator. */
  readonly ask: string;
  readonly button: string;
  /** What it says when the authenticator gives no answer. */
  readonly fault: string;
  /** What else the form holds. */
  readonly fields?: Html;
}

/** Shown by the script when this is where it fails: at the device, or at the hub, as with a page that is too old. */
const alert = (where: 'apparaat' | 'hub', text: string): Html =>
  html`<p class="utrecht-form-field-description loket-fout" role="alert" data-fout="${where}" hidden>${text}</p>`;

/** The form that a script fills in with what an authenticator answers; without the script it is not shown. */
export const passkeyForm = ({ path, ask, button, fault, fields }: PasskeyForm): Html => html`
<form class="loket-formulier" method="post" action="${path}" data-vraag="${ask}">${fields}
<input type="hidden" name="${ANSWER_FIELD}" value="">
${alert('apparaat', fault)}${alert('hub', 'Dit is niet gelukt. Laad de bladzijde opnieuw en probeer het nog een keer.')}
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--secondary-action" type="submit">${button}</button></p></form>`;

/** A part of a page that a browser without scripts or authenticators does not show. */
export const passkeySection = (title: string, content: Html): Html =>
  html`<section data-passkey="ja" hidden><h2 class="utrecht-heading-2">${title}</h2>${content}</section>`;

/** What such a browser shows instead. */
export const withoutPasskey = (content: Html): Html => html`<div data-passkey="nee">${content}</div>`;
