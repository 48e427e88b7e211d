import middy, { type MiddlewareObj } from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { PROBLEMS, SECURITY_HEADERS } from '../../../contracts/problem.ts';
import { API_VERSION } from '../../../contracts/version.ts';
import type { Organisation } from '../../../domain/organisations.ts';
import type { SharedDependencies } from './dependencies.ts';
import { createPace } from './http/pace.ts';
import { notFound, problem, problemOf, problemResponse } from './http/problems.ts';
import { pathUnderBase, readRequest } from './http/request.ts';
import { empty } from './http/response.ts';
import { methodsOf, type Route, run } from './http/route.ts';
import { isPublic } from './resources/specification.ts';
import { safeError, safePointers } from './safe-log.ts';

type Middleware = MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>;

/** Headers on every answer, errors and OPTIONS among them. */
const headers = (): Middleware => {
  const insert: NonNullable<Middleware['after']> = (request) => {
    const response = request.response;
    if (response === null || response === undefined) return;
    request.response = {
      ...response,
      headers: {
        'Content-Type': 'application/json',
        ...response.headers,
        ...SECURITY_HEADERS,
        'API-Version': API_VERSION,
        ...(isPublic(request.event.path) ? { 'Access-Control-Allow-Origin': '*' } : {}),
      },
    };
  };
  return { after: insert, onError: insert };
};

/** The organisation of a request stands where the gateway's own authorizer would put it. */
const recognise = (event: APIGatewayProxyEvent, { sleutel }: Organisation): void => {
  event.requestContext = { ...event.requestContext, authorizer: { organisatie: sleutel } };
};

/** Every thrown thing becomes a problem, and leaves one line without personal data. */
const problems = ({ basisUrl, log }: SharedDependencies): Middleware => ({
  onError: async (request) => {
    const found = problemOf(request.error);
    const { status } = PROBLEMS[found.kind];
    const data = {
      soort: found.kind,
      status,
      organisatie: request.event.requestContext?.authorizer?.['organisatie'],
      ontvangstId: found.ontvangstId,
    };
    const isRefusal = status === 401 || status === 403 || (status === 404 && data.organisatie !== undefined);
    if (status >= 500) log.error('verzoek mislukt', { ...data, ...safeError(request.error) });
    else
      log.warn('verzoek geweigerd', {
        ...data,
        // Who tries doors is found by the address; it stands in this line, and in no metric or answer.
        ...(isRefusal ? { adres: request.event.requestContext?.identity?.sourceIp } : {}),
        pointers: await safePointers(found.errors ?? []),
      });
    request.response = problemResponse(found, basisUrl);
  },
});

const notAllowed = (allow: string) =>
  problem('methode-niet-toegestaan', 'Dit adres kent deze methode niet.', { headers: { Allow: allow } });

const options = (event: APIGatewayProxyEvent, methods: readonly string[]): APIGatewayProxyResult => {
  const allow = methods.join(', ');
  return empty(204, {
    Allow: allow,
    ...(isPublic(event.path) ? { 'Access-Control-Allow-Methods': allow } : {}),
  });
};

/** These calls of the API as one function of an event of API Gateway, and what they need. */
export const createApi = <Needed extends SharedDependencies>(
  routes: readonly Route<Needed>[],
  needed: Needed,
) => {
  const keepPace = createPace(needed, 'api');
  const router = httpRouter<APIGatewayProxyEvent, APIGatewayProxyResult>({
    routes: [
      ...routes.map((route) => ({
        method: route.method,
        path: route.path,
        handler: (event: APIGatewayProxyEvent, context: Context) =>
          run(route, readRequest(event, context), needed, (organisation) => {
            recognise(event, organisation);
            return keepPace(organisation);
          }),
      })),
      ...[...new Set(routes.map(({ path }) => path))].map((path) => ({
        method: 'OPTIONS' as const,
        path,
        handler: async (event: APIGatewayProxyEvent) => options(event, methodsOf(routes, event.path)),
      })),
    ],
    notFoundResponse: () => {
      throw notFound();
    },
  });
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(headers())
    .use(problems(needed))
    .before(({ event }) => {
      event.path = pathUnderBase(event);
      // Before the router, which takes /balans/ for /balans and GET /zaken/_zoek for a zaak.
      const methods = methodsOf(routes, event.path);
      if (methods.length === 0) throw notFound();
      if (!methods.includes(event.httpMethod)) throw notAllowed(methods.join(', '));
    })
    .handler(router);
};
