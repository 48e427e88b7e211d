import * as Duration from 'temporal-polyfill/fns/Duration';
import * as z from 'zod';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createZaakLogs } from '../../adapters/table/logs.ts';
import { createOfferAgain } from '../../adapters/table/offer-again.ts';
import { createOntvangsten } from '../../adapters/table/ontvangsten.ts';
import { createPendingAnswers } from '../../adapters/table/pending-answers.ts';
import { createFeeds } from '../../adapters/table/postvak/feeds.ts';
import { waitingHerleveringen } from '../../adapters/table/postvak/herleveringen.ts';
import { createLanes } from '../../adapters/table/postvak/lanes.ts';
import { createPostvak } from '../../adapters/table/postvak/postvak.ts';
import { createTable } from '../../adapters/table/table.ts';
import { SOURCES } from '../../contracts/internal/metrics.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { kanalenOf, kanalenWithQueue } from '../../domain/regievoerder/kanaal.ts';
import { atFirstCall } from '../shared/at-first-call.ts';
import { busAtRequest } from '../shared/bus-at-request.ts';
import { countsAtRequest } from '../shared/counts-at-request.ts';
import { fromJson, readEnvironment } from '../shared/environment.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { workHandler } from '../shared/work-handler.ts';
import { Places } from './queues.ts';
import { TAKEN, watch } from './watch.ts';

/** A duration of ISO 8601. */
const Milliseconds = z
  .string()
  .transform((duration) => Duration.total(Duration.fromString(duration), 'milliseconds'));

const environment = readEnvironment(
  z.object({
    TABEL_NAAM: z.string().min(1),
    BUS_NAAM: z.string().min(1),
    BEZORGING_WACHTRIJ_URL: z.url(),
    WACHT_ALARM_NA: Milliseconds,
    PARTNER_ALARM_NA: Milliseconds,
    STILTE_ALARM_NA: fromJson(z.record(z.enum(SOURCES), Milliseconds)),
    WACHTRIJEN: fromJson(Places),
  }),
);

const telemetry = createTelemetry('bewaking');
const table = createTable(environment.TABEL_NAAM);
// Most runs find nothing to deliver again, and need no queue.
const deliveryQueue = atFirstCall(['enqueue'], async () => {
  const { createDeliveryQueue } = await import('../../adapters/queues/delivery-queue.ts');
  return createDeliveryQueue(environment.BEZORGING_WACHTRIJ_URL);
});
const fixed = {
  table,
  zaken: createZaakLogs(table),
  ontvangsten: createOntvangsten(table),
  offers: createOfferAgain(table),
  pendingAnswers: createPendingAnswers(table),
  bus: busAtRequest(environment.BUS_NAAM),
  telemetry,
  waitAlarmAfterMs: environment.WACHT_ALARM_NA,
  partnerAlarmAfterMs: environment.PARTNER_ALARM_NA,
  silenceAlarmAfterMs: environment.STILTE_ALARM_NA,
  queueCounts: countsAtRequest(environment.BEZORGING_WACHTRIJ_URL),
  places: environment.WACHTRIJEN,
  receivers: gemeenteProfiles.flatMap(kanalenWithQueue),
  gemeenten: gemeenteProfiles.map(({ gemeentecode }) => gemeentecode),
  postvak: createPostvak(table),
  lanes: createLanes(table),
  kanalen: createKanalen(table),
  feeds: createFeeds(table),
  herleveringen: waitingHerleveringen(table),
  deliveryQueue,
  // Partners whose validity has ended are among them: their messages are looked after for as long as these are kept.
  partners: gemeenteProfiles.flatMap(kanalenOf),
};

/** The rules of the clock say which task they are for. */
const Invocation = z.object({ taak: z.enum(TAKEN) });

/** Wiring of functions/bewaking: see README.md. */
export const handler = workHandler<unknown, void>(telemetry).handler((event) =>
  watch({ ...fixed, now: new Date() }, Invocation.parse(event).taak),
);
