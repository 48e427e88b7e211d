import * as z from 'zod';
import { FindResponse, SearchQuery, Tijdlijn, Zaak } from '../../contracts/api.ts';
import { Dag } from '../../contracts/dag.ts';
import { Termijnen } from '../../contracts/termijnen.ts';
import { accepts } from '../../domain/delivery/destination.ts';
import type { ActivityId } from '../../domain/logboek/activities.ts';
import type { Organisation, Partner, Scope } from '../../domain/organisations.ts';
import { kanaalId } from '../../domain/partners/address.ts';
import { logShown } from '../api/http/logging.ts';
import { isApiProblem } from '../api/http/problems.ts';
import type { AuthenticatedRequest } from '../api/http/request.ts';
import type { Response } from '../api/http/response.ts';
import { beginTrace } from '../api/http/trace.ts';
import { confirmBericht, readBerichten } from '../api/resources/berichten.ts';
import { readDag } from '../api/resources/dag.ts';
import { redeliver } from '../api/resources/herleveringen.ts';
import { chooseDoor } from '../api/resources/kanaal.ts';
import { PULL_PAGE } from '../api/resources/pull.ts';
import { findZaken, readTermijnen, readTijdlijn, readZaak } from '../api/resources/zaken.ts';
import type { LoketDependencies } from './dependencies.ts';
import type { ZaakContent } from './pages/zaak.ts';
import type { SearchOutcome } from './pages/zaken.ts';
import { CardMessage } from './words/cards.ts';

/**
 * What the pages show, by the calls of the API themselves: the same functions decide what an organisation may see, and write the
 * same records in the logbook. Nothing goes over HTTP.
 */

type Asked = Partial<Pick<AuthenticatedRequest, 'query' | 'pathValues'>> & { readonly body?: unknown };

const askedBy = (
  organisatie: Organisation,
  { query = {}, pathValues = {}, body }: Asked,
): AuthenticatedRequest => ({
  organisatie,
  methode: body === undefined ? 'GET' : 'POST',
  pad: '/loket',
  headers: body === undefined ? {} : { 'content-type': 'application/json' },
  query,
  repeated: [],
  pathValues,
  body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  trace: beginTrace(undefined, Date.now()),
  restMs: () => 0,
});

/** Makes a call for this organisation, and writes down what it shows before anything of it is used. */
const ask = async <Schema extends z.ZodType>(
  needed: LoketDependencies,
  activity: ActivityId,
  schema: Schema,
  request: AuthenticatedRequest,
  call: (request: AuthenticatedRequest, needed: LoketDependencies) => Promise<Response>,
): Promise<z.infer<Schema>> => {
  const { body } = await logShown(activity, request, await call(request, needed), needed);
  return schema.parse(JSON.parse(body));
};

/** The rights that a page needs of whoever signed in, those of the calls behind it. */
export const NEEDED = {
  day: 'zaken:lezen',
  zaken: 'zaken:lezen',
  inbox: 'berichten:lezen',
  door: 'abonnementen:beheren',
} as const satisfies Readonly<Record<string, Scope>>;

export const dayOfReader = (needed: LoketDependencies, organisation: Organisation): Promise<Dag> =>
  ask(needed, 'raadplegen', Dag, askedBy(organisation, {}), readDag);

/** A number as somebody types it over: with dots or spaces between the digits. */
const digitsOf = (text: string): string => text.replaceAll(/[\s.-]/g, '');

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

export const zaakOfReader = async (
  needed: LoketDependencies,
  organisation: Organisation,
  zaakId: string,
): Promise<ZaakContent> => {
  // Each call has a trace of its own, by which the logbook knows its record.
  const request = () => askedBy(organisation, { pathValues: { zaakId } });
  // One after the other: whoever may not see the zaak is refused once, and leaves one line.
  const zaak = await ask(needed, 'raadplegen', Zaak, request(), readZaak);
  // A page is one look at one zaak, however many calls it is made of.
  const counted = { ...needed, telemetry: { count: () => undefined } };
  const [tijdlijn, termijnen] = await Promise.all([
    ask(counted, 'raadplegen', Tijdlijn, request(), readTijdlijn),
    ask(counted, 'raadplegen', Termijnen, request(), readTermijnen),
  ]);
  return { zaak, tijdlijn, termijnen };
};

const Ready = z.object({ berichten: z.array(CardMessage) });

export interface OtherDoor {
  /** A programme of the partner gets them; otherwise they go to its queue. */
  readonly webhook: boolean;
}

/** What lies ready to fetch, without waiting for it; or through which door it goes when that is another. */
export const inboxOfReader = async (
  needed: LoketDependencies,
  organisation: Organisation,
): Promise<{ readonly messages: readonly CardMessage[]; readonly more: boolean } | OtherDoor> => {
  try {
    const request = askedBy(organisation, { query: { wacht: '0' } });
    const { berichten } = await ask(needed, 'raadplegen', Ready, request, readBerichten);
    return { messages: berichten, more: berichten.length >= PULL_PAGE };
  } catch (error) {
    if (organisation.rol !== 'partner' || !isApiProblem(error) || error.probleem.soort !== 'andere-deur')
      throw error;
    return { webhook: await hasWebhook(needed, organisation) };
  }
};

/** Whether a programme of the partner gets its messages. */
const hasWebhook = async (
  { kanalen }: LoketDependencies,
  { gemeentecode, partner }: Partner,
): Promise<boolean> => (await kanalen.settings(kanaalId(gemeentecode, partner))).abonnementen.some(accepts);

/** What was sent before, once more. One such request runs at a time, and a second click asks for nothing else. */
export const sendAgain = async (needed: LoketDependencies, organisation: Organisation): Promise<void> => {
  try {
    await redeliver(askedBy(organisation, { body: { tot: needed.clock.now().toISOString() } }), needed);
  } catch (error) {
    if (!isApiProblem(error) || error.probleem.soort !== 'stand-laat-niet-toe') throw error;
  }
};

/**
 * The partner reads its messages on the page from now on: they lie ready to fetch. What its queue got before goes along, because
 * nobody may ever have read that queue. Who got a webhook since the page was shown keeps it.
 */
export const readOnPage = async (needed: LoketDependencies, organisation: Organisation): Promise<void> => {
  if (organisation.rol === 'partner' && (await hasWebhook(needed, organisation))) return;
  await chooseDoor(askedBy(organisation, { body: { deur: 'ophalen' } }), needed);
  await sendAgain(needed, organisation);
};

/** The partner has seen a message: what `_bevestig` of the API does. */
export const confirmSeen = async (
  needed: LoketDependencies,
  organisation: Organisation,
  berichtId: string,
): Promise<void> => {
  await confirmBericht(askedBy(organisation, { pathValues: { berichtId } }), needed);
};
