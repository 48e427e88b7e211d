import { type Html, html } from '../../functions/loket/html.ts';
import { heading, link, type Page, paragraph } from '../../functions/loket/pages/layout.ts';
import { momentInWords } from '../../functions/loket/words/dates.ts';
import type { SentMail } from '../../local/mail/stand-in.ts';
import { playPage } from './parts.ts';

/** An address of this machine in the text of a mail, which a mail programme makes a link of too. */
const ADDRESS = /(http:\/\/localhost:\d+\/\S*)/;

const withLinks = (line: string): readonly (string | Html)[] =>
  line.split(ADDRESS).map((part, place) => (place % 2 === 1 ? link(part, part) : part));

const mailOf = ({ tijdstip, van, aan, onderwerp, tekst }: SentMail): Html => html`
<section class="loket-lang"><h2 class="utrecht-heading-2">${onderwerp}</h2>
${paragraph(`Van ${van} aan ${aan}, ${momentInWords(tijdstip)}`)}
${tekst
  .split(/\n+/)
  .filter((line) => line !== '')
  .map((line) => paragraph(...withLinks(line)))}</section>`;

/** The mails that the hub sent, the newest first: on this machine none of them leaves. */
export const mailPage = (mails: readonly SentMail[]): Page =>
  playPage({
    title: 'Verstuurde mails',
    content: html`${heading('Verstuurde mails')}
${paragraph('Dit zijn de mails die de hub verstuurde. Ze zijn nergens aangekomen: op uw eigen computer blijven ze hier.')}
${mails.length === 0 ? paragraph('Er is nog geen mail verstuurd.') : mails.map(mailOf)}`,
  });
