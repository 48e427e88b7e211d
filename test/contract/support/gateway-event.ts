import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Call } from './api.ts';

/** What API Gateway (REST API, Lambda proxy) gives the function. */

const toText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** By name: a parameter that a call gives a list of values stands in the address that many times. */
const each = <Value>(
  query: NonNullable<Call['query']>,
  value: (values: readonly string[]) => Value,
): Record<string, Value> =>
  Object.fromEntries(Object.entries(query).map(([name, given]) => [name, value([given].flat())]));

export const toEvent = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  { body, base64 = false, query, certificate }: Call,
): APIGatewayProxyEvent => ({
  httpMethod: method,
  path,
  headers,
  multiValueHeaders: {},
  queryStringParameters: query === undefined ? null : each(query, (values) => values.at(-1)),
  multiValueQueryStringParameters: query === undefined ? null : each(query, (values) => [...values]),
  pathParameters: { proxy: path.replace(/^\/(v1\/)?/, '') },
  stageVariables: null,
  resource: '/{proxy+}',
  body: body === undefined ? null : toText(body),
  isBase64Encoded: base64,
  requestContext: {
    accountId: '000000000000',
    apiId: 'test',
    authorizer: null,
    protocol: 'HTTP/1.1',
    httpMethod: method,
    identity: {
      accessKey: null,
      accountId: null,
      apiKey: null,
      apiKeyId: null,
      caller: null,
      clientCert:
        certificate === undefined
          ? null
          : {
              clientCertPem: certificate,
              issuerDN: 'CN=test',
              serialNumber: '1',
              subjectDN: 'CN=test',
              validity: { notAfter: '', notBefore: '' },
            },
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '127.0.0.1',
      user: null,
      userAgent: null,
      userArn: null,
    },
    path,
    stage: 'v1',
    requestId: '7d1c9e58-3f27-4f5b-9c0a-2b6d8e4f1a3c',
    requestTimeEpoch: 0,
    resourceId: 'test',
    resourcePath: '/{proxy+}',
  },
});

export const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'api',
  functionVersion: '1',
  invokedFunctionArn: 'test',
  memoryLimitInMB: '512',
  awsRequestId: 'test',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 15_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
