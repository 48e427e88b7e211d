import { FindResponse, SearchQuery, Tijdlijn, Zaak } from '../../../contracts/api.ts';
import type { KanaalView } from '../../../contracts/berichten.ts';
import { Dag } from '../../../contracts/dag.ts';
import { Intake } from '../../../contracts/intake.ts';
import { Kpis } from '../../../contracts/kpis.ts';
import { Termijnen } from '../../../contracts/termijnen.ts';
import { accepts } from '../../../domain/delivery/destination.ts';
import { gemeenteProfile } from '../../../domain/gemeenten/index.ts';
import type { Gemeente, Organisation } from '../../../domain/organisations.ts';
import { kanaalId } from '../../../domain/partners/address.ts';
import { isApiProblem } from '../../shared/rest/http/problems.ts';
import { readDag } from '../../shared/rest/resources/dag.ts';
import { momentOf } from '../../shared/rest/resources/dag-parts.ts';
import { chooseBaseDoor, viewKanaal } from '../../shared/rest/resources/kanaal.ts';
import { readKpis } from '../../shared/rest/resources/kpis.ts';
import { letPartnerIn, shutOutPartner } from '../../shared/rest/resources/partners.ts';
import { settleBericht } from '../../shared/rest/resources/replies.ts';
import { mayReportOn } from '../../shared/rest/resources/report-access.ts';
import {
  findZaken,
  readIntake,
  readTermijnen,
  readTijdlijn,
  readZaak,
} from '../../shared/rest/resources/zaken.ts';
import type { LoketDependencies } from '../dependencies.ts';
import type { ZaakContent } from '../pages/zaak.ts';
import type { SearchOutcome } from '../pages/zaken.ts';
import { ask, askAgain, askedBy, contentOf } from './ask.ts';
import { namesOnList } from './medewerkers.ts';

/** What Team Inburgering of a gemeente sees and does on its pages. */

/** The day list of the gemeente that asks. */
export const dayOfReader = (needed: LoketDependencies, organisation: Organisation): Promise<Dag> =>
  ask(needed, 'raadplegen', Dag, askedBy(organisation), readDag);

/** What a partner cannot do, as a page showed it: `sinds` is when the partner said so. */
export interface SeenReply {
  readonly berichtId: string;
  readonly partner: string;
  readonly sinds: string;
}

/**
 * The gemeente saw to what a partner cannot do: what `_afgehandeld` of the API does. `anders`: the partner says something else by
 * now, and nothing was done.
 */
export const settle = async (
  needed: LoketDependencies,
  organisation: Organisation,
  { berichtId, partner, sinds }: SeenReply,
): Promise<'afgehandeld' | 'anders'> => {
  try {
    await settleBericht(
      askedBy(organisation, { pathValues: { berichtId }, query: { partner, sinds } }),
      needed,
    );
    return 'afgehandeld';
  } catch (error) {
    if (!isApiProblem(error) || error.problem.kind !== 'stand-laat-niet-toe') throw error;
    return 'anders';
  }
};

/** A number as somebody types it over: with dots or spaces between the digits. */
const digitsOf = (text: string): string => text.replaceAll(/[\s.-]/g, '');

/** The zaken of a person, looked up by a number; counted among the searches of the day. */
export const search = async (
  needed: LoketDependencies,
  organisation: Organisation,
  text: string,
): Promise<SearchOutcome> => {
  const number = digitsOf(text);
  const query = [{ vNummer: number }, { bsn: number }].find((one) => SearchQuery.safeParse(one).success);
  if (query === undefined) return 'wrong number';
  const { zaken } = await ask(
    needed,
    'zoeken',
    FindResponse,
    askedBy(organisation, { body: query }),
    findZaken,
  );
  return { found: zaken };
};

