import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEMS } from '../../contracts/problem.ts';
import { BODY_BYTES, CHOICE_PACE, PASSKEY_PACE, STRANGER_PACE } from '../../domain/limits.ts';
import { mayScope } from '../../domain/organisations.ts';
import { createPace } from '../shared/rest/http/pace.ts';
import { problemOf } from '../shared/rest/http/problems.ts';
import { pathUnderBase } from '../shared/rest/http/request.ts';
import { safeError } from '../shared/rest/safe-log.ts';
import { keptAnswer, optionsAnswer, pageAnswer, redirect, sheetAnswer } from './answers.ts';
import { SCRIPT_DIGEST } from './browser/digest.ts';
import { COOKIES, cookie, noCookie, passkeyCookie, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { OPEN_FORMS } from './open-forms.ts';
import { FAILED, type Fault, faultPage, NOT_FOUND } from './pages/fault.ts';
import { firstPageOf } from './pages/layout.ts';
import { startPage } from './pages/start.ts';
import { PATHS, scriptPath, stylePath } from './paths.ts';
import { readerOf, type SignedInReader } from './reader.ts';
import type { LoketRoute } from './routes/route.ts';
import { isCsrfMark, sealSession, secondsLeft } from './session.ts';
import { beginSignIn, endSignIn } from './signing-in.ts';
import { createStrangerPace } from './stranger-pace.ts';
import { STYLE_DIGEST } from './style/digest.ts';

/** A request of a browser, as far as the pages look at it. */
interface Visit {
  readonly event: APIGatewayProxyEvent;
  readonly path: string;
  readonly cookies: string | undefined;
}

const formOf = ({ event }: Visit): URLSearchParams | undefined => {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  return body.length > BODY_BYTES.form ? undefined : new URLSearchParams(body.toString('utf8'));
};

const headerOf = ({ headers }: APIGatewayProxyEvent, name: string): string | undefined =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];

