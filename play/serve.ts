import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { readAdvance } from '../client/clock.ts';
import { createHubClient, type HubClient, STANDARD_GEMEENTE } from '../client/hub-client.ts';
import { SOURCE_HAPPENINGS } from '../client/invent/happenings.ts';
import { MOST_MEMBERS } from '../client/invent/huishouden.ts';
import { ROUTEMAP_EVENTS } from '../contracts/routemap.ts';
import { pageAnswer, redirect } from '../functions/loket/answers.ts';
import type { Page } from '../functions/loket/pages/layout.ts';
import { PLAY_PATH } from '../functions/loket/paths.ts';
import { type Handler, pathUnder, readText } from '../local/mount.ts';
import { moveClock, reportInZaak, type Taken, tellOfInvented } from './happen.ts';
import { PLAY_PATHS, playZaakPath } from './pages/parts.ts';
import { refusedPage } from './pages/refused.ts';
import { playStartPage } from './pages/start.ts';
import { playZaakPage } from './pages/zaak.ts';
import { findGemeenteChoice, type GemeenteChoice, gemeenteChoices, viewStart, viewZaak } from './views.ts';
import { CLOCK_STEPS } from './words.ts';
import { writeAnswer } from './write-answer.ts';

/** The pages to play with, as a handler of the port. */

const Gemeente = z.string().transform((code, context): GemeenteChoice => {
  const choice = findGemeenteChoice(code);
  if (choice !== undefined) return choice;
  context.addIssue({ code: 'custom', message: 'no such gemeente' });
  return z.NEVER;
});

const HappenForm = z
  .object({
    wat: z.enum(SOURCE_HAPPENINGS),
    volwassenen: z.coerce.number().int().min(1),
    kinderen: z.coerce.number().int().min(0),
    gemeente: Gemeente,
  })
  .refine(({ volwassenen, kinderen }) => volwassenen + kinderen <= MOST_MEMBERS);

const ReportForm = z.object({ wat: z.enum(ROUTEMAP_EVENTS) });

const ClockForm = z.object({
  over: z.enum(CLOCK_STEPS.map(({ value }) => value)),
  gemeente: Gemeente,
  zaak: z.uuid().optional(),
});

const ZAAK = /^\/zaken\/(\d{4})\/([0-9a-f-]{36})$/;

const MISSING: readonly [Page, number] = [
  refusedPage('Niet gevonden', 'Deze bladzijde is er niet, of deze zaak is er niet.'),
  404,
];
const WRONG: readonly [Page, number] = [
  refusedPage('Dit is niet goed ingevuld', 'Ga terug, kijk alles na en probeer het nog een keer.'),
  400,
];
const BUSY: readonly [Page, number] = [
  refusedPage('De hub is nog bezig', 'Wacht een minuut. Laad daarna de bladzijde van de zaak opnieuw.'),
  503,
];

/** What a visitor asks: the path below the prefix, and the query or the form. */
interface Visit {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: Readonly<Record<string, string>>;
}

const shown = ([page, status]: readonly [Page, number]): APIGatewayProxyResult => pageAnswer(page, status);

/** Where a visitor goes after what was done, or the page that says why it was not. */
const after = (taken: Taken, address: (taken: Extract<Taken, { kind: 'taken' }>) => string) => {
  if (taken.kind === 'taken') return redirect(address(taken));
  if (taken.kind === 'busy') return shown(BUSY);
  return pageAnswer(refusedPage('De hub nam dit niet aan', 'Hij zei er dit bij:', taken.reasons), 400);
};

/** Tells a page from which moment on something is new, and which other zaken belong to it. */
const withNews = (path: string, since: string, others: readonly string[] = []): string =>
  `${path}?${new URLSearchParams([['sinds', since], ...others.map((id): [string, string] => ['ook', id])])}`;

const standardGemeente = (): GemeenteChoice => {
  const choice = findGemeenteChoice(STANDARD_GEMEENTE) ?? gemeenteChoices()[0];
  if (choice === undefined) throw new Error('this hub has no gemeente');
  return choice;
};

