import { html } from '../html.ts';
import { PATHS } from '../paths.ts';
import { heading, link, type Page, paragraph } from './layout.ts';

/** What who is not signed in sees. */
export const startPage = (canSignIn: boolean): Page => ({
  title: 'Aanmelden',
  content: html`${heading('Inburgeringshub')}
${paragraph('Hier ziet u wat u moet weten over nieuwe inburgeraars. U moet zich eerst aanmelden.')}
${
  canSignIn
    ? paragraph(link(PATHS.signIn, 'Aanmelden'))
    : paragraph('Aanmelden kan hier nog niet. De beheerder van de hub moet dat eerst instellen.')
}`,
});
