import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { known } from '../../../../domain/known.ts';
import type { Caller } from '../../../../domain/organisations.ts';
import { beginTrace, type RequestTrace } from './trace.ts';

/** A request as the calls see it: names of headers in lower case, the body as bytes. */
export interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names of query parameters that stand in the address more than once; `query` has the last of each. */
  readonly repeated: readonly string[];
  readonly pathValues: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where it stands in a trace. */
  readonly trace: RequestTrace;
  /** The client certificate that the gateway checked (mutual TLS), as PEM. */
  readonly certificate?: string;
  /** Milliseconds that the function still has for this request. */
  readonly remainingMs: () => number;
}

/** A request of an organisation that showed a valid token. */
export interface AuthenticatedRequest extends Request {
  readonly organisatie: Caller;
}

const BASE_PATH = '/v1';

/**
 * The path below the base path. On its own address the gateway has taken that off already, on a domain of the hub's it
 * has not; `requestContext.path` always begins with it. So it goes off once, and `/v1/v1/zaken` is nothing.
 */
export const pathUnderBase = ({ path, requestContext }: APIGatewayProxyEvent): string => {
  const whole = requestContext?.path;
  if (whole === `${BASE_PATH}${path}` || !(path === BASE_PATH || path.startsWith(`${BASE_PATH}/`)))
    return path;
  return path.slice(BASE_PATH.length) || '/';
};

/** The headers, parameters or values in a path of an event that have a value. */
export const textValues = (
  values: Readonly<Record<string, string | undefined>> | null | undefined,
  name: (key: string) => string = (key) => key,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : [[name(key), value] as const],
    ),
  );

/** API Gateway names the certificate of a caller only where it demands one. */
const certificateOf = ({ requestContext }: APIGatewayProxyEvent): Pick<Request, 'certificate'> => {
  const pem = requestContext?.identity?.clientCert?.clientCertPem;
  return known({ certificate: pem });
};

const pathValue = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not valid percent-encoding, so it names nothing that exists: keep it as it is and find nothing.
    return value;
  }
};

/** What an event of API Gateway carries, as bytes. */
export const bodyOf = ({ body, isBase64Encoded }: APIGatewayProxyEvent): Buffer =>
  Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');

/** The request in an event of API Gateway (REST API, Lambda proxy), whose path is below the base path already. */
export const readRequest = (
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Request => {
  const headers = textValues(event.headers, (name) => name.toLowerCase());
  return {
    headers,
    trace: beginTrace(headers['traceparent'], Date.now()),
    query: textValues(event.queryStringParameters),
    repeated: Object.entries(event.multiValueQueryStringParameters ?? {}).flatMap(([name, values]) =>
      (values?.length ?? 0) > 1 ? [name] : [],
    ),
    pathValues: Object.fromEntries(
      Object.entries(textValues(event.pathParameters)).map(([name, value]) => [name, pathValue(value)]),
    ),
    // Read when a call asks for it: the body of who may not call is never looked at.
    get body() {
      return bodyOf(event);
    },
    ...certificateOf(event),
    remainingMs: () => context.getRemainingTimeInMillis(),
  };
};
