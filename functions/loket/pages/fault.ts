import { html } from '../html.ts';
import { PATHS } from '../paths.ts';
import { heading, link, type Page, paragraph, type Reader } from './layout.ts';

/** What went wrong, and what to do about it. */
export interface Fault {
  readonly title: string;
  readonly advice: string;
  /** What the link to the begin says, when that is where it is mended. */
  readonly onward?: string;
}

export const NOT_FOUND: Fault = {
  title: 'Niet gevonden',
  advice: 'Deze bladzijde is er niet, of is niet voor u.',
};

export const FAILED: Fault = {
  title: 'Er ging iets mis',
  advice: 'Dat ligt aan ons. Probeer het later nog een keer.',
};

/** What went wrong, in words, with what a person can do about it. */
export const faultPage = ({ title, advice, onward = 'Naar het begin' }: Fault, reader?: Reader): Page => ({
  title,
  reader,
  content: html`${heading(title)}
${paragraph(advice)}
${paragraph(link(PATHS.start, onward))}`,
});
