import { MAIL_MOMENTS, type MailMoment } from '../../../contracts/mail-settings.ts';
import { type Html, html } from '../html.ts';
import type { MailRefusal, MailValues, MailView } from '../views/mail.ts';
import { momentInWords } from '../words/dates.ts';
import { csrfField, heading, link, notice, type Page, paragraph, type Reader } from './layout.ts';

/** When a partner is mailed that there is something to read. */

const MOMENTS: Readonly<Record<MailMoment, string>> = {
  direct: 'Meteen, hoogstens een keer per kwartier',
  dagelijks: "Een keer per dag, 's ochtends",
  nooit: 'Nooit',
};

const FAULTS: Readonly<Record<keyof MailValues, string>> = {
  adres: 'Vul een e-mailadres in, zoals naam@voorbeeld.nl.',
  wanneer: 'Kies wanneer u een mail wilt.',
  van: 'Vul beide tijden in, of geen van beide.',
  tot: 'Vul beide tijden in. Zij mogen niet hetzelfde zijn.',
};

/** Whose mail a page is about, and where it is chosen. */
export interface MailPlace {
  /** The page itself, which the form goes to as well. */
  readonly path: string;
  readonly back: { readonly path: string; readonly text: string };
  /** The partner, when its gemeente chooses for it. */
  readonly partner?: string;
}

const NOTHING: MailValues = { adres: '', wanneer: 'dagelijks', van: '', tot: '' };

const valuesOf = ({ settings }: MailView): MailValues =>
  settings === undefined
    ? NOTHING
    : {
        adres: settings.adres,
        wanneer: settings.wanneer,
        van: settings.stil?.van ?? '',
        tot: settings.stil?.tot ?? '',
      };

const field = (
  label: string,
  id: keyof MailValues,
  wrong: readonly string[],
  control: (described: Html | undefined) => Html,
): Html => {
  const isWrong = wrong.includes(id);
  const described = isWrong ? html` aria-invalid="true" aria-describedby="${id}-fout"` : undefined;
  return html`<div class="utrecht-form-field${isWrong ? ' utrecht-form-field--invalid' : ''}"><label class="utrecht-form-label" for="${id}">${label}</label>${
    isWrong
      ? html`<p class="utrecht-form-field-description loket-fout" id="${id}-fout">${FAULTS[id]}</p>`
      : undefined
  }
${control(described)}</div>`;
};

const form = (
  { path }: MailPlace,
  values: MailValues,
  wrong: readonly string[],
  reader: Reader,
): Html => html`
<form class="loket-formulier" method="post" action="${path}">${csrfField(reader)}
${field('E-mailadres', 'adres', wrong, (described) => html`<input class="utrecht-textbox utrecht-textbox--html-input" id="adres" name="adres" type="email" autocomplete="email" maxlength="254" required value="${values.adres}"${described}>`)}
${field(
  'Wanneer komt er een mail?',
  'wanneer',
  wrong,
  (described) =>
    html`<select class="loket-keuze" id="wanneer" name="wanneer" required${described}>${MAIL_MOMENTS.map(
      (moment) =>
        html`<option value="${moment}"${moment === values.wanneer ? html` selected` : undefined}>${MOMENTS[moment]}</option>`,
    )}</select>`,
)}
${field('Geen mail vanaf (mag leeg blijven)', 'van', wrong, (described) => html`<input class="utrecht-textbox utrecht-textbox--html-input" id="van" name="van" type="time" value="${values.van}"${described}>`)}
${field('Weer mail vanaf (mag leeg blijven)', 'tot', wrong, (described) => html`<input class="utrecht-textbox utrecht-textbox--html-input" id="tot" name="tot" type="time" value="${values.tot}"${described}>`)}
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit">Bewaar</button></p></form>`;

/** The page of a choice as it is; after a form that was wrong, with what was filled in and what is wrong about it. */
export const mailPage = (
  place: MailPlace,
  view: MailView,
  reader: Reader,
  { done = false, refusal }: { readonly done?: boolean; readonly refusal?: MailRefusal | undefined } = {},
): Page => {
  const { partner, back, path } = place;
  const mayGet = partner === undefined ? 'kunt u' : `kan ${partner}`;
  return {
    title: 'Mail bij een nieuw bericht',
    path,
    reader,
    content: html`${heading(partner === undefined ? 'Mail bij een nieuw bericht' : `Mail bij een nieuw bericht voor ${partner}`)}
${done ? notice('ok', paragraph('Dit is bewaard.')) : undefined}
${refusal === undefined ? undefined : notice('error', paragraph('Dit is niet goed ingevuld. Bij elk veld staat wat er niet goed is.'))}
${
  view.refusedSince === undefined
    ? undefined
    : notice(
        'error',
        paragraph(
          `Mail aan dit adres komt niet aan sinds ${momentInWords(view.refusedSince)}. Er gaat geen mail meer tot u hier weer iets bewaart.`,
        ),
      )
}
${paragraph(`Ligt er iets nieuws in het loket, dan ${mayGet} daar een mail over krijgen. In die mail staat alleen hoeveel berichten er zijn, niet over wie ze gaan.`)}
${form(place, refusal?.values ?? valuesOf(view), refusal?.wrong ?? [], reader)}
${paragraph(link(back.path, back.text))}`,
  };
};
