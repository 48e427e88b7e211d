import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { PROBLEMS, SECURITY_HEADERS } from '../../contracts/problem.ts';
import { API_VERSION } from '../../contracts/version.ts';
import { BODY_BYTES } from '../../domain/limits.ts';

/** The problems of the API, and the problem that only the gateway can report. */
const KNOWN = {
  ...PROBLEMS,
  'geen-tijdig-antwoord': { status: 504, title: 'Geen tijdig antwoord' },
} as const;

/** An answer that API Gateway gives without the function. */
export type GatewayProblem = {
  readonly responseType: ResponseType;
  /** The last part of `type`. The status and the title follow from it. */
  readonly slug: keyof typeof KNOWN;
  readonly detail: string;
  /** Headers that belong to this problem alone. */
  readonly headers?: Readonly<Record<string, string>>;
};

const ERROR = {
  slug: 'interne-fout',
  detail: 'De hub kon het verzoek niet verwerken. Probeer het later opnieuw.',
} as const;
const NO_ACCESS = { slug: 'geen-toegang', detail: 'Dit verzoek is niet toegestaan.' } as const;
const NOT_FOUND = { slug: 'niet-gevonden', detail: 'Onder dit adres is niets te vinden.' } as const;
const TOO_LATE = {
  slug: 'geen-tijdig-antwoord',
  detail: 'De hub gaf niet op tijd antwoord. Hetzelfde verzoek mag ongewijzigd opnieuw gestuurd worden.',
} as const;
const TOO_OFTEN = {
  slug: 'te-veel-verzoeken',
  detail: 'Er komen meer verzoeken dan de hub nu aanneemt. Probeer het zo opnieuw.',
} as const;

/**
 * Every answer that API Gateway can give by itself. Status and title are those of the API, and no text tells how the
 * hub works inside.
 */
export const GATEWAY_PROBLEMS: readonly GatewayProblem[] = [
  { responseType: ResponseType.ACCESS_DENIED, ...NO_ACCESS },
  { responseType: ResponseType.API_CONFIGURATION_ERROR, ...ERROR },
  { responseType: ResponseType.AUTHORIZER_CONFIGURATION_ERROR, ...ERROR },
  { responseType: ResponseType.AUTHORIZER_FAILURE, ...ERROR },
  {
    responseType: ResponseType.BAD_REQUEST_BODY,
    slug: 'ongeldig-verzoek',
    detail: 'De inhoud van het verzoek is ongeldig.',
  },
  {
    responseType: ResponseType.BAD_REQUEST_PARAMETERS,
    slug: 'ongeldig-verzoek',
    detail: 'Een parameter van het verzoek is ongeldig.',
  },
  {
    responseType: ResponseType.DEFAULT_4XX,
    slug: 'ongeldig-verzoek',
    detail: 'Het verzoek kan zo niet verwerkt worden.',
  },
  { responseType: ResponseType.DEFAULT_5XX, ...ERROR },
  { responseType: ResponseType.EXPIRED_TOKEN, ...NO_ACCESS },
  { responseType: ResponseType.INTEGRATION_FAILURE, ...TOO_LATE },
  { responseType: ResponseType.INTEGRATION_TIMEOUT, ...TOO_LATE },
  { responseType: ResponseType.INVALID_API_KEY, ...NO_ACCESS },
  { responseType: ResponseType.INVALID_SIGNATURE, ...NO_ACCESS },
  // API Gateway uses this type for a path or method that does not exist. It has nothing to do with a token.
  { responseType: ResponseType.MISSING_AUTHENTICATION_TOKEN, ...NOT_FOUND },
  { responseType: ResponseType.QUOTA_EXCEEDED, ...TOO_OFTEN },
  {
    responseType: ResponseType.REQUEST_TOO_LARGE,
    slug: 'te-groot',
    // A browser shows this too, when a form is larger than any form of a page: who reads it may be no programme.
    detail: `De inhoud is te groot: hoogstens ${BODY_BYTES.call} bytes, en van een formulier op een bladzijde hoogstens ${BODY_BYTES.form} bytes. Ga terug en stuur minder.`,
  },
  { responseType: ResponseType.RESOURCE_NOT_FOUND, ...NOT_FOUND },
  { responseType: ResponseType.THROTTLED, ...TOO_OFTEN, headers: { 'Retry-After': '1' } },
  {
    responseType: ResponseType.UNAUTHORIZED,
    slug: 'niet-aangemeld',
    detail: 'Een geldig token ontbreekt.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  },
  {
    responseType: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    slug: 'mediatype-niet-ondersteund',
    detail: 'De hub kent het mediatype van de inhoud niet.',
  },
  { responseType: ResponseType.WAF_FILTERED, ...NO_ACCESS },
];

/** The headers of every answer that the gateway gives by itself. */
export const FIXED_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  'API-Version': API_VERSION,
  'Content-Type': 'application/problem+json',
};

/**
 * Gives the API its problem details for every answer of the gateway. The same body stands under two media types,
 * because the gateway chooses by `Accept` and falls back on `application/json`. The header says
 * `application/problem+json` for both.
 */
export const addGatewayResponses = (api: RestApi, baseUrl: string): void => {
  for (const { responseType, slug, detail, headers } of GATEWAY_PROBLEMS) {
    const { status, title } = KNOWN[slug];
    const content = JSON.stringify({ type: `${baseUrl}/problemen/${slug}`, status, title, detail });
    const allHeaders = Object.entries({ ...FIXED_HEADERS, ...headers });
    api.addGatewayResponse(`Antwoord${responseType.responseType}`, {
      type: responseType,
      statusCode: String(status),
      responseHeaders: Object.fromEntries(allHeaders.map(([name, value]) => [name, `'${value}'`])),
      templates: { 'application/json': content, 'application/problem+json': content },
    });
  }
};
