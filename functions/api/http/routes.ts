import * as z from 'zod';
import type { Scope } from '../../../domain/organisations.ts';
import type { Dependencies } from '../dependencies.ts';
import { readSchema, readSpecification } from '../resources/specification.ts';
import { authenticate } from './authentication.ts';
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

/** A call: what it needs of a token (one of these scopes), or that it is open to anyone. */
export type Route =
  | (Attributes & { readonly scopes: 'iedereen'; readonly process: (request: Request) => Promise<Response> })
  | (Attributes & {
      readonly scopes: readonly Scope[];
      readonly process: (request: AuthenticatedRequest, needed: Dependencies) => Promise<Response>;
    });

const DOORS: readonly Scope[] = ['abonnementen:beheren'];

/** What a partner is sent, and through which door. */
const POST_ROUTES: readonly Route[] = [
  {
    methode: 'GET',
    pad: '/berichten',
    scopes: ['berichten:lezen'],
    withQuery: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.readBerichten(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/berichten/{berichtId}',
    scopes: ['berichten:lezen'],
    withQuery: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.readBericht(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/berichten/{berichtId}/_bevestig',
    scopes: ['berichten:lezen'],
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.confirmBericht(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/kanaal',
    scopes: DOORS,
    withQuery: true,
    process: (request, needed) =>
      import('../resources/kanaal.ts').then((module) => module.readKanaal(request, needed)),
  },
  {
    methode: 'PUT',
    pad: '/kanaal',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/kanaal.ts').then((module) => module.chooseDoor(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen',
    scopes: DOORS,
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnementen(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.acceptAbonnement(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnement(request, needed)),
  },
  {
    methode: 'PATCH',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.changeAbonnement(request, needed)),
  },
  {
    methode: 'DELETE',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.removeAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_pauzeer',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.pauseAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_hervat',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.resumeAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_nieuwgeheim',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.renewSecret(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_verifieer',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.verifyAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_akkoord',
    scopes: DOORS,
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.recordConsent(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}/tijdlijn',
    scopes: DOORS,
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnementTijdlijn(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/herleveringen',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.redeliverAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/herleveringen',
    scopes: DOORS,
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.redeliver(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/herleveringen/{herleveringId}',
    scopes: DOORS,
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
    process: (request, needed) =>
      import('../resources/gebeurtenissen.ts').then((module) => module.acceptGebeurtenis(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/gebeurtenissen/{ontvangstId}',
    scopes: ['gebeurtenissen:aanleveren', 'notificaties:aanleveren', 'beheer'],
    process: (request, needed) =>
      import('../resources/gebeurtenissen.ts').then((module) => module.readOntvangst(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/notificaties',
    scopes: ['notificaties:aanleveren'],
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/notificaties.ts').then((module) => module.acceptNotificatie(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken',
    scopes: ['zaken:lezen'],
    withQuery: true,
    process: (request, needed) =>
      import('../resources/zaken-list.ts').then((module) => module.listZaken(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/_zoek',
    scopes: ['zaken:lezen'],
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.findZaken(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}',
    scopes: ['zaken:lezen'],
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/tijdlijn',
    scopes: ['zaken:lezen'],
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readTijdlijn(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/termijnen',
    scopes: ['zaken:lezen'],
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readTermijnen(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_herstel',
    scopes: ['gebeurtenissen:aanleveren'],
    process: (request, needed) =>
      import('../resources/herstel.ts').then((module) => module.acceptHerstel(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_wis',
    scopes: ['zaken:wissen'],
    process: (request, needed) =>
      import('../resources/wissen.ts').then((module) => module.eraseZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/gemeenten/{code}/kpis',
    scopes: ['zaken:lezen'],
    withQuery: true,
    process: (request, needed) =>
      import('../resources/kpis.ts').then((module) => module.readKpis(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/dag',
    scopes: ['zaken:lezen'],
    withQuery: true,
    process: (request, needed) =>
      import('../resources/dag.ts').then((module) => module.readDag(request, needed)),
  },
  ...POST_ROUTES,
  {
    methode: 'GET',
    pad: '/ontvangsten',
    scopes: ['beheer'],
    withQuery: true,
    process: (request, needed) =>
      import('../resources/operations.ts').then((module) => module.readOntvangsten(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/ontvangsten/{ontvangstId}/_heropnemen',
    scopes: ['beheer'],
    process: (request, needed) =>
      import('../resources/operations.ts').then((module) => module.heropnemen(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/balans',
    scopes: ['beheer', 'zaken:lezen'],
    withQuery: true,
    process: (request, needed) =>
      import('../resources/balans.ts').then((module) => module.readBalans(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/openstaand',
    scopes: ['beheer', 'zaken:lezen'],
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

/** Carries out one call: content negotiation, token, parameters, and then the call itself. */
export const run = async (
  route: Route,
  request: Request,
  needed: Dependencies,
  recognise: (organisation: string) => void,
): Promise<Response> => {
  if (route.withoutContent !== true && !acceptsJson(request.headers['accept'])) {
    throw problem('niet-acceptabel', 'De hub antwoordt alleen in JSON (application/json).');
  }
  if (route.scopes === 'iedereen') {
    readQuery(NO_QUERY, request);
    return route.process(request);
  }
  const organisation = await authenticate(request, route.scopes, needed);
  recognise(organisation.sleutel);
  if (route.withQuery !== true) readQuery(NO_QUERY, request);
  return route.process({ ...request, organisatie: organisation }, needed);
};
