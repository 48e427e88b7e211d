import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import type { MedewerkerEntry } from '../../adapters/table/medewerkers.ts';
import { Gemeentecode } from '../../contracts/base-types.ts';
import { maySpeakByList } from '../../domain/medewerkers.ts';
import { gemeenteKey } from '../../domain/organisation-keys.ts';
import { findOrganisation } from '../../domain/organisations.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { pageAnswer } from './answers.ts';
import { COOKIES, cookie, noCookie, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { organisationsPage } from './pages/choose-organisation.ts';
import { faultPage } from './pages/fault.ts';
import { SIGN_IN_SECONDS } from './sign-in.ts';
import { NOT_SIGNED_IN, welcome } from './welcome.ts';
import { whoOnList } from './who.ts';

/** Who signed in at an issuer and is on the list for more than one organisation chooses for which of them they come. */

const USE = 'namens';
/** Who signed in, when (ISO 8601), and the entries that they can choose from. */
const Choice = z.strictObject({
  naam: z.string(),
  tijdstip: z.string(),
  keuzes: z.array(z.strictObject({ gemeentecode: Gemeentecode, id: z.uuid(), organisatie: z.string() })),
});

/** The page with the organisations, and a cookie by which only this browser can choose. */
export const askOrganisation = async (
  { clock, seals, secure }: Pick<LoketDependencies, 'clock' | 'seals' | 'secure'>,
  entries: readonly MedewerkerEntry[],
  naam: string,
  cookies: readonly string[],
): Promise<APIGatewayProxyResult> => {
  const now = clock.now();
  const keuzes = entries.map(({ gemeentecode, id, organisatie }) => ({ gemeentecode, id, organisatie }));
  const sealed = await seals.seal(USE, { naam, tijdstip: now.toISOString(), keuzes }, now, SIGN_IN_SECONDS);
  const named = keuzes.map(({ gemeentecode, organisatie }) => ({
    organisatie,
    naam: findOrganisation(organisatie)?.naam ?? organisatie,
    gemeente: findOrganisation(gemeenteKey(gemeentecode))?.naam ?? gemeentecode,
  }));
  return pageAnswer(organisationsPage(named), 200, [
    ...cookies,
    cookie(COOKIES.organisation, sealed, SIGN_IN_SECONDS, secure),
  ]);
};

/** `POST /namens`: signs in for the organisation of the button. Who was ended since they signed in comes in for none. */
export const signInForOrganisation = async (
  needed: LoketDependencies,
  form: URLSearchParams,
  cookies: string | undefined,
): Promise<APIGatewayProxyResult> => {
  const { clock, log, medewerkers, seals, secure } = needed;
  const done = noCookie(COOKIES.organisation, secure);
  const now = clock.now();
  const asked = Choice.safeParse(await seals.open(USE, readCookie(cookies, COOKIES.organisation) ?? '', now));
  const place = asked.data?.keuzes.find(({ organisatie }) => organisatie === form.get('organisatie'));
  const entry = place && (await medewerkers.find(place));
  const since = asked.data?.tijdstip ?? '';
  if (entry === undefined || !maySpeakByList(entry, { since, today: dayOf(now) })) {
    log.warn('aanmelden geweigerd', { status: 403 });
    return pageAnswer(faultPage(NOT_SIGNED_IN), 403, [done]);
  }
  return welcome(needed, { ...whoOnList(entry), naam: asked.data?.naam ?? '', via: 'uitgever' }, [done]);
};
