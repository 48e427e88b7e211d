import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readBody } from '../aws-json.ts';
import { LAMBDA_BYTES, type Outcome } from '../functions/invocation.ts';
import {
  type GatewayResponseDefinition,
  type GatewayResponseType,
  renderGatewayResponse,
} from './gateway-responses.ts';
import { toProxyEvent } from './proxy-event.ts';
import type { Route } from './routes.ts';

export interface StageDefinition {
  readonly name: string;
  readonly apiId: string;
  readonly variables: Readonly<Record<string, string>> | undefined;
  readonly binaryMediaTypes: readonly string[];
  readonly route: (httpMethod: string, path: string) => Route<Integration> | undefined;
  readonly responses: ReadonlyMap<string, GatewayResponseDefinition>;
}

/** A Lambda proxy integration. */
export interface Integration {
  readonly invoke: (event: unknown) => Promise<Outcome>;
  readonly timeoutMillis: number;
}

const MAXIMUM_BODY_BYTES = 10 * 1024 * 1024;
/** JSON writes a byte as six characters at most, so that a body smaller than this need not be written to be counted. */
const SAFE_BODY_BYTES = LAMBDA_BYTES / 8;

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const replySchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

type ProxyReply = z.output<typeof replySchema>;

function writeReply(response: ServerResponse, reply: ProxyReply, requestId: string): void {
  const headers = new Map<string, string | string[]>([['content-type', 'application/json']]);
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name.toLowerCase(), value);
  for (const [name, values] of Object.entries(reply.multiValueHeaders ?? {})) {
    headers.set(name.toLowerCase(), values);
  }
  headers.set('x-amzn-requestid', requestId);
  const body = Buffer.from(reply.body ?? '', reply.isBase64Encoded ? 'base64' : 'utf8');
  // API Gateway states the length itself and ignores what the function says.
  if (reply.statusCode !== 204 && reply.statusCode !== 304)
    headers.set('content-length', String(body.length));
  else headers.delete('content-length');
  headers.delete('transfer-encoding');
  response.writeHead(reply.statusCode, Object.fromEntries(headers));
  response.end(body);
}

const within = async (pending: Promise<Outcome>, milliseconds: number): Promise<Outcome | 'late'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'late');
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
};

const isBinary = (contentType: string | undefined, types: readonly string[]): boolean =>
  types.includes('*/*') || types.includes((contentType ?? '').split(';')[0]?.trim() ?? '');

/** Stands in for a stage that does not exist, so that a request to it gets API Gateway's own answer. */
const nowhere: Omit<StageDefinition, 'name' | 'route'> = {
  apiId: '',
  variables: undefined,
  binaryMediaTypes: [],
  responses: new Map(),
};

/** Serves REST API stages; the first segment of the path is the stage. */
export function createGateway(
  stages: readonly StageDefinition[],
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  if (byName.size !== stages.length) throw new Error('two APIs have a stage of the same name');
  const [first] = stages;
  // When there is one API, its responses also answer a request to a stage that does not exist.
  const fallback = stages.length === 1 && first ? first : nowhere;

  return async (request, response) => {
    const visit = visitOf(request);
    const { requestId, stageName, path, httpMethod } = visit;
    const stage = byName.get(stageName);
    const route = stage?.route(httpMethod, path);
    const outcome =
      stage && route
        ? await callIntegration(request, visit, stage, route)
        : ('MISSING_AUTHENTICATION_TOKEN' as const);
    if (typeof outcome !== 'string') return writeReply(response, outcome, requestId);
    // What is left of a body is read and thrown away.
    request.resume();
    const rendered = renderGatewayResponse((stage ?? fallback).responses, outcome, {
      requestId,
      stage: stageName,
      path: visit.rawPath,
      resourcePath: route?.resourcePath ?? path,
      httpMethod,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      header: (name) => request.headers[name.toLowerCase()]?.toString(),
    });
    response.writeHead(rendered.status, {
      ...rendered.headers,
      'content-length': String(Buffer.byteLength(rendered.body)),
      // The client may go on sending the body, so its connection ends here.
      ...(outcome === 'REQUEST_TOO_LARGE' ? { connection: 'close' } : {}),
    });
    response.end(rendered.body);
  };
}

interface Visit {
  readonly requestId: string;
  readonly httpMethod: string;
  readonly rawPath: string;
  readonly stageName: string;
  /** The path under the stage. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const visitOf = ({ url = '/', method = 'GET' }: IncomingMessage): Visit => {
  const [rawPath = '/', ...query] = url.split('?');
  const [, stageName = '', ...segments] = rawPath.split('/');
  return {
    requestId: randomUUID(),
    httpMethod: method,
    rawPath,
    stageName,
    path: `/${segments.join('/')}`,
    query: new URLSearchParams(query.join('?')),
  };
};

/** What the function of a route replies, or why API Gateway answers by itself. */
const callIntegration = async (
  request: IncomingMessage,
  { requestId, path, query }: Visit,
  stage: StageDefinition,
  route: Route<Integration>,
): Promise<ProxyReply | GatewayResponseType> => {
  const declared = Number(request.headers['content-length'] ?? 0);
  const body = declared > MAXIMUM_BODY_BYTES ? undefined : await readBody(request, MAXIMUM_BODY_BYTES);
  if (!body) return 'REQUEST_TOO_LARGE';
  const event = toProxyEvent({
    request,
    requestId,
    apiId: stage.apiId,
    stage: stage.name,
    stageVariables: stage.variables,
    resourceId: route.resourceId,
    resourcePath: route.resourcePath,
    path,
    query,
    parameters: route.parameters,
    body,
    binary: isBinary(request.headers['content-type'], stage.binaryMediaTypes),
  });
  // In the same words as its own limit.
  if (body.length > SAFE_BODY_BYTES && Buffer.byteLength(JSON.stringify(event)) > LAMBDA_BYTES)
    return 'REQUEST_TOO_LARGE';
  const outcome = await within(route.method.invoke(event), route.method.timeoutMillis);
  if (outcome === 'late' || (!outcome.ok && outcome.timedOut)) return 'INTEGRATION_TIMEOUT';
  const reply = replySchema.safeParse(outcome.ok ? outcome.value : undefined);
  return reply.success ? reply.data : 'INTEGRATION_FAILURE';
};
