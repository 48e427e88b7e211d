import type { Dag } from '../../contracts/dag.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { LBT } from '../../contracts/routemap.ts';
import { findGemeente } from '../../domain/gemeenten/index.ts';
import { appointmentsPart, dayLines, type ShownPart, shownPart } from './dag-parts.ts';
import type { Style } from './paint.ts';

/** Talks of the brede intake that are missing, each with the partner that owes it when the part is not called after it. */
const missingWords = ({ naam, onderdelen = [] }: Dag['vandaag']['lijst'][number]): string =>
  onderdelen
    // Of the test the term can have the name.
    .filter(({ onderdeel }) => onderdeel !== LBT || !naam.toLowerCase().includes(LBT))
    .map(({ onderdeel, bij }) =>
      [onderdeel, REGIEVOERDER].includes(bij) ? onderdeel : `${onderdeel} (${bij})`,
    )
    .join(', ');

const termijnRow = (termijn: Dag['vandaag']['lijst'][number]): readonly string[] => [
  `${termijn.soort === 'wettelijk' ? '!' : ' '} ${termijn.datum}`,
  termijn.id,
  termijn.zaakId,
  [termijn.naam, missingWords(termijn)].filter((words) => words !== '').join(': '),
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

const declinedRow = ({
  partner,
  zaken,
  huishoudenId,
  reden,
  sinds,
}: Dag['luktNiet']['lijst'][number]): readonly string[] => [
  `  ${sinds.slice(0, 10)}`,
  partner,
  huishoudenId ?? zaken.join(' '),
  reden,
];

const contractRow = ({
  partner,
  einddatum,
  opvolger,
}: Dag['aflopendeOpdrachten']['lijst'][number]): readonly string[] => [
  `  ${einddatum}`,
  partner,
  opvolger === undefined ? 'nobody follows' : `then ${opvolger}`,
];

const sectionsOf = (dag: Dag): readonly ShownPart[] => [
  appointmentsPart(dag.afspraken),
  { ...shownPart('Due today (vandaag)', dag.vandaag, termijnRow), tone: 'warn' },
  shownPart('Soon (binnenkort)', dag.binnenkort, termijnRow),
  { ...shownPart('Late (te laat)', dag.teLaat, termijnRow), tone: 'bad' },
  shownPart('Sources contradict the gemeente (tegenspraken)', dag.tegenspraken, zaakRow),
  shownPart('A partner waits for a field (wacht op gegevens)', dag.wachtOpGegevens, zaakRow),
  shownPart('Own reports not processed (eigen meldingen)', dag.eigenMeldingen, ontvangstRow),
  shownPart('Partners cannot do (lukt niet)', dag.luktNiet, declinedRow),
  shownPart('Partners have not got (niet bezorgd)', dag.nietBezorgd, berichtRow),
  shownPart('New since yesterday (nieuw)', dag.nieuw, zaakRow),
  shownPart('Contracts that end (aflopende opdrachten)', dag.aflopendeOpdrachten, contractRow),
];

/** The day list in words: each part that holds anything, and in one line those that hold nothing. `!` marks a term of the law. */
export const dagLines = (dag: Dag, width: number, style: Style): readonly string[] => {
  const naam = findGemeente(dag.gemeentecode)?.naam ?? 'gemeente';
  const title = `Day list (daglijst) of ${naam} (${dag.gemeentecode}) on ${dag.datum}`;
  return dayLines(title, sectionsOf(dag), width, style);
};
