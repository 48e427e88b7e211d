import type { APIGatewayProxyResult } from 'aws-lambda';
import { pageAnswer, redirect } from './answers.ts';
import { COOKIES, cookie, noCookie, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { type Fault, faultPage, NOT_FOUND } from './pages/fault.ts';
import { PATHS } from './paths.ts';
import { newSession, type Session, sealSession, secondsLeft } from './session.ts';
import { SIGN_IN_SECONDS } from './sign-in.ts';
import { whoByToken } from './who.ts';

/** The two steps of signing in, as answers: away to the issuer, and back from it. */

export const NOT_SIGNED_IN: Fault = {
  title: 'Aanmelden is niet gelukt',
  advice: 'Begin opnieuw. Lukt het weer niet? Vraag de gemeente of u bent aangemeld voor de hub.',
};

/** Begins a session, and goes to the first page of who signed in. */
export const welcome = async (
  { clock, log, seals, secure }: Pick<LoketDependencies, 'clock' | 'log' | 'seals' | 'secure'>,
  who: Omit<Session, 'id' | 'begin'> & Required<Pick<Session, 'via'>>,
  cookies: readonly string[],
): Promise<APIGatewayProxyResult> => {
  const now = clock.now();
  const session = newSession(who, now);
  const { organisatie, medewerker, via } = session;
  log.info('aangemeld', { organisatie, medewerker, via });
  return redirect(PATHS.start, [
    ...cookies,
    cookie(COOKIES.session, await sealSession(seals, session, now), secondsLeft(session, now), secure),
  ]);
};

export const beginSignIn = async ({
  signIn,
  clock,
  secure,
}: LoketDependencies): Promise<APIGatewayProxyResult> => {
  if (signIn === undefined) return pageAnswer(faultPage(NOT_FOUND), 404);
  const { address, sealed } = await signIn.begin(clock.now());
  return redirect(address, [cookie(COOKIES.signIn, sealed, SIGN_IN_SECONDS, secure)]);
};

export const endSignIn = async (
  needed: LoketDependencies,
  query: URLSearchParams,
  cookies: string | undefined,
): Promise<APIGatewayProxyResult> => {
  const { signIn, checkIdToken, clock, log, secure } = needed;
  const done = noCookie(COOKIES.signIn, secure);
  const refuse = (): APIGatewayProxyResult => {
    log.warn('aanmelden geweigerd', { status: 403 });
    return pageAnswer(faultPage(NOT_SIGNED_IN), 403, [done]);
  };
  const now = clock.now();
  const signedIn = await signIn?.end(query, readCookie(cookies, COOKIES.signIn), now);
  if (signedIn === undefined) return refuse();
  const content = await checkIdToken(signedIn.idToken);
  const who = content && (await whoByToken(content, needed));
  if (who === undefined) return refuse();
  return welcome(needed, { ...who, naam: signedIn.naam, via: 'uitgever' }, [done]);
};
