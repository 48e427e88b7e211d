import { html } from '../html.ts';
import { PATHS, PLAY_PATH, SPECIFICATION_PATH } from '../paths.ts';
import { heading, link, type Page, paragraph } from './layout.ts';

/** What who is not signed in sees; on a hub of their own machine also what is beside the pages there. */
export const startPage = (canSignIn: boolean, onThisMachine = false): Page => ({
  title: 'Aanmelden',
  content: html`${heading('Inburgeringshub')}
${paragraph('Hier ziet u wat u moet weten over nieuwe inburgeraars. U moet zich eerst aanmelden.')}
${
  canSignIn
    ? paragraph(link(PATHS.signIn, 'Aanmelden'))
    : paragraph('Aanmelden kan hier nog niet. De beheerder van de hub moet dat eerst instellen.')
}
${
  onThisMachine
    ? html`${paragraph('Deze hub staat op uw eigen computer. Daarom kunt u er ook mee ', link(PLAY_PATH, 'spelen'), ': laat iets gebeuren en kijk wie het hoort.')}
${paragraph(link(SPECIFICATION_PATH, 'De API, om te lezen'))}`
    : undefined
}`,
});
