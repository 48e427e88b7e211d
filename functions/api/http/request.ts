import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Organisation } from '../../../domain/organisations.ts';

/** A request as the calls see it: names of headers in lower case, the body as bytes. */
export interface Request {
  readonly methode: string;
  /** Path below the base path, always without `/v1`. */
  readonly pad: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly pathValues: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The client certificate that the gateway checked (mutual TLS), as PEM. */
  readonly certificate?: string;
  /** Milliseconds that the function still has for this request. */
  readonly restMs: () => number;
}

/** A request of an organisation that showed a valid token. */
export interface AuthenticatedRequest extends Request {
  readonly organisatie: Organisation;
}

const BASE_PATH = /^\/v1(?=\/|$)/;

/** The gateway gives the path with or without the base path, depending on the domain it was called by. */
export const withoutBasePath = (pad: string): string => pad.replace(BASE_PATH, '') || '/';

const textValues = (
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
  return pem === undefined ? {} : { certificate: pem };
};

const pathValue = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not valid percent-encoding, so it names nothing that exists: keep it as it is and find nothing.
    return value;
  }
};

/** The request in an event of API Gateway (REST API, Lambda proxy). */
export const readRequest = (
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Request => ({
  methode: event.httpMethod,
  pad: withoutBasePath(event.path),
  headers: textValues(event.headers, (name) => name.toLowerCase()),
  query: textValues(event.queryStringParameters),
  pathValues: Object.fromEntries(
    Object.entries(textValues(event.pathParameters)).map(([name, value]) => [name, pathValue(value)]),
  ),
  body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  ...certificateOf(event),
  restMs: () => context.getRemainingTimeInMillis(),
});
