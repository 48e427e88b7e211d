import { type Html, html } from '../html.ts';
import { PATHS, PLAY_PATH, SPECIFICATION_PATH } from '../paths.ts';
import { heading, link, type Page, paragraph } from './layout.ts';
import { passkeyForm, passkeySection } from './passkey-form.ts';

export interface StartOptions {
  /** There is an issuer at which people sign in. */
  readonly canSignIn: boolean;
  /** Who is on the list of a gemeente can have a link mailed. */
  readonly sendsLinks?: boolean;
  /** Who added a passkey can sign in with it. */
  readonly takesPasskeys?: boolean;
  readonly onThisMachine?: boolean;
}

const linkForm = html`<section><h2 class="utrecht-heading-2">Aanmelden met een link</h2>
${paragraph('Heeft de gemeente u uitgenodigd? Vul dan uw mailadres in. U krijgt een mail met een link.')}
<form class="loket-formulier" method="post" action="${PATHS.askLink}">
<div class="utrecht-form-field"><label class="utrecht-form-label" for="adres">Uw mailadres</label>
<input class="utrecht-textbox utrecht-textbox--html-input" id="adres" name="adres" type="email" autocomplete="email" maxlength="254" required></div>
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--secondary-action" type="submit">Stuur mij een link</button></p></form></section>`;

const passkeyPart = (sendsLinks: boolean): Html =>
  passkeySection(
    'Aanmelden met een passkey',
    html`${paragraph('Een passkey is een sleutel op uw apparaat: u meldt zich aan met uw vingerafdruk, uw gezicht of uw pincode. Voegde u er hier eerder een toe? Dan hebt u geen mail nodig.')}
${passkeyForm({
  path: PATHS.passkey,
  ask: PATHS.askPasskey,
  button: 'Aanmelden met een passkey',
  fault: `Uw apparaat gaf geen passkey. Probeer het nog een keer${sendsLinks ? ', of vraag een link' : ''}.`,
})}`,
  );

/** What who is not signed in sees; on a hub of their own machine also what is beside the pages there. */
export const startPage = ({
  canSignIn,
  sendsLinks = false,
  takesPasskeys = false,
  onThisMachine = false,
}: StartOptions): Page => ({
  title: 'Aanmelden',
  ...(takesPasskeys ? { hasScript: true } : {}),
  content: html`${heading('Inburgeringshub')}
${paragraph('Hier ziet u wat u moet weten over nieuwe inburgeraars. U moet zich eerst aanmelden.')}
${
  canSignIn
    ? paragraph(link(PATHS.signIn, 'Aanmelden'))
    : sendsLinks
      ? undefined
      : paragraph('Aanmelden kan hier nog niet. De beheerder van de hub moet dat eerst instellen.')
}
${takesPasskeys ? passkeyPart(sendsLinks) : undefined}
${sendsLinks ? linkForm : undefined}
${
  onThisMachine
    ? html`${paragraph('Deze hub staat op uw eigen computer. Daarom kunt u er ook mee ', link(PLAY_PATH, 'spelen'), ': laat iets gebeuren en kijk wie het hoort.')}
${paragraph(link(SPECIFICATION_PATH, 'De API, om te lezen'))}`
    : undefined
}`,
});
