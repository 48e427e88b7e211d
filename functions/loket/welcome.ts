import type { APIGatewayProxyResult } from 'aws-lambda';
import { redirect } from './answers.ts';
import { COOKIES, cookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import type { Fault } from './pages/fault.ts';
import { PATHS } from './paths.ts';
import { newSession, type Session, sealSession, secondsLeft } from './session.ts';

/** How every way of signing in ends. */

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