/** A zaak of the gemeente that asks; 404 when it is not its own. */
export const zaakOfReader = async (
  needed: LoketDependencies,
  organisation: Gemeente,
  zaakId: string,
): Promise<ZaakContent> => {
  // Each call has a trace of its own, by which the logbook knows its record.
  const request = () => askedBy(organisation, { pathValues: { zaakId } });
  // One after the other: whoever may not see the zaak is refused once, and leaves one line.
  const zaak = await ask(needed, 'raadplegen', Zaak, request(), readZaak);
  // A page is one look at one zaak, however many calls it is made of.
  const counted = { ...needed, telemetry: { count: () => undefined } };
  const [isOwn, tijdlijn, termijnen, intake] = await Promise.all([
    mayReportOn(needed, organisation, zaak.zaakId),
    ask(counted, 'raadplegen', Tijdlijn, request(), readTijdlijn),
    ask(counted, 'raadplegen', Termijnen, request(), readTermijnen),
    ask(counted, 'raadplegen', Intake, request(), readIntake),
  ]);
  const isByPerson = tijdlijn.gebeurtenissen.some(
    ({ gegevens }) => 'medewerker' in gegevens || 'bevestigdDoor' in gegevens,
  );
  const people = isByPerson ? await namesOnList(needed, organisation) : new Map<string, string>();
  return { zaak, isOwn, tijdlijn, termijnen, intake, people };
};

/** The figures of today. They name nobody, so the logbook says nothing of them. */
export const figuresOfReader = async (needed: LoketDependencies, organisation: Gemeente): Promise<Kpis> =>
  contentOf(
    Kpis,
    await readKpis(askedBy(organisation, { pathValues: { code: organisation.gemeentecode } }), needed),
  );

/** A partner, by its doors and what lies there. */
export interface PartnerState extends KanaalView {
  /** A programme of the partner gets its messages. */
  readonly webhook: boolean;
  /** What its mail is like; absent where no mail leaves. */
  readonly mail?: 'in order' | 'refused';
  /** Since when the oldest message waits that it has not got. */
  readonly oldest?: string;
}

/** The partners of a gemeente, in the order of its profile. The doors of all are read at once. */
export const partnersOfReader = async (
  { kanalen, postvak, mails }: LoketDependencies,
  { gemeentecode }: Gemeente,
): Promise<readonly PartnerState[]> => {
  const addresses = gemeenteProfile(gemeentecode).partners.map(({ sleutel }) =>
    kanaalId(gemeentecode, sleutel),
  );
  const [settings, refused] = await Promise.all([
    kanalen.settingsOfAll(addresses),
    mails?.refused(gemeentecode),
  ]);
  return Promise.all(
    addresses.map(async (kanaal) => {
      const [view, { items }] = await Promise.all([
        viewKanaal({ kanalen: { settings: async () => settings(kanaal) }, postvak }, kanaal),
        postvak.list(kanaal, { places: ['klaargezet', 'bezig', 'geparkeerd'], max: 1 }),
      ]);
      const [oldest] = items;
      return {
        ...view,
        webhook: settings(kanaal).abonnementen.some(accepts),
        ...(refused && { mail: refused.has(view.partner) ? 'refused' : 'in order' }),
        ...(oldest === undefined ? {} : { oldest: momentOf(oldest) }),
      };
    }),
  );
};

/**
 * This partner reads its messages on its page from now on, because its gemeente helps it. What went to its queue goes along; a
 * request for that which runs already is enough.
 */
export const letReadOnPage = async (
  needed: LoketDependencies,
  organisation: Organisation,
  partner: string,
): Promise<void> => {
  const query = { partner };
  await chooseBaseDoor(askedBy(organisation, { query, body: { deur: 'ophalen' } }), needed);
  await askAgain(needed, askedBy(organisation, { query, body: { tot: needed.clock.now().toISOString() } }));
};

/** Nothing goes to this partner any more until it is let in again: what is meant for it is kept. */
export const shutOut = async (
  needed: LoketDependencies,
  organisation: Organisation,
  partner: string,
  reden: string,
): Promise<void> => {
  await shutOutPartner(askedBy(organisation, { pathValues: { partner }, body: { reden } }), needed);
};

/** Lets in a partner that this gemeente shut out. */
export const letIn = async (
  needed: LoketDependencies,
  organisation: Organisation,
  partner: string,
): Promise<void> => {
  await letPartnerIn(askedBy(organisation, { pathValues: { partner }, body: {} }), needed);
};
