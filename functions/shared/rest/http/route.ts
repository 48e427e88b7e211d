import * as z from 'zod';
import type { ActivityId } from '../../../../domain/logboek/activities.ts';
import type { Organisation, Scope } from '../../../../domain/organisations.ts';
import type { SharedDependencies } from '../dependencies.ts';
import { authenticate } from './authentication.ts';
import { logShown } from './logging.ts';
import { type AnswerKind, accepts } from './media.ts';
import { problem } from './problems.ts';
import { readQuery } from './query.ts';
import type { AuthenticatedRequest, Request } from './request.ts';
import type { Response } from './response.ts';

interface Attributes {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  /** Takes query parameters, which the call checks itself; all others refuse every one. */
  readonly withQuery?: true;
  /** What it answers in when it succeeds; JSON unless it says so. A problem is JSON always. */
  readonly answersIn?: AnswerKind;
  /** Never answers with content when it succeeds, so any `Accept` will do. */
  readonly withoutContent?: true;
}

/**
 * What the logbook calls it. `nobody`: the answer is about no person. `by message`: the call takes a message in, and the
 * commit that the message leads to is its record.
 */
type Logged = ActivityId | 'nobody' | 'by message';

/** A call: what it needs of a token (one of these scopes), or that it is open to anyone. */
export type Route<Needed> =
  | (Attributes & { readonly scopes: 'everybody'; readonly process: (request: Request) => Promise<Response> })
  | (Attributes & {
      readonly scopes: readonly Scope[];
      readonly logged: Logged;
      readonly process: (request: AuthenticatedRequest, needed: Needed) => Promise<Response>;
    });

/** Whether a route's path can hold this path. */
const fits = (route: Pick<Attributes, 'path'>, path: string): boolean => {
  const parts = path.split('/');
  const pattern = route.path.split('/');
  return (
    parts.length === pattern.length &&
    pattern.every((part, place) => (part.startsWith('{') ? parts[place] !== '' : part === parts[place]))
  );
};

/** Methods that a path knows by these routes, as in `Allow`; empty when the path does not exist. */
export const methodsOf = (
  all: readonly Pick<Attributes, 'method' | 'path'>[],
  path: string,
): readonly string[] => {
  // A fixed path goes before one with a placeholder, as in the router: /zaken/_zoek is not a zaak.
  const fixed = all.filter((route) => route.path === path);
  const routes = fixed.length > 0 ? fixed : all.filter((route) => fits(route, path));
  return routes.length === 0 ? [] : [...new Set([...routes.map(({ method }) => method), 'OPTIONS'])];
};

const ONLY_IN: Readonly<Record<AnswerKind, string>> = {
  'application/json': 'De hub antwoordt alleen in JSON (application/json).',
  'text/calendar': 'De hub antwoordt hier alleen in iCalendar (text/calendar).',
};

const NO_QUERY = z.strictObject({});

/** Carries out one call: content negotiation, token, pace (`admit` fails), parameters, and then the call itself. */
export const run = async <Needed extends SharedDependencies>(
  route: Route<Needed>,
  request: Request,
  needed: Needed,
  admit: (organisation: Organisation) => Promise<void>,
): Promise<Response> => {
  const { answersIn = 'application/json' } = route;
  if (route.withoutContent !== true && !accepts(request.headers['accept'], answersIn)) {
    throw problem('niet-acceptabel', ONLY_IN[answersIn]);
  }
  if (route.scopes === 'everybody') {
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
