import type { DagAppointment } from '../../contracts/agenda.ts';
import { titleOfAppointment } from '../../contracts/appointments.ts';
import type { Paint, Style } from './paint.ts';
import { fitLine, table, wrap } from './text.ts';

/** What the day lists of a gemeente and of a partner look like. */

/** Of a part of the day list so many are shown; `--json` gives the others. */
const SHOWN = 10;

/** A part of the day list: its heading, how many there are, and a row for each that is shown. */
export interface ShownPart {
  readonly heading: string;
  /** How pressing it is: of today, or late. */
  readonly tone?: 'warn' | 'bad';
  readonly aantal: number;
  readonly meer?: true | undefined;
  readonly rows: readonly (readonly string[])[];
}

type Part<Element> = {
  readonly aantal: number;
  readonly meer?: true | undefined;
  readonly lijst: readonly Element[];
};

/** A section of a part that an answer has. */
export const shownPart = <Element>(
  heading: string,
  { aantal, meer, lijst }: Part<Element>,
  row: (element: Element) => readonly string[],
): ShownPart => ({ heading, aantal, meer, rows: lijst.slice(0, SHOWN).map(row) });

/** An appointment: when, of which zaak or household, what, where, and whether an interpreter is needed. */
const appointmentRow = ({
  zaakId,
  tijd,
  gebeurtenis,
  plaats,
  tolk,
  ...party
}: DagAppointment): readonly string[] => [
  `  ${tijd ?? 'all day'}`,
  zaakId,
  [
    titleOfAppointment(gebeurtenis, party),
    ...(plaats === undefined ? [] : [plaats]),
    ...(tolk === undefined ? [] : [tolk ? 'met tolk' : 'zonder tolk']),
  ].join(' · '),
];

/** The appointments of the day, of a gemeente or of a partner. */
export const appointmentsPart = (part: Part<DagAppointment>): ShownPart =>
  shownPart('Appointments today (afspraken)', part, appointmentRow);

const countOf = ({ aantal, meer }: ShownPart): string =>
  meer === true ? `more than ${aantal}` : String(aantal);

const sectionLines = (one: ShownPart, width: number, style: Style): readonly string[] => {
  const heading: Paint = (text) => style.bold(one.tone === undefined ? text : style[one.tone](text));
  const hidden = one.aantal - one.rows.length;
  const rest = one.meer === true ? 'and more' : `and ${hidden} more`;
  return [
    '',
    ...fitLine(`${one.heading}: ${countOf(one)}`, width).map(heading),
    ...table(one.rows, width),
    ...(hidden > 0 || one.meer === true ? [`    … ${rest}: --json names up to fifty`] : []),
  ];
};

/** The name of a heading alone: `Due today (vandaag)` is `vandaag`. */
const shortName = ({ heading }: ShownPart): string => /\((.*)\)/.exec(heading)?.[1] ?? heading;

/** A day list in words: each part that holds anything, and in one line those that hold nothing. */
export const dayLines = (
  title: string,
  sections: readonly ShownPart[],
  width: number,
  style: Style,
): readonly string[] => {
  const empty = sections.filter(({ aantal }) => aantal === 0).map(shortName);
  return [
    ...wrap(title, width).map(style.bold),
    ...sections.filter(({ aantal }) => aantal > 0).flatMap((one) => sectionLines(one, width, style)),
    ...(empty.length === 0 ? [] : ['', ...wrap(`nothing: ${empty.join(' · ')}`, width, '  ')]),
  ];
};
