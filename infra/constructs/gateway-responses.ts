import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { PROBLEMS, SECURITY_HEADERS } from '../../contracts/problem.ts';
import { API_VERSION } from '../../contracts/version.ts';

/** The problems of the API, and the one that only the gateway can report. */
const KNOWN = {
  ...PROBLEMS,
  'geen-tijdig-antwoord': { status: 504, title: 'Geen tijdig antwoord' },
} as const;

/** What the gateway says when it answers by itself, without the function. */
export type GatewayProblem = {
  readonly soort: ResponseType;
  /** Last part of `type`; decides status and title too. */
  readonly slug: keyof typeof KNOWN;
  readonly detail: string;
  /** Headers that belong to this problem alone. */
  readonly headers?: Readonly<Record<string, string>>;
};

const ERROR = {
  slug: 'interne-fout',
  detail: 'De hub kon het verzoek niet verwerken. Probeer het later opnieuw.',
} as const;
const NO_ADMISSION = { slug: 'geen-toegang', detail: 'Dit verzoek is niet toegestaan.' } as const;
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
 * One line per answer that API Gateway can give by itself. Status and title are those of the API; nothing in the text
 * tells how the hub works inside.
 */
export const GATEWAY_PROBLEMS: readonly GatewayProblem[] = [
  { soort: ResponseType.ACCESS_DENIED, ...NO_ADMISSION },
  { soort: ResponseType.API_CONFIGURATION_ERROR, ...ERROR },
  { soort: ResponseType.AUTHORIZER_CONFIGURATION_ERROR, ...ERROR },
  { soort: ResponseType.AUTHORIZER_FAILURE, ...ERROR },
  {
    soort: ResponseType.BAD_REQUEST_BODY,
    slug: 'ongeldig-verzoek',
    detail: 'De inhoud van het verzoek is ongeldig.',
  },
  {
    soort: ResponseType.BAD_REQUEST_PARAMETERS,
    slug: 'ongeldig-verzoek',
    detail: 'Een parameter van het verzoek is ongeldig.',
  },
  {
    soort: ResponseType.DEFAULT_4XX,
    slug: 'ongeldig-verzoek',
    detail: 'Het verzoek kan zo niet verwerkt worden.',
  },
  { soort: ResponseType.DEFAULT_5XX, ...ERROR },
  { soort: ResponseType.EXPIRED_TOKEN, ...NO_ADMISSION },
  { soort: ResponseType.INTEGRATION_FAILURE, ...TOO_LATE },
  { soort: ResponseType.INTEGRATION_TIMEOUT, ...TOO_LATE },
  { soort: ResponseType.INVALID_API_KEY, ...NO_ADMISSION },
  { soort: ResponseType.INVALID_SIGNATURE, ...NO_ADMISSION },
  // API Gateway's name for a path or method that does not exist; it has nothing to do with a token.
  { soort: ResponseType.MISSING_AUTHENTICATION_TOKEN, ...NOT_FOUND },
  { soort: ResponseType.QUOTA_EXCEEDED, ...TOO_OFTEN },
  {
    soort: ResponseType.REQUEST_TOO_LARGE,
    slug: 'te-groot',
    detail: 'De inhoud van het verzoek is groter dan de hub aanneemt.',
  },
  { soort: ResponseType.RESOURCE_NOT_FOUND, ...NOT_FOUND },
  { soort: ResponseType.THROTTLED, ...TOO_OFTEN, headers: { 'Retry-After': '1' } },
  {
    soort: ResponseType.UNAUTHORIZED,
    slug: 'niet-aangemeld',
    detail: 'Een geldig token ontbreekt.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  },
  {
    soort: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    slug: 'mediatype-niet-ondersteund',
    detail: 'De hub kent het mediatype van de inhoud niet.',
  },
  { soort: ResponseType.WAF_FILTERED, ...NO_ADMISSION },
];

/** The headers of every answer that the gateway gives by itself. */
export const FIXED_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  'API-Version': API_VERSION,
  'Content-Type': 'application/problem+json',
};

/**
 * Gives the API a problem answer for every kind.
 *
 * The content stands under two media types: the gateway chooses by `Accept` and falls back on `application/json`.
 * Whichever it chooses, the header says `application/problem+json`.
 */
export const addGatewayResponses = (api: RestApi, basisUrl: string): void => {
  for (const { soort, slug, detail, headers } of GATEWAY_PROBLEMS) {
    const { status, title } = KNOWN[slug];
    const content = JSON.stringify({ type: `${basisUrl}/problemen/${slug}`, status, title, detail });
    const allHeaders = Object.entries({ ...FIXED_HEADERS, ...headers });
    api.addGatewayResponse(`Antwoord${soort.responseType}`, {
      type: soort,
      statusCode: String(status),
      responseHeaders: Object.fromEntries(allHeaders.map(([name, value]) => [name, `'${value}'`])),
      templates: { 'application/json': content, 'application/problem+json': content },
    });
  }
};
