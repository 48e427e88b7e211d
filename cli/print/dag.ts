import type { Dag } from '../../contracts/dag.ts';
import { findGemeente } from '../../domain/gemeenten/index.ts';
import { fitLine, type Paint, table, wrap } from './text.ts';

/** Of a part of the day list so many are shown; `--json` gives the others. */
const SHOWN = 10;

/** A part of the day list: its heading, how many there are, and a row for each that is shown. */
interface Section {
  readonly heading: string;
  readonly aantal: number;
  readonly meer?: true | undefined;
  readonly rows: readonly (readonly string[])[];
}

type Part<Element> = {
  readonly aantal: number;
  readonly meer?: true | undefined;
  readonly lijst: readonly Element[];
};

const section = <Element>(
  heading: string,
  { aantal, meer, lijst }: Part<Element>,
  row: (element: Element) => readonly string[],
): Section => ({ heading, aantal, meer, rows: lijst.slice(0, SHOWN).map(row) });

const termijnRow = ({
  zaakId,
  id,
  naam,
  soort,
  datum,
}: Dag['vandaag']['lijst'][number]): readonly string[] => [
  `${soort === 'wettelijk' ? '!' : ' '} ${datum}`,
  id,
  zaakId,
  naam,
];

const zaakRow = (zaakId: string): readonly string[] => [`  ${zaakId}`];

const ontvangstRow = ({
  ontvangstId,
  status,
  type,
  reden,
}: Dag['eigenMeldingen']['lijst'][number]): readonly string[] => [
  `  ${ontvangstId}`,
  status,
  reden ?? type.split('.').slice(2, -1).join(' '),
];

const berichtRow = ({
  partner,
  zaakId,
  volgnummer,
  staat,
  klaargezetOp,
  stilstand,
}: Dag['nietBezorgd']['lijst'][number]): readonly string[] => [
  `  ${klaargezetOp.slice(0, 10)}`,
  partner,
  `${zaakId} #${volgnummer}`,
  stilstand ?? staat,
];

const sectionsOf = (dag: Dag): readonly Section[] => [
  section('Due today (vandaag)', dag.vandaag, termijnRow),
  section('Soon (binnenkort)', dag.binnenkort, termijnRow),
  section('Late (te laat)', dag.teLaat, termijnRow),
  section('Sources contradict the gemeente (tegenspraken)', dag.tegenspraken, zaakRow),
  section('A partner waits for a field (wacht op gegevens)', dag.wachtOpGegevens, zaakRow),
  section('Own reports not processed (eigen meldingen)', dag.eigenMeldingen, ontvangstRow),
  section('Partners have not got (niet bezorgd)', dag.nietBezorgd, berichtRow),
  section('New since yesterday (nieuw)', dag.nieuw, zaakRow),
];

const countOf = ({ aantal, meer }: Section): string =>
  meer === true ? `more than ${aantal}` : String(aantal);

const sectionLines = (one: Section, width: number, bold: Paint): readonly string[] => {
  const hidden = one.aantal - one.rows.length;
  const rest = one.meer === true ? 'and more' : `and ${hidden} more`;
  return [
    '',
    ...fitLine(`${one.heading}: ${countOf(one)}`, width).map(bold),
    ...table(one.rows, width),
    ...(hidden > 0 || one.meer === true ? [`    … ${rest}: --json names up to fifty`] : []),
  ];
};

/** The name of a heading alone: `Due today (vandaag)` is `vandaag`. */
const shortName = ({ heading }: Section): string => /\((.*)\)/.exec(heading)?.[1] ?? heading;

/** The day list in words: each part that holds anything, and in one line those that hold nothing. `!` marks a term of the law. */
export const dagLines = (dag: Dag, width: number, bold: Paint): readonly string[] => {
  const naam = findGemeente(dag.gemeentecode)?.naam ?? 'gemeente';
  const sections = sectionsOf(dag);
  const empty = sections.filter(({ aantal }) => aantal === 0).map(shortName);
  return [
    ...wrap(`Day list (daglijst) of ${naam} (${dag.gemeentecode}) on ${dag.datum}`, width).map(bold),
    ...sections.filter(({ aantal }) => aantal > 0).flatMap((one) => sectionLines(one, width, bold)),
    ...(empty.length === 0 ? [] : ['', ...wrap(`nothing: ${empty.join(' · ')}`, width, '  ')]),
  ];
};
