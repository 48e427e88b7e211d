import { html } from '../../functions/loket/html.ts';
import { heading, link, type Page, paragraph } from '../../functions/loket/pages/layout.ts';
import { PLAY_PATHS, playPage } from './parts.ts';

/** What did not work, with the reasons that the hub gave. */
export const refusedPage = (title: string, advice: string, reasons: readonly string[] = []): Page =>
  playPage({
    title,
    content: html`${heading(title)}
${paragraph(advice)}
${
  reasons.length === 0
    ? undefined
    : html`<ul class="utrecht-unordered-list">${reasons.map(
        (reason) => html`<li class="utrecht-unordered-list__item">${reason}</li>`,
      )}</ul>`
}
${paragraph(link(PLAY_PATHS.start, 'Naar het begin'))}`,
  });
