import * as z from 'zod';
import type { ActivityId } from '../../../domain/logboek/activities.ts';
import type { Organisation, Scope } from '../../../domain/organisations.ts';
import type { Dependencies } from '../dependencies.ts';
import { readSchema, readSpecification } from '../resources/specification.ts';
import { authenticate } from './authentication.ts';
import { logShown } from './logging.ts';
import { acceptsJson } from './media.ts';
import { problem } from './problems.ts';
import { readQuery } from './query.ts';
import type { AuthenticatedRequest, Request } from './request.ts';
import type { Response } from './response.ts';

interface Attributes {
  readonly methode: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly pad: `/${string}`;
  /** Takes query parameters, which the call checks itself; all others refuse every one. */
  readonly withQuery?: true;
  /** Never answers with content when it succeeds, so any `Accept` will do. */
  readonly withoutContent?: true;
}

/**
 * What the logbook calls it. `nobody`: the answer is about no person. `by message`: the call takes a message in, and the
 * commit that the message leads to is its record.
 */
type Logged = ActivityId | 'nobody' | 'by message';

/** A call: what it needs of a token (one of these scopes), or that it is open to anyone. */
export type Route =
  | (Attributes & { readonly scopes: 'iedereen'; readonly process: (request: Request) => Promise<Response> })
  | (Attributes & {
      readonly scopes: readonly Scope[];
      readonly logged: Logged;
      readonly process: (request: AuthenticatedRequest, needed: Dependencies) => Promise<Response>;
    });

const DOORS: readonly Scope[] = ['abonnementen:beheren'];

/** What a partner is sent, and through which door. */
const POST_ROUTES: readonly Route[] = [
  {
    methode: 'GET',
    pad: '/berichten',
    scopes: ['berichten:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.readBerichten(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/berichten/{berichtId}',
    scopes: ['berichten:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.readBericht(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/berichten/{berichtId}/_bevestig',
    scopes: ['berichten:lezen'],
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.confirmBericht(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/kanaal',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/kanaal.ts').then((module) => module.readKanaal(request, needed)),
  },
  {
    methode: 'PUT',
    pad: '/kanaal',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/kanaal.ts').then((module) => module.chooseDoor(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnementen(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.acceptAbonnement(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnement(request, needed)),
  },
  {
    methode: 'PATCH',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.changeAbonnement(request, needed)),
  },
  {
    methode: 'DELETE',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.removeAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_pauzeer',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.pauseAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_hervat',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.resumeAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_nieuwgeheim',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.renewSecret(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_verifieer',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.verifyAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_akkoord',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.recordConsent(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}/tijdlijn',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnementTijdlijn(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/herleveringen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.redeliverAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/herleveringen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.redeliver(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/herleveringen/{herleveringId}',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.readHerlevering(request, needed)),
  },
];

/** Every call of the API. */
export const ROUTES: readonly Route[] = [
  { methode: 'GET', pad: '/openapi.json', scopes: 'iedereen', process: readSpecification },
  { methode: 'GET', pad: '/schemas/{type}', scopes: 'iedereen', process: readSchema },
  {
    methode: 'POST',
    pad: '/gebeurtenissen',
    scopes: ['gebeurtenissen:aanleveren'],
    logged: 'by message',
    process: (request, needed) =>
      import('../resources/gebeurtenissen.ts').then((module) => module.acceptGebeurtenis(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/gebeurtenissen/{ontvangstId}',
    scopes: ['gebeurtenissen:aanleveren', 'notificaties:aanleveren', 'beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/gebeurtenissen.ts').then((module) => module.readOntvangst(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/notificaties',
    scopes: ['notificaties:aanleveren'],
    logged: 'by message',
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/notificaties.ts').then((module) => module.acceptNotificatie(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/zaken-list.ts').then((module) => module.listZaken(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/_zoek',
    scopes: ['zaken:lezen'],
    logged: 'zoeken',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.findZaken(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/tijdlijn',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readTijdlijn(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/termijnen',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readTermijnen(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/verwerkingen',
    scopes: ['zaken:lezen'],
    logged: 'inzage',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/verwerkingen.ts').then((module) => module.readVerwerkingen(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_herstel',
    scopes: ['gebeurtenissen:aanleveren'],
    logged: 'by message',
    process: (request, needed) =>
      import('../resources/herstel.ts').then((module) => module.acceptHerstel(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_wis',
    scopes: ['zaken:wissen'],
    logged: 'wissen',
    process: (request, needed) =>
      import('../resources/wissen.ts').then((module) => module.eraseZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/gemeenten/{code}/kpis',
    scopes: ['zaken:lezen'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/kpis.ts').then((module) => module.readKpis(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/dag',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/dag.ts').then((module) => module.readDag(request, needed)),
  },
  ...POST_ROUTES,
  {
    methode: 'GET',
    pad: '/ontvangsten',
    scopes: ['beheer'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/operations.ts').then((module) => module.readOntvangsten(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/ontvangsten/{ontvangstId}/_heropnemen',
    scopes: ['beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/operations.ts').then((module) => module.heropnemen(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/balans',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/balans.ts').then((module) => module.readBalans(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/openstaand',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/balans.ts').then((module) => module.readOpenstaand(request, needed)),
  },
];

/** Whether a route's path can hold this path. */
const fits = (route: Pick<Route, 'pad'>, pad: string): boolean => {
  const parts = pad.split('/');
  const pattern = route.pad.split('/');
  return (
    parts.length === pattern.length &&
    pattern.every((part, place) => (part.startsWith('{') ? parts[place] !== '' : part === parts[place]))
  );
};

/** Methods that a path knows, as in `Allow`; empty when the path does not exist. */
export const methodsOf = (pad: string): readonly string[] => {
  // A fixed path goes before one with a placeholder, as in the router: /zaken/_zoek is not a zaak.
  const fixed = ROUTES.filter((route) => route.pad === pad);
  const routes = fixed.length > 0 ? fixed : ROUTES.filter((route) => fits(route, pad));
  return routes.length === 0 ? [] : [...new Set([...routes.map(({ methode }) => methode), 'OPTIONS'])];
};

const NO_QUERY = z.strictObject({});

/** Carries out one call: content negotiation, token, pace (`admit` throws), parameters, and then the call itself. */
export const run = async (
  route: Route,
  request: Request,
  needed: Dependencies,
  admit: (organisation: Organisation) => void,
): Promise<Response> => {
  if (route.withoutContent !== true && !acceptsJson(request.headers['accept'])) {
    throw problem('niet-acceptabel', 'De hub antwoordt alleen in JSON (application/json).');
  }
  if (route.scopes === 'iedereen') {
    readQuery(NO_QUERY, request);
    return route.process(request);
  }
  const organisation = await authenticate(request, route.scopes, needed, admit);
  if (route.withQuery !== true) readQuery(NO_QUERY, request);
  const known = { ...request, organisatie: organisation };
  const response = await route.process(known, needed);
  if (route.logged === 'nobody' || route.logged === 'by message') return response;
  return logShown(route.logged, known, response, needed);
};
