import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createLookup } from '../../adapters/egress/lookup.ts';
import { createAccessTokens } from '../../adapters/egress/oauth2.ts';
import { createSender } from '../../adapters/egress/sender.ts';
import { createDeliveryQueue } from '../../adapters/queues/delivery-queue.ts';
import { createPartnerQueues } from '../../adapters/queues/partner-queues.ts';
import { createEncryption } from '../../adapters/secrets/encryption.ts';
import { fetchSecret } from '../../adapters/secrets/pseudonyms.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createFeeds } from '../../adapters/table/postvak/feeds.ts';
import { createHerleveringen } from '../../adapters/table/postvak/herleveringen.ts';
import { createLanes } from '../../adapters/table/postvak/lanes.ts';
import { createPostvak } from '../../adapters/table/postvak/postvak.ts';
import { createTable } from '../../adapters/table/table.ts';
import { atFirstCall } from '../shared/at-first-call.ts';
import { readCertificate } from '../shared/certificate.ts';
import { readEnvironment } from '../shared/environment.ts';
import { once } from '../shared/once.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { workHandler } from '../shared/work-handler.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { processHerlevering } from './herlevering.ts';
import { processJobs } from './process-jobs.ts';

const environment = readEnvironment(
  z.object({
    TABEL_NAAM: z.string().min(1),
    BUS_NAAM: z.string().min(1),
    BEZORGING_WACHTRIJ_URL: z.url(),
    WEBHOOK_GEHEIM_ID: z.string().min(1),
    WEBHOOK_CERTIFICAAT_GEHEIM_ID: z.string().optional(),
    HUB_BASIS_URL: z.url(),
    LOOPBACK_TOEGESTAAN: z.literal('ja').optional(),
  }),
);

const telemetry = createTelemetry('webhook');

// A warning is rare: what publishes it is loaded when there is one.
const bus = atFirstCall(['announceWarned'], async () => {
  const { createBus } = await import('../../adapters/bus/bus.ts');
  return createBus(environment.BUS_NAAM);
});

const deliverer = once(async (): Promise<WebhookDependencies> => {
  const table = createTable(environment.TABEL_NAAM);
  const certificateId = environment.WEBHOOK_CERTIFICAAT_GEHEIM_ID;
  const [secret, certificate] = await Promise.all([
    fetchSecret(environment.WEBHOOK_GEHEIM_ID),
    certificateId === undefined ? undefined : fetchSecret(certificateId).then(readCertificate),
  ]);
  const sender = createSender({
    loopbackAllowed: environment.LOOPBACK_TOEGESTAAN === 'ja',
    resolve: createLookup(),
    certificate,
  });
  const now = (): Date => new Date();
  const postvak = createPostvak(table);
  const kanalen = createKanalen(table);
  const feeds = createFeeds(table);
  const deliveryQueue = createDeliveryQueue(environment.BEZORGING_WACHTRIJ_URL);
  const herlevering = {
    herleveringen: createHerleveringen(table),
    postvak,
    kanalen,
    feeds,
    deliveryQueue,
    now,
  };
  return {
    postvak,
    lanes: createLanes(table),
    kanalen,
    feeds,
    deliveryQueue,
    partnerQueues: createPartnerQueues(environment.BEZORGING_WACHTRIJ_URL, (partner, cause) =>
      telemetry.fout('partnerbericht niet verstuurd', { partner, oorzaak: cause }),
    ),
    sender,
    tokens: createAccessTokens(sender),
    encryption: createEncryption(secret),
    bus,
    telemetry,
    redeliver: ({ herleveringId }, remaining) => processHerlevering(herlevering, herleveringId, remaining),
    origin: new URL(environment.HUB_BASIS_URL).hostname,
    now,
    chance: Math.random,
    sleep: (ms) => sleep(ms),
  };
});

/** Wiring of functions/webhook: see README.md. */
export const handler = workHandler<SQSEvent, SQSBatchResponse>(telemetry).handler(async (event, context) =>
  processJobs(await deliverer(), event, () => context.getRemainingTimeInMillis()),
);
