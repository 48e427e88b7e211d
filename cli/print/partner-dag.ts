import type { PartnerDag } from '../../contracts/partner-dag.ts';
import { findGemeente } from '../../domain/gemeenten/index.ts';
import { appointmentsPart, dayLines, type ShownPart, shownPart } from './dag-parts.ts';
import type { Style } from './paint.ts';

/** The day list of a partner. */

type Undated = PartnerDag['zonderDag']['lijst'][number];

/** What is to be reported, as `hub meld` has it, and of which part. */
const reportWords = ({ gebeurtenis, onderdeel }: Undated): string =>
  onderdeel === undefined ? gebeurtenis : `${gebeurtenis} (${onderdeel})`;

const taskRow = (task: PartnerDag['vandaag']['lijst'][number]): readonly string[] => [
  `  ${task.uiterlijk}`,
  task.zaakId,
  reportWords(task),
];

const undatedRow = (task: Undated): readonly string[] => [`  ${task.zaakId}`, reportWords(task)];

const messageRow = ({
  zaakId,
  volgnummer,
  staat,
  klaargezetOp,
}: PartnerDag['klaar']['lijst'][number]): readonly string[] => [
  `  ${klaargezetOp.slice(0, 10)}`,
  `${zaakId} #${volgnummer}`,
  staat,
];

const sectionsOf = (dag: PartnerDag): readonly ShownPart[] => [
  appointmentsPart(dag.afspraken),
  { ...shownPart('Do or report today (vandaag)', dag.vandaag, taskRow), tone: 'warn' },
  shownPart('Soon (binnenkort)', dag.binnenkort, taskRow),
  { ...shownPart('Late (te laat)', dag.teLaat, taskRow), tone: 'bad' },
  shownPart('Without a day (zonder dag)', dag.zonderDag, undatedRow),
  shownPart('Messages that you have not got (klaar)', dag.klaar, messageRow),
  shownPart('New since yesterday (nieuw)', dag.nieuw, (id) => [`  ${id}`]),
];

/** The day list of a partner in words. */
export const partnerDagLines = (dag: PartnerDag, width: number, style: Style): readonly string[] => {
  const { gemeentecode, partner, datum } = dag;
  const profile = findGemeente(gemeentecode);
  const naam = profile?.partners.find(({ sleutel }) => sleutel === partner)?.organisatie ?? partner;
  const title = `Day list (daglijst) of ${naam} for ${profile?.naam ?? 'gemeente'} (${gemeentecode}) on ${datum}`;
  return dayLines(title, sectionsOf(dag), width, style);
};
