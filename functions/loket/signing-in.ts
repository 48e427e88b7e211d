import type { APIGatewayProxyResult } from 'aws-lambda';
import { SCOPES } from '../../domain/scopes.ts';
import { holderOf } from '../api/http/authentication.ts';
import { pageAnswer, redirect } from './answers.ts';
import { COOKIES, cookie, noCookie, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { type Fault, faultPage, NOT_FOUND } from './pages/fault.ts';
import { PATHS } from './paths.ts';
import { newSession, sealSession, secondsLeft } from './session.ts';
import { SIGN_IN_SECONDS } from './sign-in.ts';

/** The two steps of signing in, as answers: away to the issuer, and back from it. */

const NOT_SIGNED_IN: Fault = {
  title: 'Aanmelden is niet gelukt',
  advice: 'Begin opnieuw. Lukt het weer niet? Vraag de gemeente of u bent aangemeld voor de hub.',
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
  const { signIn, admissions, checkIdToken, clock, log, pseudonyms, seals, secure } = needed;
  const done = noCookie(COOKIES.signIn, secure);
  const refuse = (): APIGatewayProxyResult => {
    log.warn('aanmelden geweigerd', { status: 403 });
    return pageAnswer(faultPage(NOT_SIGNED_IN), 403, [done]);
  };
  const now = clock.now();
  const signedIn = await signIn?.end(query, readCookie(cookies, COOKIES.signIn), now);
  if (signedIn === undefined) return refuse();
  const content = await checkIdToken(signedIn.idToken);
  const organisation = content && (await holderOf(content, admissions));
  if (content === undefined || organisation === undefined) return refuse();
  // The pages are for a gemeente, its partners and who operates the hub: a source has no page.
  if (organisation.rol === 'bron') return refuse();
  const session = newSession(
    {
      organisatie: organisation.sleutel,
      scopes: SCOPES.filter((scope) => content.scopes.includes(scope)),
      naam: signedIn.naam,
      ...(content.persoon === undefined
        ? {}
        : { medewerker: pseudonyms.medewerker(content.persoon.uitgever, content.persoon.kenmerk) }),
      ...(content.tokenId === undefined ? {} : { tokenId: content.tokenId }),
      ...('client' in content.holder ? { client: content.holder } : {}),
    },
    now,
  );
  log.info('aangemeld', { organisatie: organisation.sleutel });
  return redirect(PATHS.start, [
    done,
    cookie(COOKIES.session, await sealSession(seals, session, now), secondsLeft(session, now), secure),
  ]);
};
