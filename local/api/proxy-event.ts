import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ACCOUNT, REGION } from '../template/identity.ts';

/** Every value by name. This is a Map because the client chooses the names, and `__proto__` may be one of them. */
type MultiValue = Map<string, string[]>;

const orNull = <T extends object>(record: T): T | null => (Object.keys(record).length > 0 ? record : null);

const lastOfEach = (values: MultiValue): Record<string, string> =>
  Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? '']));

const append = (values: MultiValue, name: string, value: string): void => {
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
};

/** The headers under the names that the client used, with those that API Gateway adds. */
function headersOf(request: IncomingMessage, sourceIp: string): MultiValue {
  const headers: MultiValue = new Map();
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    append(headers, request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '');
  }
  append(headers, 'X-Forwarded-For', sourceIp);
  append(headers, 'X-Forwarded-Proto', 'http');
  append(headers, 'X-Forwarded-Port', String(request.socket.localPort ?? ''));
  return headers;
}

const NO_IDENTITY = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

export interface ProxyCall {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly resourceId: string;
  readonly resourcePath: string;
  /** The path without the stage. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly binary: boolean;
}

/** Makes the event that a REST API gives to the function of a Lambda proxy integration. */
export function toProxyEvent(call: ProxyCall): APIGatewayProxyEvent {
  const { request } = call;
  const httpMethod = request.method ?? 'GET';
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const multiValueHeaders = headersOf(request, sourceIp);
  const multiValueQuery: MultiValue = new Map();
  for (const [name, value] of call.query) append(multiValueQuery, name, value);
  const now = Date.now();
  return {
    resource: call.resourcePath,
    path: call.path,
    httpMethod,
    headers: lastOfEach(multiValueHeaders),
    multiValueHeaders: Object.fromEntries(multiValueHeaders),
    queryStringParameters: orNull(lastOfEach(multiValueQuery)),
    multiValueQueryStringParameters: orNull(Object.fromEntries(multiValueQuery)),
    pathParameters: orNull({ ...call.parameters }),
    stageVariables: call.stageVariables ? { ...call.stageVariables } : null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: call.apiId,
      authorizer: null,
      domainName: `${call.apiId}.execute-api.${REGION}.amazonaws.com`,
      domainPrefix: call.apiId,
      extendedRequestId: call.requestId,
      httpMethod,
      identity: { ...NO_IDENTITY, sourceIp, userAgent: request.headers['user-agent'] ?? null },
      path: `/${call.stage}${call.path}`,
      protocol: `HTTP/${request.httpVersion}`,
      requestId: call.requestId,
      requestTime: new Date(now).toUTCString(),
      requestTimeEpoch: now,
      resourceId: call.resourceId,
      resourcePath: call.resourcePath,
      stage: call.stage,
    },
    body: call.body.length === 0 ? null : call.body.toString(call.binary ? 'base64' : 'utf8'),
    isBase64Encoded: call.binary && call.body.length > 0,
  };
}
