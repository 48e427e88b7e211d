import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { BEVEILIGINGSHEADERS, PROBLEMEN } from '../contracts/probleem.ts';
import { API_VERSIE } from '../contracts/versie.ts';

/** The problems of the API, and the one that only the gateway can report. */
const BEKEND = {
  ...PROBLEMEN,
  'geen-tijdig-antwoord': { status: 504, title: 'Geen tijdig antwoord' },
} as const;

/** What the gateway says when it answers by itself, without the function. */
export type GatewayProbleem = {
  readonly soort: ResponseType;
  /** Last part of `type`; decides status and title too. */
  readonly slug: keyof typeof BEKEND;
  readonly detail: string;
  /** Headers that belong to this problem alone. */
  readonly headers?: Readonly<Record<string, string>>;
};

const FOUT = {
  slug: 'interne-fout',
  detail: 'De hub kon het verzoek niet verwerken. Probeer het later opnieuw.',
} as const;
const GEEN_TOEGANG = { slug: 'geen-toegang', detail: 'Dit verzoek is niet toegestaan.' } as const;
const NIET_GEVONDEN = { slug: 'niet-gevonden', detail: 'Onder dit adres is niets te vinden.' } as const;
const TE_LAAT = {
  slug: 'geen-tijdig-antwoord',
  detail: 'De hub gaf niet op tijd antwoord. Hetzelfde verzoek mag ongewijzigd opnieuw gestuurd worden.',
} as const;
const TE_VAAK = {
  slug: 'te-veel-verzoeken',
  detail: 'Er komen meer verzoeken dan de hub nu aanneemt. Probeer het zo opnieuw.',
} as const;

/**
 * One line per answer that API Gateway can give by itself. Status and title are those of the API; nothing in the text
 * tells how the hub works inside.
 */
export const GATEWAY_PROBLEMEN: readonly GatewayProbleem[] = [
  { soort: ResponseType.ACCESS_DENIED, ...GEEN_TOEGANG },
  { soort: ResponseType.API_CONFIGURATION_ERROR, ...FOUT },
  { soort: ResponseType.AUTHORIZER_CONFIGURATION_ERROR, ...FOUT },
  { soort: ResponseType.AUTHORIZER_FAILURE, ...FOUT },
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
  { soort: ResponseType.DEFAULT_5XX, ...FOUT },
  { soort: ResponseType.EXPIRED_TOKEN, ...GEEN_TOEGANG },
  { soort: ResponseType.INTEGRATION_FAILURE, ...TE_LAAT },
  { soort: ResponseType.INTEGRATION_TIMEOUT, ...TE_LAAT },
  { soort: ResponseType.INVALID_API_KEY, ...GEEN_TOEGANG },
  { soort: ResponseType.INVALID_SIGNATURE, ...GEEN_TOEGANG },
  // API Gateway's name for a path or method that does not exist; it has nothing to do with a token.
  { soort: ResponseType.MISSING_AUTHENTICATION_TOKEN, ...NIET_GEVONDEN },
  { soort: ResponseType.QUOTA_EXCEEDED, ...TE_VAAK },
  {
    soort: ResponseType.REQUEST_TOO_LARGE,
    slug: 'te-groot',
    detail: 'De inhoud van het verzoek is groter dan de hub aanneemt.',
  },
  { soort: ResponseType.RESOURCE_NOT_FOUND, ...NIET_GEVONDEN },
  { soort: ResponseType.THROTTLED, ...TE_VAAK, headers: { 'Retry-After': '1' } },
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
  { soort: ResponseType.WAF_FILTERED, ...GEEN_TOEGANG },
];

/** The headers of every answer that the gateway gives by itself. */
export const VASTE_HEADERS: Readonly<Record<string, string>> = {
  ...BEVEILIGINGSHEADERS,
  'API-Version': API_VERSIE,
  'Content-Type': 'application/problem+json',
};

/**
 * Gives the API a problem answer for every kind.
 *
 * The content stands under two media types: the gateway chooses by `Accept` and falls back on `application/json`.
 * Whichever it chooses, the header says `application/problem+json`.
 */
export const voegGatewayAntwoordenToe = (api: RestApi, basisUrl: string): void => {
  for (const { soort, slug, detail, headers } of GATEWAY_PROBLEMEN) {
    const { status, title } = BEKEND[slug];
    const inhoud = JSON.stringify({ type: `${basisUrl}/problemen/${slug}`, status, title, detail });
    const alleHeaders = Object.entries({ ...VASTE_HEADERS, ...headers });
    api.addGatewayResponse(`Antwoord${soort.responseType}`, {
      type: soort,
      statusCode: String(status),
      responseHeaders: Object.fromEntries(alleHeaders.map(([naam, waarde]) => [naam, `'${waarde}'`])),
      templates: { 'application/json': inhoud, 'application/problem+json': inhoud },
    });
  }
};
