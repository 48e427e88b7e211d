import { html } from '../html.ts';
import { PATHS } from '../paths.ts';
import { heading, link, type Page, paragraph } from './layout.ts';

/** The pages of who signs in by a link from a mail. */

/** What a link from a mail opens: a button that signs in. */
export const linkPage = (token: string): Page => ({
  title: 'Aanmelden',
  content: html`${heading('Aanmelden')}
${paragraph('Klik op de knop om u aan te melden.')}
<form method="post" action="${PATHS.link}"><input type="hidden" name="k" value="${token}">
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit">Aanmelden</button></p></form>`,
});

/** The same for every address: who asks learns nothing of who is known here. */
export const askedPage = (): Page => ({
  title: 'Kijk in uw mail',
  content: html`${heading('Kijk in uw mail')}
${paragraph('Kennen wij uw mailadres? Dan krijgt u nu een mail met een link. De link werkt tien minuten, en één keer.')}
${paragraph('Komt er geen mail? Kijk ook bij de ongewenste mail. Of vraag de gemeente of zij uw adres heeft.')}
${paragraph(link(PATHS.start, 'Naar het begin'))}`,
});
