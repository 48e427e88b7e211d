import middy, { type MiddlewareObj } from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { BEVEILIGINGSHEADERS, PROBLEMEN } from '../../contracts/probleem.ts';
import { API_VERSIE } from '../../contracts/versie.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { leeg } from './antwoord.ts';
import { veiligeFout, veiligePointers } from './logboek.ts';
import { nietGevonden, probleem, probleemAntwoord, probleemVan } from './problemen.ts';
import { methodenVan, ROUTES, voerUit } from './routes.ts';
import { isOpenbaar } from './specificatie.ts';
import { leesVerzoek, zonderBasispad } from './verzoek.ts';

type Middleware = MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>;

/** Headers on every answer, errors and OPTIONS among them. */
const koppen = (): Middleware => {
  const voegToe: NonNullable<Middleware['after']> = (request) => {
    const antwoord = request.response;
    if (antwoord === null || antwoord === undefined) return;
    request.response = {
      ...antwoord,
      headers: {
        'Content-Type': 'application/json',
        ...antwoord.headers,
        ...BEVEILIGINGSHEADERS,
        'API-Version': API_VERSIE,
        ...(isOpenbaar(zonderBasispad(request.event.path)) ? { 'Access-Control-Allow-Origin': '*' } : {}),
      },
    };
  };
  return { after: voegToe, onError: voegToe };
};

/** The organisation of a request stands where the gateway's own authorizer would put it. */
const herken = (event: APIGatewayProxyEvent) => (organisatie: string) => {
  event.requestContext = { ...event.requestContext, authorizer: { organisatie } };
};

/** Every thrown thing becomes a problem, and leaves one line without personal data. */
const problemen = ({ basisUrl, logboek }: Afhankelijkheden): Middleware => ({
  onError: async (request) => {
    const gevonden = probleemVan(request.error);
    const { status } = PROBLEMEN[gevonden.soort];
    const gegevens = {
      soort: gevonden.soort,
      status,
      organisatie: request.event.requestContext?.authorizer?.['organisatie'],
      ontvangstId: gevonden.ontvangstId,
    };
    if (status >= 500) logboek.error('verzoek mislukt', { ...gegevens, ...veiligeFout(request.error) });
    else
      logboek.warn('verzoek geweigerd', {
        ...gegevens,
        pointers: await veiligePointers(gevonden.fouten ?? []),
      });
    request.response = probleemAntwoord(gevonden, basisUrl);
  },
});

const nietToegestaan = (allow: string) =>
  probleem('methode-niet-toegestaan', 'Dit adres kent deze methode niet.', { headers: { Allow: allow } });

const opties = (event: APIGatewayProxyEvent): APIGatewayProxyResult => {
  const allow = methodenVan(event.path).join(', ');
  return leeg(204, {
    Allow: allow,
    ...(isOpenbaar(event.path) ? { 'Access-Control-Allow-Methods': allow } : {}),
  });
};

/** The whole API as one function of an event of API Gateway and its dependencies. */
export const maakApi = (nodig: Afhankelijkheden) => {
  const router = httpRouter<APIGatewayProxyEvent, APIGatewayProxyResult>({
    routes: [
      ...ROUTES.map((route) => ({
        method: route.methode,
        path: route.pad,
        handler: (event: APIGatewayProxyEvent, context: Context) =>
          voerUit(route, leesVerzoek(event, context), nodig, herken(event)),
      })),
      ...[...new Set(ROUTES.map(({ pad }) => pad))].map((path) => ({
        method: 'OPTIONS' as const,
        path,
        handler: async (event: APIGatewayProxyEvent) => opties(event),
      })),
    ],
    notFoundResponse: () => {
      throw nietGevonden();
    },
  });
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(koppen())
    .use(problemen(nodig))
    .before(({ event }) => {
      event.path = zonderBasispad(event.path);
      // Before the router, which takes /balans/ for /balans and GET /zaken/_zoek for a zaak.
      const methoden = methodenVan(event.path);
      if (methoden.length === 0) throw nietGevonden();
      if (!methoden.includes(event.httpMethod)) throw nietToegestaan(methoden.join(', '));
    })
    .handler(router);
};
