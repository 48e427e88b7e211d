import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { Gemeentecode } from '../../contracts/base-types.ts';
import { known } from '../../domain/known.ts';
import { maySpeakByList } from '../../domain/medewerkers.ts';
import { gemeenteKey } from '../../domain/organisation-keys.ts';
import { findOrganisation } from '../../domain/organisations.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import type { TokenContent } from '../shared/rest/dependencies.ts';
import { pageAnswer, redirect } from './answers.ts';
import { COOKIES, cookie, noCookie, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { organisationsPage } from './pages/choose-organisation.ts';
import { faultPage } from './pages/fault.ts';
import { PATHS } from './paths.ts';
import { SIGN_IN_SECONDS } from './sign-in.ts';
import { NOT_SIGNED_IN, welcome } from './welcome.ts';
import { entriesByAddress, whoOnList } from './who.ts';

/**
 * Who signed in at an issuer and is on the list for more than one organisation chooses for which of them they come. The address that
 * they came back to holds a code: it leads to a page of its own.
 */

const USE = 'namens';
/** Who signed in and when (ISO 8601), sealed in a cookie of this browser for ten minutes; by its id the choice is made once. */
const SignedInPerson = z.strictObject({
  id: z.uuid(),
  naam: z.string(),
  adres: z.string(),
  gemeenten: z.array(Gemeentecode).optional(),
  tijdstip: z.string(),
});

type Sealing = Pick<LoketDependencies, 'clock' | 'seals' | 'secure'>;

/** To the page on which this browser chooses. */
export const askOrganisation = async (
  { clock, seals, secure }: Sealing,
  { adres = '', gemeenten }: Pick<TokenContent, 'adres' | 'gemeenten'>,
  naam: string,
  cookies: readonly string[],
): Promise<APIGatewayProxyResult> => {
  const now = clock.now();
  const person: z.infer<typeof SignedInPerson> = {
    id: randomUUID(),
    naam,
    adres,
    tijdstip: now.toISOString(),
    ...(gemeenten === undefined ? {} : { gemeenten: [...gemeenten] }),
  };
  const sealed = await seals.seal(USE, person, now, SIGN_IN_SECONDS);
  return redirect(PATHS.chooseOrganisation, [
    ...cookies,
    cookie(COOKIES.organisation, sealed, SIGN_IN_SECONDS, secure),
  ]);
};

const personIn = async ({ clock, seals }: Sealing, cookies: string | undefined) => {
  const sealed = readCookie(cookies, COOKIES.organisation) ?? '';
  const { data } = SignedInPerson.safeParse(await seals.open(USE, sealed, clock.now()));
  if (data === undefined) return undefined;
  const { gemeenten, ...person } = data;
  return { ...person, ...known({ gemeenten }) };
};

const refuse = ({ log, secure }: Pick<LoketDependencies, 'log' | 'secure'>): APIGatewayProxyResult => {
  log.warn('aanmelden geweigerd', { status: 403 });
  return pageAnswer(faultPage(NOT_SIGNED_IN), 403, [noCookie(COOKIES.organisation, secure)]);
};

/** `GET /namens`: the organisations of who signed in in this browser, each as a button. */
export const showOrganisations = async (
  needed: LoketDependencies,
  cookies: string | undefined,
): Promise<APIGatewayProxyResult> => {
  const person = await personIn(needed, cookies);
  const entries = person === undefined ? [] : await entriesByAddress(person, needed);
  if (person === undefined || entries.length === 0) return refuse(needed);
  const named = entries.map(({ gemeentecode, organisatie }) => ({
    organisatie,
    naam: findOrganisation(organisatie)?.naam ?? organisatie,
    gemeente: findOrganisation(gemeenteKey(gemeentecode))?.naam ?? gemeentecode,
  }));
  return pageAnswer(organisationsPage(named, needed.seals.mark(person.id)));
};

/** `POST /namens`: signs in for the organisation of the button, once. Who was ended since they signed in comes in for none. */
export const signInForOrganisation = async (
  needed: LoketDependencies,
  form: URLSearchParams,
  cookies: string | undefined,
): Promise<APIGatewayProxyResult> => {
  const { challenges, clock, seals, secure } = needed;
  const now = clock.now();
  const person = await personIn(needed, cookies);
  if (person === undefined || !seals.isMark(form.get('kenmerk') ?? '', person.id)) return refuse(needed);
  const entries = await entriesByAddress(person, needed);
  const entry = entries.find(({ organisatie }) => organisatie === form.get('organisatie'));
  const asked = { since: person.tijdstip, today: dayOf(now) };
  if (entry === undefined || !maySpeakByList(entry, asked)) return refuse(needed);
  if (!(await challenges.use(person.id, now))) return refuse(needed);
  const done = noCookie(COOKIES.organisation, secure);
  return welcome(needed, { ...whoOnList(entry), naam: person.naam, via: 'uitgever' }, [done]);
};
