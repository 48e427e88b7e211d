import type { APIGatewayProxyResult } from 'aws-lambda';
import { pageAnswer, redirect } from './answers.ts';
import { COOKIES, cookie, noCookie, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { faultPage, NOT_FOUND } from './pages/fault.ts';
import { SIGN_IN_SECONDS } from './sign-in.ts';
import { NOT_SIGNED_IN, welcome } from './welcome.ts';
import { whoByToken } from './who.ts';

/** The two steps of signing in, as answers: away to the issuer, and back from it. */

/** `GET /aanmelden`: away to the issuer; 404 where nobody can sign in. */
export const beginSignIn = async ({
  signIn,
  clock,
  secure,
}: LoketDependencies): Promise<APIGatewayProxyResult> => {
  if (signIn === undefined) return pageAnswer(faultPage(NOT_FOUND), 404);
  const { address, sealed } = await signIn.begin(clock.now());
  return redirect(address, [cookie(COOKIES.signIn, sealed, SIGN_IN_SECONDS, secure)]);
};

/** `GET /terug`: a session, the choice of an organisation, or 403. */
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
  if (content === undefined) return refuse();
  const [who, ...others] = await whoByToken(content, needed);
  if (who === undefined) return refuse();
  if (others.length === 0) return welcome(needed, { ...who, naam: signedIn.naam, via: 'uitgever' }, [done]);
  const { askOrganisation } = await import('./choose-organisation.ts');
  return askOrganisation(needed, content, signedIn.naam, [done]);
};
