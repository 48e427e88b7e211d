import { setTimeout as pauze } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { maakBronnen } from '../../adapters/bronnen.ts';
import { maakBus } from '../../adapters/bus.ts';
import { maakKanalen } from '../../adapters/kanalen.ts';
import { maakOntvangsten } from '../../adapters/ontvangsten.ts';
import { maakFeeds } from '../../adapters/post/feeds.ts';
import { maakHerleveringen } from '../../adapters/post/herleveringen.ts';
import { maakPostvak } from '../../adapters/post/postvak.ts';
import { maakVerzonden } from '../../adapters/post/verzonden.ts';
import { haalGeheim, maakPseudoniemen, type Pseudoniemen } from '../../adapters/pseudoniemen.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import { maakNaslag } from '../../adapters/uitgaand/naslag.ts';
import { maakVersleuteling } from '../../adapters/versleuteling.ts';
import { eenmalig } from '../gedeeld/eenmalig.ts';
import { leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen } from '../gedeeld/waarnemen.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { maakApi } from './api.ts';
import { ApiOmgeving } from './omgeving.ts';

const omgeving = leesOmgeving(ApiOmgeving);
const logger = new Logger();
const waarnemen = maakWaarnemen('api', logger);
const tabel = maakTabel(omgeving.TABEL_NAAM);
const adresregels = {
  loopbackToegestaan: omgeving.LOOPBACK_TOEGESTAAN === 'ja',
  resolve: maakNaslag(),
};

/** Every request needs it: loaded while the secrets are on their way. */
const createTokenCheck = async () => {
  const [{ createRemoteJWKSet }, { maakTokencontrole }] = await Promise.all([
    import('jose'),
    import('./token.ts'),
  ]);
  return maakTokencontrole({
    uitgever: omgeving.TOKEN_UITGEVER,
    publiek: omgeving.TOKEN_PUBLIEK,
    sleutels: createRemoteJWKSet(new URL(omgeving.TOKEN_JWKS_URL)),
  });
};

// What only some routes need is loaded when one of them is called.
const bezorging = eenmalig(async () => {
  const { maakBezorgwachtrij } = await import('../../adapters/bezorgwachtrij.ts');
  return maakBezorgwachtrij(omgeving.BEZORGING_WACHTRIJ_URL);
});

const zakenOpVerzoek = (pseudoniemen: Pseudoniemen): Afhankelijkheden['zaken'] => {
  const zaken = eenmalig(async () => {
    const { maakZaken } = await import('../../adapters/zaken.ts');
    return maakZaken(tabel, pseudoniemen);
  });
  return {
    zoekZaak: async (vraag) => (await zaken()).zoekZaak(vraag),
    zaakVoorGemeente: async (zaakId) => (await zaken()).zaakVoorGemeente(zaakId),
    tijdlijn: async (zaakId) => (await zaken()).tijdlijn(zaakId),
    nogTeVersturen: async () => (await zaken()).nogTeVersturen(),
  };
};

const boekenOpVerzoek = (ontvangsten: ReturnType<typeof maakOntvangsten>): Afhankelijkheden['boeken'] => {
  const boeken = eenmalig(async () => {
    const { maakBoeken } = await import('../../adapters/boeken.ts');
    return maakBoeken(tabel, ontvangsten);
  });
  return {
    telOntvangsten: async (...vraag) => (await boeken()).telOntvangsten(...vraag),
    zaken: async (...vraag) => (await boeken()).zaken(...vraag),
    boek: async (...vraag) => (await boeken()).boek(...vraag),
  };
};

const api = eenmalig(async () => {
  const [geheim, webhookGeheim, controleerToken] = await Promise.all([
    haalGeheim(omgeving.SLEUTEL_GEHEIM_ID),
    haalGeheim(omgeving.WEBHOOK_GEHEIM_ID),
    createTokenCheck(),
  ]);
  const pseudoniemen = maakPseudoniemen(geheim);
  const ontvangsten = maakOntvangsten(tabel);
  return maakApi({
    ontvangsten,
    bus: maakBus(omgeving.BUS_NAAM),
    bronnen: maakBronnen(tabel),
    waarnemen,
    pseudoniemen,
    zaken: zakenOpVerzoek(pseudoniemen),
    postvak: maakPostvak(tabel),
    kanalen: maakKanalen(tabel),
    feeds: maakFeeds(tabel),
    boeken: boekenOpVerzoek(ontvangsten),
    herleveringen: maakHerleveringen(tabel),
    bezorging: { bied: async (...aanbod) => (await bezorging()).bied(...aanbod) },
    versleuteling: maakVersleuteling(webhookGeheim),
    controleerAdres: async (adres) => {
      const { controleerAdres } = await import('../../adapters/uitgaand/adres.ts');
      return controleerAdres(adres, adresregels);
    },
    klok: { nu: () => new Date(), pauze: (ms) => pauze(ms) },
    post: maakVerzonden(tabel),
    controleerToken,
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
