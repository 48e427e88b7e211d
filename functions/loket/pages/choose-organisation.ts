import { html } from '../html.ts';
import { PATHS } from '../paths.ts';
import { heading, type Page, paragraph } from './layout.ts';

/** An organisation for which somebody can come in, by its key, with the names that a person knows. */
interface Named {
  readonly organisatie: string;
  readonly naam: string;
  readonly gemeente: string;
}

/** The page on which who speaks for several organisations chooses one. The form carries the mark of this one choice. */
export const organisationsPage = (organisations: readonly Named[], mark: string): Page => ({
  title: 'Namens wie?',
  content: html`${heading('Namens wie?')}
${paragraph('U staat bij meer organisaties op de lijst. Voor welke komt u nu?')}
<form method="post" action="${PATHS.chooseOrganisation}"><input type="hidden" name="kenmerk" value="${mark}">${organisations.map(
    ({ organisatie, naam, gemeente }) =>
      html`<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit" name="organisatie" value="${organisatie}">${naam === gemeente ? naam : `${naam} (${gemeente})`}</button></p>`,
  )}</form>`,
});
