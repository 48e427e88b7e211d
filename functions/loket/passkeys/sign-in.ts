import type { APIGatewayProxyResult } from 'aws-lambda';
import { maySpeakByList } from '../../../domain/medewerkers.ts';
import { dayOf } from '../../../domain/termijnen/calendar.ts';
import { optionsAnswer, pageAnswer } from '../answers.ts';
import { COOKIES, noCookie, passkeyCookie, readCookie } from '../cookies.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { type Fault, faultPage, NOT_FOUND } from '../pages/fault.ts';
import { welcome } from '../welcome.ts';
import { whoOnList } from '../who.ts';
import { assertionIn } from './answers.ts';
import { askAssertion, askedChallenge, readAssertion } from './checks.ts';

/** Signing in by a passkey, of who added one after a link from a mail (docs/decisions/0012-passkeys.md). */

const refusedFault = ({ sendMail }: Pick<LoketDependencies, 'sendMail'>): Fault => ({
  title: 'Aanmelden is niet gelukt',
  advice: `Probeer het nog een keer. Lukt het weer niet? ${sendMail === undefined ? 'Vraag de gemeente om hulp.' : 'Vraag op de eerste bladzijde een link.'}`,
});

/** `POST /passkey/vraag`: what a script asks the authenticator. The same for everybody. */
export const askPasskey = async (needed: LoketDependencies): Promise<APIGatewayProxyResult> => {
  if (needed.withPasskeys.size === 0) return pageAnswer(faultPage(NOT_FOUND), 404);
  const { options, sealed } = await askAssertion(needed);
  return optionsAnswer(options, [passkeyCookie(sealed, needed.secure)]);
};

/** `POST /passkey`: signs in whose passkey signed what this browser was asked, once. */
export const signInByPasskey = async (
  needed: LoketDependencies,
  form: URLSearchParams,
  cookies: string | undefined,
): Promise<APIGatewayProxyResult> => {
  const { challenges, clock, log, medewerkers, passkeys, secure, withPasskeys } = needed;
  const done = noCookie(COOKIES.passkey, secure);
  const refuse = (): APIGatewayProxyResult => {
    log.warn('passkey geweigerd', { status: 403 });
    return pageAnswer(faultPage(refusedFault(needed)), 403, [done]);
  };
  const now = clock.now();
  const answer = assertionIn(form);
  const challenge = await askedChallenge(needed, readCookie(cookies, COOKIES.passkey));
  if (answer === undefined || challenge === undefined) return refuse();
  const passkey = await passkeys.find(answer.response.userHandle, answer.id, now);
  const entry = passkey && (await medewerkers.find(passkey.place));
  if (passkey === undefined || entry === undefined) return refuse();
  if (!withPasskeys.has(entry.gemeentecode)) return refuse();
  if (!maySpeakByList(entry, { since: passkey.sinds, today: dayOf(now) })) return refuse();
  const counter = await readAssertion(needed, challenge, answer, passkey);
  // Of two of the same at once one uses the challenge up.
  if (counter === undefined || !(await challenges.use(challenge, now))) return refuse();
  if (!(await passkeys.use(passkey, counter, now))) return refuse();
  return welcome(needed, { ...whoOnList(entry), naam: entry.naam, via: 'passkey' }, [done]);
};
