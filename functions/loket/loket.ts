import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { CHOICE_PACE, PASSKEY_PACE, STRANGER_PACE } from '../../domain/limits.ts';
import { createPace } from '../shared/rest/http/pace.ts';
import { pageAnswer, redirect } from './answers.ts';
import { COOKIES, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { SIGNED_OUT, TOO_LARGE } from './faults.ts';
import { OPEN_FORMS } from './open-forms.ts';
import { OPEN_PAGES } from './open-pages.ts';
import { firstPageOf } from './pages/layout.ts';
import { startPage } from './pages/start.ts';
import { PATHS } from './paths.ts';
import { readerOf, type SignedInReader } from './reader.ts';
import { answerError, refuse, refuseMethod } from './refusal.ts';
import { serveReader } from './serve-reader.ts';
import { createStrangerPace } from './stranger-pace.ts';
import { formOf, type Visit, visitOf } from './visit.ts';

/** What a browser asks of pages. */
const METHODS: readonly string[] = ['GET', 'POST'];

/** The first page: of who is signed in that of their organisation. */
const home = (
  { signIn, sendMail, withPasskeys, secure }: LoketDependencies,
  who: SignedInReader | undefined,
): APIGatewayProxyResult =>
  who === undefined
    ? pageAnswer(
        startPage({
          canSignIn: signIn !== undefined,
          sendsLinks: sendMail !== undefined,
          takesPasskeys: withPasskeys.size > 0 && (sendMail ?? signIn) !== undefined,
          onThisMachine: !secure,
        }),
      )
    : redirect(firstPageOf(who.reader));

/** The pages as a function of an event of API Gateway. */
export const createLoket = (needed: LoketDependencies) => {
  const keepPace = createPace(needed, 'loket');
  const keepStrangerPace = {
    link: createStrangerPace(needed, 'link', STRANGER_PACE),
    passkey: createStrangerPace(needed, 'passkey', PASSKEY_PACE),
    organisation: createStrangerPace(needed, 'organisation', CHOICE_PACE),
  };

  /** The forms of who is not signed in yet: paced by where they come from, because anybody can send them. */
  const openForm = async (visit: Visit): Promise<APIGatewayProxyResult | undefined> => {
    const asked = OPEN_FORMS.get(visit.path);
    if (asked === undefined) return undefined;
    await keepStrangerPace[asked.pace](visit.event.requestContext?.identity?.sourceIp ?? '');
    const form = formOf(visit);
    return form === undefined ? refuse(needed, TOO_LARGE, 413) : asked.send(needed, form, visit.cookies);
  };

  /** What is open to anybody; undefined for everything else. */
  const openAnswer = async (visit: Visit): Promise<APIGatewayProxyResult | undefined> => {
    if (visit.method === 'POST') return openForm(visit);
    return visit.method === 'GET' ? OPEN_PAGES.get(visit.path)?.(needed, visit) : undefined;
  };

  const serve = async (visit: Visit, who: SignedInReader | undefined): Promise<APIGatewayProxyResult> => {
    if (visit.method === 'GET' && visit.path === '/loket') return home(needed, who);
    // Who is not signed in learns nothing of which pages there are.
    if (who === undefined)
      return visit.method === 'GET' ? redirect(PATHS.start) : refuse(needed, SIGNED_OUT, 403);
    await keepPace(who.organisation);
    return serveReader(needed, visit, who);
  };

  const answerTo = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const visit = visitOf(event);
    let who: SignedInReader | undefined;
    try {
      const opened = await openAnswer(visit);
      if (opened !== undefined) return opened;
      who = await readerOf(needed, readCookie(visit.cookies, COOKIES.session));
      return await serve(visit, who);
    } catch (error) {
      return answerError(needed, error, visit, who);
    }
  };

  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { httpMethod: method } = event;
    if (method === 'HEAD') return { ...(await answerTo({ ...event, httpMethod: 'GET' })), body: '' };
    return METHODS.includes(method) ? answerTo(event) : refuseMethod(needed, METHODS);
  };
};
