import { randomBytes } from 'node:crypto';
import type { WarningBus } from '../../../../adapters/bus/bus.ts';
import { createAccessTokens } from '../../../../adapters/egress/oauth2.ts';
import type { Request, Response } from '../../../../adapters/egress/sender.ts';
import { memoryPartnerQueues } from '../../../../adapters/memory/partner-queues.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { DeliveryQueue, Offer } from '../../../../adapters/queues/delivery-queue.ts';
import { createEncryption } from '../../../../adapters/secrets/encryption.ts';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createFeeds } from '../../../../adapters/table/postvak/feeds.ts';
import { createHerleveringen } from '../../../../adapters/table/postvak/herleveringen.ts';
import { createLanes } from '../../../../adapters/table/postvak/lanes.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { ZaakId } from '../../../../contracts/base-types.ts';
import type { Partnerbericht } from '../../../../contracts/partnerberichten.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { newPostvakItem, type PostvakItem } from '../../../../domain/delivery/item.ts';
import {
  type DeliveryDependencies,
  enqueueLanes,
  publishLasting,
} from '../../../../functions/bewaking/delivery.ts';
import type { WebhookDependencies } from '../../../../functions/webhook/dependencies.ts';
import { processHerlevering } from '../../../../functions/webhook/herlevering.ts';
import { processJobs } from '../../../../functions/webhook/process-jobs.ts';
import { withinRights } from '../../../within-rights.ts';
import type { Outside } from '../hub-in-memory.ts';
import { type Batch, group, memoryOrders } from './orders.ts';

/** functions/webhook on a table in memory, with a FIFO queue and a clock of its own. */

export const KANAAL = '0907/taalschool' as const;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
const WATCH_EVERY = 5 * MINUTE;
const BEGIN = Date.parse('2026-06-01T12:00:00.000Z');

export const zaak = (number: number): ZaakId =>
  ZaakId.parse(`00000000-0000-8000-8000-${String(number).padStart(12, '0')}`);

export const secret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const bericht = (
  zaakId: ZaakId,
  volgnummer: number,
  type: string = BERICHTTYPEN.gemeld,
  fields: object = {},
): Partnerbericht =>
  ({
    specversion: '1.0',
    id: `${zaakId.slice(0, -4)}${String(volgnummer).padStart(4, '0')}`,
    source: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
    type,
    subject: zaakId,
    time: new Date(BEGIN).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `https://hub.example/v1/schemas/${type}`,
    data: {
      zaakId,
      gemeentecode: '0907',
      volgnummer,
      ...(type === BERICHTTYPEN.vervallen ? { reden: 'anders' } : { naam: 'Ünal ’t Voorbeeld' }),
      ...fields,
    },
  }) as unknown as Partnerbericht;

/** A call of the hub to a receiver: `at` is in ms from the start, `id` that of the message. */
export interface Call {
  readonly at: number;
  readonly request: Request;
  readonly id: string | undefined;
}

export const status = (code: number, headers: Record<string, string> = {}): Response => ({
  kind: 'response',
  status: code,
  headers,
  duurMs: 1,
});
export const silence: Response = { kind: 'no response', reden: 'tijdslimiet', duurMs: 20_000 };

