import { setTimeout as pauze } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { createRemoteJWKSet } from 'jose';
import { maakBezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import { maakBoeken } from '../../adapters/boeken.ts';
import { maakBronnen } from '../../adapters/bronnen.ts';
import { maakBus } from '../../adapters/bus.ts';
import { maakKanalen } from '../../adapters/kanalen.ts';
import { maakOntvangsten } from '../../adapters/ontvangsten.ts';
import { maakFeeds } from '../../adapters/post/feeds.ts';
import { maakHerleveringen } from '../../adapters/post/herleveringen.ts';
import { maakPostvak } from '../../adapters/post/postvak.ts';
import { maakVerzonden } from '../../adapters/post/verzonden.ts';
import { haalGeheim, maakPseudoniemen } from '../../adapters/pseudoniemen.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import { controleerAdres } from '../../adapters/uitgaand/adres.ts';
import { maakNaslag } from '../../adapters/uitgaand/naslag.ts';
import { maakVersleuteling } from '../../adapters/versleuteling.ts';
import { maakZaken } from '../../adapters/zaken.ts';
import { eenmalig } from '../gedeeld/eenmalig.ts';
import { leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen } from '../gedeeld/waarnemen.ts';
import { maakApi } from './api.ts';
import { ApiOmgeving } from './omgeving.ts';
import { maakTokencontrole } from './token.ts';

const omgeving = leesOmgeving(ApiOmgeving);
const logger = new Logger();
const waarnemen = maakWaarnemen('api', logger);
const tabel = maakTabel(omgeving.TABEL_NAAM);
const adresregels = {
  loopbackToegestaan: omgeving.LOOPBACK_TOEGESTAAN === 'ja',
  resolve: maakNaslag(),
};
const api = eenmalig(async () => {
  const [geheim, webhookGeheim] = await Promise.all([
    haalGeheim(omgeving.SLEUTEL_GEHEIM_ID),
    haalGeheim(omgeving.WEBHOOK_GEHEIM_ID),
  ]);
  const pseudoniemen = maakPseudoniemen(geheim);
  const ontvangsten = maakOntvangsten(tabel);
  return maakApi({
    ontvangsten,
    bus: maakBus(omgeving.BUS_NAAM),
    bronnen: maakBronnen(tabel),
    waarnemen,
    pseudoniemen,
    zaken: maakZaken(tabel, pseudoniemen),
    postvak: maakPostvak(tabel),
    kanalen: maakKanalen(tabel),
    feeds: maakFeeds(tabel),
    boeken: maakBoeken(tabel, ontvangsten),
    herleveringen: maakHerleveringen(tabel),
    bezorging: maakBezorgwachtrij(omgeving.BEZORGING_WACHTRIJ_URL),
    versleuteling: maakVersleuteling(webhookGeheim),
    controleerAdres: (adres) => controleerAdres(adres, adresregels),
    klok: { nu: () => new Date(), pauze: (ms) => pauze(ms) },
    post: maakVerzonden(tabel),
    controleerToken: maakTokencontrole({
      uitgever: omgeving.TOKEN_UITGEVER,
      publiek: omgeving.TOKEN_PUBLIEK,
      sleutels: createRemoteJWKSet(new URL(omgeving.TOKEN_JWKS_URL)),
    }),
    logboek: logger,
    basisUrl: omgeving.HUB_BASIS_URL,
    gemeenten: omgeving.GEMEENTEN,
  });
});

/** The Lambda behind the REST API. */
export const handler = async (
  event: APIGatewayProxyEvent,
  context: Context,
): Promise<APIGatewayProxyResult> => {
  waarnemen.begin(context);
  // The gateway's own id, by which its access log knows the request.
  logger.appendKeys({ verzoekId: event.requestContext?.requestId });
  try {
    return await (await api())(event, context);
  } finally {
    waarnemen.publiceer();
  }
};