const queryOf = ({ queryStringParameters }: APIGatewayProxyEvent): Record<string, string> =>
  Object.fromEntries(
    Object.entries(queryStringParameters ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );

const OLD_FORM: Fault = {
  title: 'Deze bladzijde is te oud',
  advice: 'Ga terug, laad de bladzijde opnieuw en probeer het nog een keer.',
};

/** Of a form of who was signed in once: signing in is all that helps. */
const SIGNED_OUT: Fault = {
  title: 'U bent afgemeld',
  advice: 'Wat u net invulde of koos, is niet bewaard. Meld u opnieuw aan en doe het nog een keer.',
  onward: 'Opnieuw aanmelden',
};

const NOT_ALLOWED: Fault = {
  title: 'Dit kan hier niet',
  advice: 'Een bladzijde kunt u lezen, en een formulier kunt u versturen met de knop eronder.',
};

const TOO_LARGE: Fault = {
  title: 'Dit is te veel tekst',
  advice: `Wat u samen invult op een bladzijde, mag hoogstens ${BODY_BYTES.form / 1_000} kB zijn: ongeveer drie bladzijden tekst. Er is niets bewaard. Ga terug en vul minder in.`,
};

/** Of a form that names what there is not, or not any more: its page was shown before that went. */
const GONE: Fault = {
  title: 'Dit is er niet meer',
  advice:
    'Wat u koos, is er niet meer of is niet voor u. Er is niets veranderd. Ga terug, laad de bladzijde opnieuw en kies nog een keer.',
};

/** Of a message of which nothing can be said any more. */
const OVER: Fault = {
  title: 'Dit kan niet meer',
  advice: 'Er is intussen iets veranderd. Kijk opnieuw bij uw berichten, of bel de gemeente.',
};

/** What a problem of the API is called here; its detail is written for programmes. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'ongeldig-verzoek': {
    title: 'Dit is niet goed ingevuld',
    advice: 'Ga terug, kijk alles na en probeer het nog een keer.',
  },
  'niet-gevonden': NOT_FOUND,
  'geen-toegang': { title: 'Geen toegang', advice: 'Uw aanmelding geeft geen recht op deze bladzijde.' },
  gewist: { title: 'Deze persoon is gewist', advice: 'De gemeente heeft deze gegevens gewist.' },
  ingetrokken: OVER,
  'stand-laat-niet-toe': OVER,
  verlopen: OVER,
  'te-veel-verzoeken': {
    title: 'Even wachten',
    advice: 'Uw organisatie vraagt nu te veel. Probeer het later nog een keer.',
  },
  'niet-beschikbaar': {
    title: 'Even niet beschikbaar',
    advice: 'De hub kan dit nu niet laten zien. Probeer het over een minuut nog een keer.',
  },
};

/** What a browser asks of pages. */
const METHODS: readonly string[] = ['GET', 'POST'];

type OpenPage = (
  needed: LoketDependencies,
  visit: Visit,
) => APIGatewayProxyResult | Promise<APIGatewayProxyResult>;

/** What anybody may open, by its path. What only some of these need is loaded when it is opened. */
const OPEN_PAGES: ReadonlyMap<string, OpenPage> = new Map<string, OpenPage>([
  [
    stylePath(STYLE_DIGEST).slice('/v1'.length),
    async () => keptAnswer((await import('./style/stylesheet.ts')).STYLESHEET, 'text/css'),
  ],
  [
    scriptPath(SCRIPT_DIGEST).slice('/v1'.length),
    async () => keptAnswer((await import('./browser/script.ts')).SCRIPT, 'text/javascript'),
  ],
  ['/loket/aanmelden', (needed) => beginSignIn(needed)],
  [
    '/loket/terug',
    (needed, { event, cookies }) => endSignIn(needed, new URLSearchParams(queryOf(event)), cookies),
  ],
  [
    '/loket/namens',
    async (needed, { cookies }) =>
      (await import('./choose-organisation.ts')).showOrganisations(needed, cookies),
  ],
  [
    '/loket/link',
    async (needed, { event }) => (await import('./links.ts')).openLink(needed, queryOf(event)['k'] ?? ''),
  ],
]);

/** The pages as a function of an event of API Gateway. */
export const createLoket = (needed: LoketDependencies) => {
  const { clock, log, seals, secure } = needed;
  const keepPace = createPace(needed, 'loket');
  const keepStrangerPace = {
    link: createStrangerPace(needed, 'link', STRANGER_PACE),
    passkey: createStrangerPace(needed, 'passkey', PASSKEY_PACE),
    organisation: createStrangerPace(needed, 'organisation', CHOICE_PACE),
  };

  const refuse = (fault: Fault, status: number, who?: SignedInReader): APIGatewayProxyResult => {
    log.warn('bladzijde geweigerd', { status, organisatie: who?.organisation.sleutel });
    return pageAnswer(faultPage(fault, who?.reader), status);
  };

  /** The methods that there are, of a page or of all pages: who is not signed in learns nothing of which those are. */
  const notAllowed = (methods: readonly string[], who?: SignedInReader): APIGatewayProxyResult => {
    const { headers, ...answer } = refuse(NOT_ALLOWED, 405, who);
    const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return { ...answer, headers: { ...headers, Allow: [...new Set(allowed)].join(', ') } };
  };

  const failed = (
    error: unknown,
    { event }: Visit,
    who: SignedInReader | undefined,
  ): APIGatewayProxyResult => {
    const { soort } = problemOf(error);
    const fault = soort === 'niet-gevonden' && event.httpMethod === 'POST' ? GONE : FAULTS[soort];
    const { status } = PROBLEMS[soort];
    const data = { soort, status, organisatie: who?.organisation.sleutel };
    if (status >= 500) log.error('bladzijde mislukt', { ...data, ...safeError(error) });
    else log.warn('bladzijde geweigerd', data);
    return pageAnswer(faultPage(fault ?? FAILED, who?.reader), status);
  };

  /** Goes on with the session for as long as it is used. */
  const renewed = async ({ session }: SignedInReader): Promise<string> => {
    const now = clock.now();
    return cookie(COOKIES.session, await sealSession(seals, session, now), secondsLeft(session, now), secure);
  };

  const answer = async (
    route: LoketRoute,
    visit: Visit,
    who: SignedInReader,
    form: URLSearchParams,
  ): Promise<APIGatewayProxyResult> => {
    const { event, path, cookies: sent } = visit;
    const [, id = '', name = ''] = route.path.exec(path) ?? [];
    const outcome = await route.answer({ who, needed, id, name, query: queryOf(event), form, cookies: sent });
    const cookies = [await renewed(who)];
    if ('redirect' in outcome) return redirect(outcome.redirect, cookies);
    if ('options' in outcome)
      return optionsAnswer(outcome.options, [...cookies, passkeyCookie(outcome.sealed, secure)]);
    if ('refused' in outcome) return pageAnswer(outcome.refused, 400, cookies);
    return 'sheet' in outcome ? sheetAnswer(outcome.sheet, cookies) : pageAnswer(outcome, 200, cookies);
  };

  const home = (who: SignedInReader | undefined): APIGatewayProxyResult => {
    if (who === undefined) {
      const { signIn, sendMail } = needed;
      return pageAnswer(
        startPage({
          canSignIn: signIn !== undefined,
          sendsLinks: sendMail !== undefined,
          takesPasskeys: needed.withPasskeys.size > 0 && (sendMail ?? signIn) !== undefined,
          onThisMachine: !secure,
        }),
      );
    }
    return redirect(firstPageOf(who.reader));
  };

  /** The forms of who is not signed in yet: paced by where they come from, because anybody can send them. */
  const openForm = async (visit: Visit): Promise<APIGatewayProxyResult | undefined> => {
    const asked = OPEN_FORMS.get(visit.path);
    if (asked === undefined) return undefined;
    await keepStrangerPace[asked.pace](visit.event.requestContext?.identity?.sourceIp ?? '');
    const form = formOf(visit);
    return form === undefined ? refuse(TOO_LARGE, 413) : asked.send(needed, form, visit.cookies);
  };

  /** What is open to anybody; undefined for everything else. */
  const open = async (visit: Visit): Promise<APIGatewayProxyResult | undefined> => {
    if (visit.event.httpMethod === 'POST') return openForm(visit);
    return visit.event.httpMethod === 'GET' ? OPEN_PAGES.get(visit.path)?.(needed, visit) : undefined;
  };

  /** What who is signed in asks for: a page or a form, of a route for their kind of organisation and within their rights. */
  const serveReader = async (visit: Visit, who: SignedInReader): Promise<APIGatewayProxyResult> => {
    const { httpMethod: method } = visit.event;
    const isForm = method === 'POST';
    const form = isForm ? formOf(visit) : new URLSearchParams();
    if (form === undefined) return refuse(TOO_LARGE, 413, who);
    if (isForm && !isCsrfMark(seals, who.session, form.get('kenmerk') ?? ''))
      return refuse(OLD_FORM, 403, who);
    if (isForm && visit.path === '/loket/afmelden')
      return redirect(
        PATHS.start,
        [COOKIES.session, COOKIES.organisation].map((name) => noCookie(name, secure)),
      );
    // The pages with all that they read are loaded for who is signed in.
    const { LOKET_ROUTES } = await import('./routes/index.ts');
    const here = LOKET_ROUTES.filter(
      ({ role, path }) => role === who.organisation.rol && path.test(visit.path),
    );
    if (here.length === 0) return refuse(NOT_FOUND, 404, who);
    const route = here.find((one) => one.method === method);
    if (route === undefined)
      return notAllowed(
        here.map((one) => one.method),
        who,
      );
    if (!who.session.scopes.includes(route.scope) || !mayScope(who.organisation, route.scope))
      return refuse(FAULTS['geen-toegang'] ?? NOT_FOUND, 403, who);
    return answer(route, visit, who, form);
  };

  const serve = async (visit: Visit, who: SignedInReader | undefined): Promise<APIGatewayProxyResult> => {
    const { httpMethod: method } = visit.event;
    if (method === 'GET' && visit.path === '/loket') return home(who);
    // Who is not signed in learns nothing of which pages there are.
    if (who === undefined) return method === 'GET' ? redirect(PATHS.start) : refuse(SIGNED_OUT, 403);
    await keepPace(who.organisation);
    return serveReader(visit, who);
  };

  const answerTo = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const visit = { event, path: pathUnderBase(event), cookies: headerOf(event, 'cookie') };
    let who: SignedInReader | undefined;
    try {
      const open_ = await open(visit);
      if (open_ !== undefined) return open_;
      who = await readerOf(needed, readCookie(visit.cookies, COOKIES.session));
      return await serve(visit, who);
    } catch (error) {
      return failed(error, visit, who);
    }
  };

  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { httpMethod: method } = event;
    if (method === 'HEAD') return { ...(await answerTo({ ...event, httpMethod: 'GET' })), body: '' };
    return METHODS.includes(method) ? answerTo(event) : notAllowed(METHODS);
  };
};
