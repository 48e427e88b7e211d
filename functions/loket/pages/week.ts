import { titleOf } from '../../../contracts/hub-type.ts';
import type { PartnerReport } from '../../../contracts/partner-dag.ts';
import { type Html, html } from '../html.ts';
import { NEEDED } from '../needed.ts';
import { PATHS, reportPath } from '../paths.ts';
import type { Week } from '../views/partner.ts';
import { dayInWords } from '../words/dates.ts';
import { inWords } from '../words/fields.ts';
import { shortId } from '../words/states.ts';
import { appointmentInWords, whenInWords } from '../words/week.ts';
import { heading, link, mayOpen, type Page, paragraph, type Reader } from './layout.ts';
import { REPORT_TAKEN } from './report.ts';
import { table } from './table.ts';

/** What a partner has to do and where it is awaited, today and in the two weeks after it. */

interface Task {
  readonly zaakId: string;
  readonly gebeurtenis: PartnerReport;
  readonly onderdeel?: string | undefined;
  readonly uiterlijk?: string;
}

const taskRow = (
  { zaakId, gebeurtenis, onderdeel, uiterlijk }: Task,
  reader: Reader,
): readonly (string | Html)[] => {
  const what = [titleOf(gebeurtenis), ...(onderdeel === undefined ? [] : [inWords(onderdeel)])].join(': ');
  return [
    shortId(zaakId),
    mayOpen(reader, NEEDED.report) ? link(reportPath(zaakId, gebeurtenis), what) : what,
    uiterlijk === undefined ? 'geen dag' : dayInWords(uiterlijk),
  ];
};

interface TaskPart {
  readonly aantal: number;
  readonly meer?: true | undefined;
  readonly lijst: readonly Task[];
}

/** A part of the list under its title; nothing when it is empty. */
const tasks = (title: string, { aantal, meer, lijst }: TaskPart, reader: Reader): Html | undefined =>
  lijst.length === 0
    ? undefined
    : html`<section><h2 class="utrecht-heading-2">${title}: ${aantal}${meer === true ? ' of meer' : undefined}</h2>
${aantal > lijst.length ? paragraph(`Hieronder staan de eerste ${lijst.length}.`) : undefined}
${table(
  title,
  ['Kenmerk', 'Wat u doet, en hier meldt', 'Uiterlijk'],
  lijst.map((task) => taskRow(task, reader)),
)}</section>`;

/** What a partner has to do in the coming two weeks. */
export const weekPage = ({ dag, appointments }: Week, reader: Reader, reported = false): Page => {
  const { teLaat, vandaag, binnenkort, zonderDag } = dag;
  const isEmpty = [teLaat, vandaag, binnenkort, zonderDag].every(({ aantal }) => aantal === 0);
  return {
    title: 'Te doen',
    path: PATHS.week,
    reader,
    content: html`${heading(`Te doen, vanaf ${dayInWords(dag.datum)}`)}
${reported ? REPORT_TAKEN.partner : undefined}
${paragraph('Dit zijn de komende twee weken. Over wie het gaat, leest u bij uw berichten: daar staat hetzelfde kenmerk.')}
<section><h2 class="utrecht-heading-2">Afspraken</h2>
${
  appointments.length === 0
    ? paragraph('Er is niets afgesproken.')
    : html`${table(
        'Afspraken',
        ['Kenmerk', 'Wanneer', 'Wat', 'Waar', 'Tolk'],
        appointments.map((one) => {
          const { kenmerk, datum, tijd, wat, waar, tolk } = appointmentInWords(one);
          return [kenmerk, whenInWords(datum, tijd), wat, waar, tolk];
        }),
      )}
${paragraph(link(PATHS.weekSheet, 'Bewaar de afspraken als lijst (CSV, voor Excel)'))}`
}</section>
${tasks('Te laat', teLaat, reader)}
${tasks('Vandaag', vandaag, reader)}
${tasks('Binnenkort', binnenkort, reader)}
${tasks('Zonder vaste dag', zonderDag, reader)}
${isEmpty ? paragraph('U hoeft nu niets te doen of te melden.') : undefined}`,
  };
};
