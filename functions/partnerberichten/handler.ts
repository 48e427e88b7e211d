import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createDeliveryQueue } from '../../adapters/queues/delivery-queue.ts';
import { createPartnerQueues } from '../../adapters/queues/partner-queues.ts';
import { createPostponer } from '../../adapters/queues/postponer.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createOutbound } from '../../adapters/table/outbound.ts';
import { createPostvak } from '../../adapters/table/postvak/postvak.ts';
import { createReplies } from '../../adapters/table/postvak/replies.ts';
import { createTable } from '../../adapters/table/table.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { workHandler } from '../shared/work-handler.ts';
import { processAnnouncements } from './send.ts';

const environment = readEnvironment(
  z.object({
    TABEL_NAAM: z.string().min(1),
    WACHTRIJ_URL: z.url(),
    BEZORGING_WACHTRIJ_URL: z.url(),
    HUB_BRON: z.string().regex(/^urn:nld:/),
    HUB_BASIS_URL: z.url(),
  }),
);

const telemetry = createTelemetry('partnerberichten');
const table = createTable(environment.TABEL_NAAM);
const dependencies = {
  outbound: createOutbound(table),
  postvak: createPostvak(table),
  replies: createReplies(table),
  kanalen: createKanalen(table),
  deliveryQueue: createDeliveryQueue(environment.BEZORGING_WACHTRIJ_URL),
  partnerQueues: createPartnerQueues(environment.WACHTRIJ_URL, (partner, cause) =>
    telemetry.fout('partnerbericht niet verstuurd', { partner, oorzaak: cause }),
  ),
  telemetry,
  postponeAnnouncement: createPostponer(environment.WACHTRIJ_URL),
  now: () => new Date(),
  sender: { bron: environment.HUB_BRON, basisUrl: environment.HUB_BASIS_URL },
};

/** Wiring of functions/partnerberichten: see README.md. */
export const handler = workHandler<SQSEvent, SQSBatchResponse>(telemetry).handler((event) =>
  processAnnouncements(dependencies, event),
);