const start = async (hub: HubClient, { query }: Visit): Promise<APIGatewayProxyResult> => {
  const gemeente = findGemeenteChoice(query.get('gemeente') ?? '') ?? standardGemeente();
  const view = await viewStart(hub, gemeente);
  return pageAnswer(playStartPage(view, gemeenteChoices(), query.has('sinds')));
};

const happenHere = async (hub: HubClient, { form }: Visit): Promise<APIGatewayProxyResult> => {
  const { data } = HappenForm.safeParse(form);
  if (data === undefined) return shown(WRONG);
  const { wat, volwassenen, kinderen, gemeente } = data;
  const taken = await tellOfInvented(hub, wat, { adults: volwassenen, children: kinderen }, gemeente.code);
  return after(taken, ({ since, zaken: [first, ...others] }) =>
    first === undefined
      ? withNews(PLAY_PATHS.start, since)
      : withNews(
          playZaakPath(gemeente.code, first.zaakId),
          since,
          others.map(({ zaakId }) => zaakId),
        ),
  );
};

const clock = async (hub: HubClient, { form }: Visit): Promise<APIGatewayProxyResult> => {
  const { data } = ClockForm.safeParse(form);
  const over = data && readAdvance(`+${data.over}`);
  if (over === undefined || data === undefined) return shown(WRONG);
  const { gemeente, zaak } = data;
  return after(await moveClock(hub, over), ({ since }) =>
    zaak === undefined
      ? `${PLAY_PATHS.start}?${new URLSearchParams({ gemeente: gemeente.code, sinds: since })}`
      : withNews(playZaakPath(gemeente.code, zaak), since),
  );
};

const zaakPage = async (
  hub: HubClient,
  { method, query, form }: Visit,
  gemeente: GemeenteChoice,
  zaakId: string,
): Promise<APIGatewayProxyResult> => {
  const since = z.iso.datetime().safeParse(query.get('sinds')).data;
  const others = z.array(z.uuid()).safeParse(query.getAll('ook')).data ?? [];
  const view = await viewZaak(hub, gemeente, zaakId, since);
  if (view === undefined) return shown(MISSING);
  if (method === 'GET') return pageAnswer(playZaakPage(view, { done: since !== undefined, others }));
  const { data } = ReportForm.safeParse(form);
  if (data === undefined) return shown(WRONG);
  const taken = await reportInZaak(hub, data.wat, { zaakId, gemeentecode: gemeente.code });
  return after(taken, ({ since: from }) => withNews(playZaakPath(gemeente.code, zaakId), from));
};

const answer = async (hub: HubClient, visit: Visit): Promise<APIGatewayProxyResult> => {
  const call = `${visit.method} ${visit.path}`;
  if (call === 'GET /') return start(hub, visit);
  if (call === 'POST /gebeurtenis') return happenHere(hub, visit);
  if (call === 'POST /klok') return clock(hub, visit);
  const [, code = '', zaakId = ''] = ZAAK.exec(visit.path) ?? [];
  const gemeente = findGemeenteChoice(code);
  if (gemeente === undefined || !['GET', 'POST'].includes(visit.method)) return shown(MISSING);
  return zaakPage(hub, visit, gemeente, zaakId);
};

const visitOf = async (request: IncomingMessage): Promise<Visit | undefined> => {
  const { method = 'GET', url = '/' } = request;
  const body = method === 'POST' ? await readText(request) : '';
  if (body === undefined) return undefined;
  return {
    method,
    path: pathUnder(request, PLAY_PATH),
    query: new URLSearchParams(url.split('?')[1] ?? ''),
    form: Object.fromEntries(new URLSearchParams(body)),
  };
};

/** Makes the handler for the hub at this address. */
export const createPlay = (url: string): Handler => {
  const hub = createHubClient({ url });
  // What visitors do is done one at a time: two clocks that go on together would send each other back.
  let former: Promise<unknown> = Promise.resolve();
  const inTurn = (visit: Visit): Promise<APIGatewayProxyResult> => {
    const turn = former.then(
      () => answer(hub, visit),
      () => answer(hub, visit),
    );
    former = turn;
    return turn;
  };
  return async (request, response) => {
    const visit = await visitOf(request);
    if (visit === undefined) return writeAnswer(response, shown(WRONG));
    writeAnswer(response, await (visit.method === 'POST' ? inTurn(visit) : answer(hub, visit)));
  };
};
