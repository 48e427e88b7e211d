import type { APIGatewayProxyResult } from 'aws-lambda';
import { mayScope } from '../../domain/organisations.ts';
import { optionsAnswer, pageAnswer, redirect, sheetAnswer } from './answers.ts';
import { COOKIES, cookie, noCookie, passkeyCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { NO_ACCESS, OLD_FORM, TOO_LARGE } from './faults.ts';
import { NOT_FOUND } from './pages/fault.ts';
import { PATHS } from './paths.ts';
import type { SignedInReader } from './reader.ts';
import { refuse, refuseMethod } from './refusal.ts';
import type { LoketRoute } from './routes/route.ts';
import { isCsrfMark, sealSession, secondsLeft } from './session.ts';
import { formOf, type Visit } from './visit.ts';

/** Goes on with the session for as long as it is used. */
const renewed = async (
  { clock, seals, secure }: LoketDependencies,
  { session }: SignedInReader,
): Promise<string> => {
  const now = clock.now();
  return cookie(COOKIES.session, await sealSession(seals, session, now), secondsLeft(session, now), secure);
};

const answer = async (
  needed: LoketDependencies,
  route: LoketRoute,
  { path, query, cookies: sent }: Visit,
  who: SignedInReader,
  form: URLSearchParams,
): Promise<APIGatewayProxyResult> => {
  const [, id = '', name = ''] = route.path.exec(path) ?? [];
  const outcome = await route.answer({ who, needed, id, name, query, form, cookies: sent });
  const cookies = [await renewed(needed, who)];
  if ('redirect' in outcome) return redirect(outcome.redirect, cookies);
  if ('options' in outcome)
    return optionsAnswer(outcome.options, [...cookies, passkeyCookie(outcome.sealed, needed.secure)]);
  if ('refused' in outcome) return pageAnswer(outcome.refused, 400, cookies);
  return 'sheet' in outcome ? sheetAnswer(outcome.sheet, cookies) : pageAnswer(outcome, 200, cookies);
};

const signOut = ({ secure }: LoketDependencies): APIGatewayProxyResult =>
  redirect(
    PATHS.start,
    [COOKIES.session, COOKIES.organisation].map((name) => noCookie(name, secure)),
  );

/** A page or a form of a route for this kind of organisation, within the rights of who asks for it. */
const answerRoute = async (
  needed: LoketDependencies,
  visit: Visit,
  who: SignedInReader,
  form: URLSearchParams,
): Promise<APIGatewayProxyResult> => {
  // The pages with all that they read are loaded for who is signed in.
  const { LOKET_ROUTES } = await import('./routes/index.ts');
  const here = LOKET_ROUTES.filter(
    ({ role, path }) => role === who.organisation.rol && path.test(visit.path),
  );
  if (here.length === 0) return refuse(needed, NOT_FOUND, 404, who);
  const route = here.find(({ method }) => method === visit.method);
  if (route === undefined) {
    const methods = here.map(({ method }) => method);
    return refuseMethod(needed, methods, who);
  }
  if (!who.session.scopes.includes(route.scope) || !mayScope(who.organisation, route.scope))
    return refuse(needed, NO_ACCESS, 403, who);
  return answer(needed, route, visit, who, form);
};

/** What who is signed in asks for. A form counts with the mark of their session alone. */
export const serveReader = async (
  needed: LoketDependencies,
  visit: Visit,
  who: SignedInReader,
): Promise<APIGatewayProxyResult> => {
  if (visit.method !== 'POST') return answerRoute(needed, visit, who, new URLSearchParams());
  const form = formOf(visit);
  if (form === undefined) return refuse(needed, TOO_LARGE, 413, who);
  if (!isCsrfMark(needed.seals, who.session, form.get('kenmerk') ?? ''))
    return refuse(needed, OLD_FORM, 403, who);
  return visit.path === '/loket/afmelden' ? signOut(needed) : answerRoute(needed, visit, who, form);
};
