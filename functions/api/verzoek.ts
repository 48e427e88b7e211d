import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Organisatie } from '../../domain/organisaties.ts';

/** A request as the calls see it: names of headers in lower case, the body as bytes. */
export interface Verzoek {
  readonly methode: string;
  /** Path below the base path, always without `/v1`. */
  readonly pad: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly padwaarden: Readonly<Record<string, string>>;
  readonly lichaam: Uint8Array;
  /** Milliseconds that the function still has for this request. */
  readonly restMs: () => number;
}

/** A request of an organisation that showed a valid token. */
export interface AangemeldVerzoek extends Verzoek {
  readonly organisatie: Organisatie;
}

const BASISPAD = /^\/v1(?=\/|$)/;

/** The gateway gives the path with or without the base path, depending on the domain it was called by. */
export const zonderBasispad = (pad: string): string => pad.replace(BASISPAD, '') || '/';

const tekstwaarden = (
  waarden: Readonly<Record<string, string | undefined>> | null | undefined,
  naam: (sleutel: string) => string = (sleutel) => sleutel,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(waarden ?? {}).flatMap(([sleutel, waarde]) =>
      waarde === undefined ? [] : [[naam(sleutel), waarde] as const],
    ),
  );

const padwaarde = (waarde: string): string => {
  try {
    return decodeURIComponent(waarde);
  } catch {
    // Not valid percent-encoding, so it names nothing that exists: keep it as it is and find nothing.
    return waarde;
  }
};

/** The request in an event of API Gateway (REST API, Lambda proxy). */
export const leesVerzoek = (
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Verzoek => ({
  methode: event.httpMethod,
  pad: zonderBasispad(event.path),
  headers: tekstwaarden(event.headers, (naam) => naam.toLowerCase()),
  query: tekstwaarden(event.queryStringParameters),
  padwaarden: Object.fromEntries(
    Object.entries(tekstwaarden(event.pathParameters)).map(([naam, waarde]) => [naam, padwaarde(waarde)]),
  ),
  lichaam: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  restMs: () => context.getRemainingTimeInMillis(),
});
