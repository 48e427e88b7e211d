import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { createBus, type EraseBus } from '../../adapters/bus/bus.ts';
import { createLookup } from '../../adapters/egress/lookup.ts';
import { createEncryption } from '../../adapters/secrets/encryption.ts';
import { createPseudonyms, fetchSecret } from '../../adapters/secrets/pseudonyms.ts';
import { createAcceptances } from '../../adapters/table/acceptances.ts';
import { createAdmissions } from '../../adapters/table/admissions.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createLimits } from '../../adapters/table/limits.ts';
import { createOntvangsten } from '../../adapters/table/ontvangsten.ts';
import { createFeeds } from '../../adapters/table/postvak/feeds.ts';
import { createHerleveringen } from '../../adapters/table/postvak/herleveringen.ts';
import { withOldPlace } from '../../adapters/table/postvak/old-place.ts';
import { createPostvak } from '../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../adapters/table/postvak/readable.ts';
import { createSentMessages } from '../../adapters/table/postvak/sent-messages.ts';
import { createSources } from '../../adapters/table/sources.ts';
import { createTable } from '../../adapters/table/table.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { atFirstCall } from '../shared/at-first-call.ts';
import { countsAtRequest } from '../shared/counts-at-request.ts';
import { readEnvironment } from '../shared/environment.ts';
import { logboekAtRequest } from '../shared/logboek-at-request.ts';
import { once } from '../shared/once.ts';
import { createApi } from '../shared/rest/api.ts';
import {
  booksAtRequest,
  deliveryAtRequest,
  listsAtRequest,
  mijlpalenAtRequest,
  repliesAtRequest,
  zakenAtRequest,
} from '../shared/rest/at-request.ts';
import type { Dependencies } from '../shared/rest/dependencies.ts';
import { createHandler } from '../shared/rest/invocation.ts';
import { loadTokenCheck } from '../shared/rest/token-check.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { ApiEnvironment } from './environment.ts';
import { ROUTES } from './routes.ts';

const environment = readEnvironment(ApiEnvironment);
const logger = new Logger();
const telemetry = createTelemetry('api', logger);
const table = createTable(environment.TABEL_NAAM);
// In the table of the logbook, so that what is lost with the receipts is still known there.
const acceptances = createAcceptances(createTable(environment.LOGBOEK_TABEL_NAAM));
const addressRules = {
  loopbackAllowed: environment.LOOPBACK_TOEGESTAAN === 'ja',
  resolve: createLookup(),
};

// What only some routes need is loaded when one of them is called.

const erasingsAtRequest = ({ orderErasing }: EraseBus): Dependencies['erasings'] => {
  const erasings = atFirstCall(['decide', 'view'], async () => {
    const { createErasings } = await import('../../adapters/table/erasing/erasings.ts');
    return createErasings(table);
  });
  return { ...erasings, orderErasing };
};

const api = once(async () => {
  const [secret, webhookSecret, checkToken] = await Promise.all([
    fetchSecret(environment.SLEUTEL_GEHEIM_ID),
    fetchSecret(environment.WEBHOOK_GEHEIM_ID),
    loadTokenCheck(environment.TOKEN_UITGEVERS),
  ]);
  const pseudonyms = createPseudonyms(secret);
  const ontvangsten = createOntvangsten(table);
  const post = withOldPlace(table);
  const bus = createBus(environment.BUS_NAAM);
  return createApi(ROUTES, {
    ontvangsten,
    acceptances,
    bus,
    sources: createSources(table),
    telemetry,
    pseudonyms,
    zaken: zakenAtRequest(table, pseudonyms),
    logboek: logboekAtRequest(environment.LOGBOEK_TABEL_NAAM),
    mijlpalen: mijlpalenAtRequest(table),
    lists: listsAtRequest(table),
    postvak: createPostvak(post),
    readable: createReadable(post),
    replies: repliesAtRequest(table),
    kanalen: createKanalen(table),
    feeds: createFeeds(table),
    limits: createLimits(table),
    books: booksAtRequest(environment.TABEL_NAAM, ontvangsten, acceptances),
    erasings: erasingsAtRequest(bus),
    herleveringen: createHerleveringen(post),
    deliveryQueue: deliveryAtRequest(environment.BEZORGING_WACHTRIJ_URL),
    queueCounts: countsAtRequest(environment.BEZORGING_WACHTRIJ_URL),
    encryption: createEncryption(webhookSecret),
    checkAddress: async (adres) => {
      const { checkAddress } = await import('../../adapters/egress/address.ts');
      return checkAddress(adres, addressRules);
    },
    clock: { now: () => new Date(), sleep: (ms) => sleep(ms) },
    post: createSentMessages(post),
    checkToken,
    admissions: createAdmissions(table),
    certificateRequired: environment.CLIENTCERTIFICAAT_VERPLICHT === 'ja',
    log: logger,
    basisUrl: environment.HUB_BASIS_URL,
    duoOin: environment.DUO_OIN,
    gemeenten: gemeenteProfiles.map(({ gemeentecode }) => gemeentecode),
  });
});

/** The Lambda behind the REST API. */
export const handler = createHandler(api, { telemetry, logger });
