import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { BEVEILIGINGSHEADERS, PROBLEMEN } from '../contracts/probleem.ts';
import { API_VERSIE } from '../contracts/versie.ts';

/** De problemen van de API, en het ene dat alleen de gateway kan melden. */
const BEKEND = {
  ...PROBLEMEN,
  'geen-tijdig-antwoord': { status: 504, title: 'Geen tijdig antwoord' },
} as const;

/** Wat de gateway zegt wanneer zij zelf antwoordt, zonder de functie. */
export type GatewayProbleem = {
  readonly soort: ResponseType;
  /** Laatste deel van `type`; bepaalt ook de status en de titel. */
  readonly slug: keyof typeof BEKEND;
  readonly detail: string;
  /** Headers die alleen bij dit probleem horen. */
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
 * Eén regel per antwoord dat API Gateway zelf kan geven. Status en titel zijn die van de API zelf; niets in de
 * tekst verraadt hoe de hub van binnen werkt.
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
  // Zo noemt API Gateway een pad of methode die niet bestaat; met een token heeft het niets te maken.
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

/** De headers van elk antwoord dat de gateway zelf geeft. */
export const VASTE_HEADERS: Readonly<Record<string, string>> = {
  ...BEVEILIGINGSHEADERS,
  'API-Version': API_VERSIE,
  'Content-Type': 'application/problem+json',
};

/**
 * Geeft de API een probleemantwoord voor elke soort.
 *
 * De inhoud staat er onder twee mediatypes in: de gateway kiest op `Accept` en valt terug op `application/json`.
 * Welke ze ook kiest, de header zegt `application/problem+json`.
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