export const webhookHub = async (
  changes: Partial<Abonnement> = {},
  overrides: Partial<WebhookDependencies> = {},
  /** Stands around everything that the function calls outside itself. */
  outside: Outside = (adapter) => adapter,
) => {
  const table = memoryTable();
  const postvak = createPostvak(table);
  const lanes = createLanes(table);
  const kanalen = createKanalen(table);
  const encryption = createEncryption('x'.repeat(64));
  const clock = { now: BEGIN };
  const calls: Call[] = [];
  const partnerQueues = memoryPartnerQueues();
  const toQueue = partnerQueues.sent;
  const events: unknown[] = [];
  const measured = new Map<string, number>();
  const logs: Readonly<Record<string, unknown>>[] = [];
  const orders = memoryOrders(clock);
  const { enqueue } = orders;
  const setup: { response: (call: Call) => Response | Promise<Response>; remainingMs: number } = {
    response: () => status(204),
    remainingMs: 120_000,
  };
  const receiver = outside({
    take: async (request: Request): Promise<Response> => {
      const call = { at: clock.now - BEGIN, request, id: request.headers['webhook-id'] };
      calls.push(call);
      return setup.response(call);
    },
  });
  const sender = {
    send: (request: Request): Promise<Response> =>
      receiver.take(request).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'TimeoutError') return silence;
        throw error;
      }),
  };
  const called = outside(withinRights('webhook', table));
  const redelivery = {
    herleveringen: createHerleveringen(called),
    postvak: createPostvak(called),
    kanalen: createKanalen(called),
    feeds: createFeeds(called),
    now: () => new Date(clock.now),
  };
  const deliveryQueue = outside<DeliveryQueue>(orders.queue);
  const dependencies: WebhookDependencies = {
    postvak: createPostvak(called),
    lanes: createLanes(called),
    kanalen: createKanalen(called),
    encryption,
    deliveryQueue,
    partnerQueues: outside(partnerQueues),
    sender,
    tokens: createAccessTokens(sender, () => clock.now),
    bus: outside<WarningBus>({
      announceWarned: async (event) => {
        events.push(event);
      },
    }),
    telemetry: {
      info: (what, data) => logs.push({ what, ...data }),
      fout: (what, data) => logs.push({ what, ...data }),
      count: (name, count) => measured.set(name, (measured.get(name) ?? 0) + count),
    },
    feeds: redelivery.feeds,
    redeliver: ({ herleveringId }, remaining) =>
      processHerlevering({ ...redelivery, deliveryQueue }, herleveringId, remaining),
    origin: 'hub.example',
    now: () => new Date(clock.now),
    chance: () => 0,
    sleep: async (ms) => {
      clock.now += ms;
    },
    ...overrides,
  };

  const first = secret();
  const ABONNEMENT_ID = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e';
  const abonnement: Abonnement = {
    id: ABONNEMENT_ID,
    status: 'actief',
    sink: 'https://hooks.partner.example/inburgering',
    types: [],
    filters: [],
    geheimen: [{ versleuteld: encryption.encrypt(first, ABONNEMENT_ID) }],
    aangemaaktOp: new Date(BEGIN).toISOString(),
    versie: 1,
    ...changes,
  };
  await kanalen.create(KANAAL, abonnement);

  /** Processes one batch. */
  const process = async ({ records, done }: Batch): Promise<void> => {
    const end = clock.now + setup.remainingMs;
    const { batchItemFailures } = await processJobs(
      dependencies,
      { Records: [...records] },
      () => end - clock.now,
    );
    done(new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)));
  };

  /** Lets the function process its queue until no job is visible. */
  const run = async (): Promise<void> => {
    for (let batch = orders.take(); batch !== undefined; batch = orders.take()) await process(batch);
  };

  /** Offers the lanes that are due, as the watch of functions/bewaking does. */
  const sweep = async (): Promise<void> => {
    const lanesNow = await lanes.waiting(new Date(clock.now).toISOString());
    const underway = new Set(orders.waiting().map(group));
    enqueue(
      lanesNow
        .filter(({ kanaal, zaakId }) => !underway.has(`${kanaal}#${zaakId}`))
        .map(({ kanaal, zaakId }) => ({ job: { soort: 'baan', kanaal, zaakId } })),
    );
  };

  /** What the watch has when it offers orders. */
  const watch = (): DeliveryDependencies => ({
    postvak,
    lanes,
    kanalen,
    feeds: createFeeds(table),
    herleveringen: { waiting: async () => [] },
    deliveryQueue: { enqueue: async (offered) => enqueue(offered) },
    telemetry: { info: () => undefined, fout: () => undefined, count: () => undefined },
    now: new Date(clock.now),
    partners: [KANAAL],
  });
  const offerLasting = (): Promise<void> => publishLasting(watch());
  let watched = BEGIN;

  /** Lets time pass, with a run at each moment at which a job becomes visible, a lane is due or the watch runs. */
  const passes = async (ms: number): Promise<void> => {
    const end = clock.now + ms;
    await run();
    for (;;) {
      const laneMoments = (await lanes.waiting()).map(({ from }) => Date.parse(from));
      const moments = [
        ...orders.waiting().map(({ from }) => from),
        ...laneMoments,
        watched + WATCH_EVERY,
      ].filter((moment) => moment > clock.now);
      const next = Math.min(...moments);
      if (next > end) break;
      clock.now = next;
      if (clock.now >= watched + WATCH_EVERY) {
        watched = clock.now;
        if (orders.waiting().length === 0) await offerLasting();
      }
      await sweep();
      await run();
    }
    clock.now = end;
  };

  return {
    dependencies,
    encryption,
    kanalen,
    postvak,
    lanes,
    table,
    clock,
    calls,
    toQueue,
    events,
    measured,
    logs,
    setup,
    abonnement,
    secret: first,
    run,
    passes,
    queued: orders.waiting,
    take: orders.take,
    process,
    offerDue: () => enqueueLanes(watch()),
    offerLasting,

    /** Puts a message in the postvak and a job for its lane on the queue, as functions/partnerberichten does. */
    async put(zaakNumber: number, volgnummer: number, type?: string, fields?: object): Promise<void> {
      const zaakId = zaak(zaakNumber);
      const { items } = await lanes.read(KANAAL, zaakId);
      await postvak.put([
        newPostvakItem(KANAAL, bericht(zaakId, volgnummer, type, fields), new Date(clock.now), items),
      ]);
      enqueue([{ job: { soort: 'baan', kanaal: KANAAL, zaakId } }]);
    },
    enqueue: (job: Offer['job']) => enqueue([{ job }]),

    /** The messages of a zaak, as the table has them. */
    async items(zaakNumber: number): Promise<readonly PostvakItem[]> {
      return (await lanes.read(KANAAL, zaak(zaakNumber))).items;
    },
    async places(zaakNumber: number): Promise<readonly string[]> {
      return (await this.items(zaakNumber)).map(({ plek }) => plek);
    },
    current: () => kanalen.abonnement(KANAAL, ABONNEMENT_ID),
    /** The tijdlijn of the abonnement, with its data; `tijdlijn` gives the names alone. */
    lines: () => kanalen.tijdlijn(ABONNEMENT_ID),
    async tijdlijn(): Promise<readonly string[]> {
      return (await kanalen.tijdlijn(ABONNEMENT_ID)).map(({ naam }) => naam);
    },
  };
};

export type WebhookHub = Awaited<ReturnType<typeof webhookHub>>;
