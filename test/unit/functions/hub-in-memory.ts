import type { SQSEvent } from 'aws-lambda';
import type { Bus } from '../../../adapters/bus/bus.ts';
import type { Duo } from '../../../adapters/duo/duo.ts';
import type { DuoOrders } from '../../../adapters/duo/orders.ts';
import { memoryDeliveryQueue } from '../../../adapters/memory/delivery-queue.ts';
import { memoryLogboek } from '../../../adapters/memory/logboek.ts';
import { memoryPartnerQueues } from '../../../adapters/memory/partner-queues.ts';
import { memoryTable } from '../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../adapters/secrets/pseudonyms.ts';
import { createDuoClaims } from '../../../adapters/table/duo-claims.ts';
import { createDuoContacts } from '../../../adapters/table/duo-contacts.ts';
import { createErasings } from '../../../adapters/table/erasing/erasings.ts';
import { createKanalen } from '../../../adapters/table/kanalen.ts';
import {
  createKoppelingLogs,
  createPersoonsnummerLogs,
  createZaakLogs,
} from '../../../adapters/table/logs.ts';
import { createOntvangsten } from '../../../adapters/table/ontvangsten.ts';
import { createOutbound } from '../../../adapters/table/outbound.ts';
import { createPendingAnswers } from '../../../adapters/table/pending-answers.ts';
import { createPostvak } from '../../../adapters/table/postvak/postvak.ts';
import { createReplies } from '../../../adapters/table/postvak/replies.ts';
import { createZaakLists } from '../../../adapters/table/zaak-lists.ts';
import { createZaken } from '../../../adapters/table/zaken.ts';
import type { Gemeentecode, OntvangstId, ZaakId } from '../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../contracts/duo-queries.ts';
import { BrpBericht } from '../../../contracts/internal/brp-bericht.ts';
import { CoaBericht } from '../../../contracts/internal/coa-bericht.ts';
import { DuoBericht, TYPE_DUO_NOTIFICATIE } from '../../../contracts/internal/duo-bericht.ts';
import type { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import { MeldingBericht } from '../../../contracts/internal/melding-bericht.ts';
import type { Emitter, MetricOf } from '../../../contracts/internal/metrics.ts';
import type { Partnerbericht } from '../../../contracts/partnerberichten.ts';
import type { PostvakItem } from '../../../domain/delivery/item.ts';
import { processPersoon } from '../../../functions/brp/process-persoon.ts';
import { processKoppeling } from '../../../functions/coa/process-koppeling.ts';
import { processNotificatie } from '../../../functions/duo/process-notificatie.ts';
import { tellDuo } from '../../../functions/duomeldingen/tell.ts';
import { processMelding } from '../../../functions/meldingen/process-melding.ts';
import { sendOutstanding } from '../../../functions/partnerberichten/send.ts';
import { processMessages } from '../../../functions/shared/process-messages.ts';
import type { Telemetry } from '../../../functions/shared/telemetry.ts';
import { erase } from '../../../functions/wissen/erase.ts';
import { sweep } from '../../../functions/wissen/sweep.ts';
import { withinRights } from '../../within-rights.ts';
import { duoWithPips } from './duo-pips.ts';
import { sqsRecord } from './sqs.ts';

/** The message that a partner gets, read from the text that every door sends. */
export const berichtOf = ({ tekst = '' }: Pick<PostvakItem, 'tekst'>): Partnerbericht => JSON.parse(tekst);

export interface HubInMemory {
  readonly table: ReturnType<typeof memoryTable>;
  readonly zaken: ReturnType<typeof createZaken>;
  readonly ontvangsten: ReturnType<typeof createOntvangsten>;
  /** The messages that the queue of each partner accepted, in order. A FIFO queue drops a message that it has had before. */
  readonly queues: Map<string, PostvakItem[]>;
  readonly pseudonyms: ReturnType<typeof createPseudonyms>;
  readonly measured: Map<string, number>;
  /** The moment on the clock of the hub. */
  now(): Date;
  /** Another hub in the same state as this one. `outside` wraps its calls to the outside, and `duoPip` is its DUO. */
  copy(outside?: Outside, duoPip?: DuoOrders): HubInMemory;
  /** Accepts messages and processes until nothing is left to do. An error called 'crash' counts as a crash of the hub. */
  process(berichten: readonly InboundBericht[]): Promise<void>;
  /** Decides to erase this zaak when that was not decided yet, and then processes an order to erase it. */
  orderErasing(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<void>;
  /** Decides to erase this zaak and erases it, until nothing is left to do. */
  erase(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<void>;
  /** Runs the sweep at this moment, which erases data past its term. */
  sweep(moment: string): Promise<void>;
  readonly erasings: ReturnType<typeof createErasings>;
  /** The records in the logbooks of the gemeenten that are on no timeline. */
  readonly logboek: ReturnType<typeof memoryLogboek>;
}

const record = (bericht: unknown, number: number) =>
  sqsRecord(String(number), JSON.stringify({ detail: bericht }));

/** Gives a function its telemetry. */
export type TelemetryOf = <Function extends Emitter>(fn: Function) => Telemetry<MetricOf<Function>>;

export const SECRET = 'een geheim dat alleen in tests bestaat';

/** Wraps an adapter to the outside. A test of faults lets one of its calls fail. */
export type Outside = <Adapter extends object>(adapter: Adapter) => Adapter;

interface Options {
  readonly table?: ReturnType<typeof memoryTable>;
  readonly secret?: string;
  readonly queues?: Map<string, PostvakItem[]>;
  /** The moment at which the clock of the hub begins. The clock moves on by itself. */
  readonly begin?: string;
  /** Wraps every adapter that the functions call. */
  readonly outside?: Outside;
  readonly telemetryOf?: TelemetryOf;
  /** Fields in the answers of DUO that the contract does not know. */
  readonly unknownFields?: number;
  /** The stand-in for DUO that receives the reports of the hub. By default it accepts and keeps every report. */
  readonly duoPip?: DuoOrders;
}

/**
 * The most tries of one step, and the most times that one receipt is processed while the hub takes in one message. No story needs
 * more than a few. A story that reaches this number never ends, and its test then fails at once instead of waiting for its time
 * limit.
 */
const MOST = 50;
/**
 * The same limit for a test that lets calls to the outside fail by chance. It is higher, because each try may fail and may offer
 * woken messages again.
 */
const MOST_WITH_FAULTS = 5000;

const withoutFaults: Outside = (adapter) => adapter;

/** The real processing functions on a table, a bus and queues in memory. */
export const hubInMemory = (
  responsesOf: (bsn: string) => DuoResponses,
  // With a table and queues of another hub, it is another instance of the same functions, perhaps with another secret.
  {
    table = memoryTable(),
    secret = SECRET,
    queues = new Map<string, PostvakItem[]>(),
    begin = '2025-09-08T10:00:00Z',
    outside = withoutFaults,
    telemetryOf,
    unknownFields = 0,
    duoPip = duoWithPips(),
  }: Options = {},
): HubInMemory => {
  const pseudonyms = createPseudonyms(secret);
  const ontvangsten = createOntvangsten(table);
  const called = outside(table);
  const processing = withinRights('duo', called);
  const erasing = withinRights('wissen', called);
  const forPartners = withinRights('partnerberichten', called);
  const forDuo = withinRights('duomeldingen', called);
  let clock = Date.parse(begin);
  const measured = new Map<string, number>();
  const underway: InboundBericht[] = [];
  const most = outside === withoutFaults ? MOST : MOST_WITH_FAULTS;
  let lastFault: unknown;
  const toSend = new Set<ZaakId>();
  const toTell = new Set<ZaakId>();
  const bus = outside<Bus>({
    publish: async (berichten) => {
      underway.push(...berichten);
    },
    announceUpdated: async (zaken) => {
      for (const zaak of zaken) {
        if (zaak.teVersturen) toSend.add(zaak.zaakId);
        if (zaak.teMelden === true) toTell.add(zaak.zaakId);
      }
    },
  });
  const duo = outside<Duo>({
    query: async (bsn, queries) => {
      const all = responsesOf(bsn);
      return {
        antwoorden: Object.fromEntries(
          queries.flatMap((query) => (all[query] === undefined ? [] : [[query, all[query]]])),
        ),
        unknownFields,
      };
    },
  });
  const observes: TelemetryOf =
    telemetryOf ??
    (() => ({
      info: () => undefined,
      fout: (_: string, { fout }: { readonly fout?: unknown }) => {
        lastFault = fout;
      },
      count: (metric: string, count: number, ..._about: readonly unknown[]) => {
        measured.set(metric, (measured.get(metric) ?? 0) + count);
      },
    }));
  const dependencies = {
    zaken: createZaakLogs(processing),
    numbers: createPersoonsnummerLogs(processing),
    koppelingen: createKoppelingLogs(processing),
    ontvangsten: createOntvangsten(processing),
    zaakLists: createZaakLists(processing),
    pseudonyms,
    bus,
    duo,
    now: () => new Date(clock),
  };
  const sending = {
    outbound: createOutbound(forPartners),
    postvak: createPostvak(forPartners),
    replies: createReplies(forPartners),
    kanalen: createKanalen(forPartners),
    deliveryQueue: outside(memoryDeliveryQueue()),
    postponeAnnouncement: async () => undefined,
    now: () => new Date(clock++),
    partnerQueues: outside(memoryPartnerQueues({ perPartner: queues })),
    telemetry: observes('partnerberichten'),
    sender: {
      bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      basisUrl: 'https://hub.example.nl',
    },
  };

  const telling = {
    zaken: createZaakLogs(forDuo),
    zaakLists: createZaakLists(forDuo),
    claims: createDuoClaims(forDuo),
    contacts: createDuoContacts(forDuo),
    duo: outside(duoPip),
    bus,
    telemetry: observes('duomeldingen'),
    now: () => new Date(clock++),
  };

  const processBericht = (bericht: InboundBericht, event: SQSEvent) => {
    if (bericht.type === TYPE_DUO_NOTIFICATIE) {
      const needed = {
        ...dependencies,
        telemetry: observes('duo'),
        pendingAnswers: createPendingAnswers(processing),
        chance: () => 0.5,
      };
      return processMessages(needed, DuoBericht, event, (b) => processNotificatie(needed, b));
    }
    if (bericht.type.startsWith('nl.brp.')) {
      const needed = { ...dependencies, telemetry: observes('brp') };
      return processMessages(needed, BrpBericht, event, (b) => processPersoon(needed, b));
    }
    if (bericht.type.startsWith('nl.inburgeringszaken.')) {
      const needed = { ...dependencies, telemetry: observes('meldingen') };
      return processMessages(needed, MeldingBericht, event, (b) => processMelding(needed, b));
    }
    const needed = { ...dependencies, telemetry: observes('coa') };
    return processMessages(needed, CoaBericht, event, (b) => processKoppeling(needed, b));
  };

  const processOne = async (bericht: InboundBericht, number: number): Promise<boolean> => {
    const event = { Records: [record(bericht, number)] };
    const { batchItemFailures } = await processBericht(bericht, event);
    return batchItemFailures.length === 0;
  };

  /** As a queue does: what throws or fails comes again. */
  const untilItSucceeds = async (step: () => Promise<boolean>): Promise<void> => {
    for (let attempt = 0; attempt < most; attempt++) {
      try {
        if (await step()) return;
      } catch (error) {
        if (!(error instanceof Error && error.message === 'crash')) throw error;
        // A queue gives it again only after its visibility timeout.
        clock += 270_000;
      }
    }
    throw new Error(`the message gets no further: ${lastFault}`);
  };

  const send = async (): Promise<void> => {
    const zaakIds = new Set(toSend);
    toSend.clear();
    let again: ReadonlySet<ZaakId> = new Set();
    await untilItSucceeds(async () => {
      const tried = again;
      again = zaakIds;
      const progress = [...(await sendOutstanding(sending, zaakIds, { again: tried })).values()];
      // Another instance has it in hand: its announcement comes back when that claim has ended.
      if (progress.includes('busy')) clock += 16_000;
      return progress.every((how) => how === 'sent');
    });
  };

  const tell = async (): Promise<void> => {
    const zaakIds = [...toTell];
    toTell.clear();
    for (const zaakId of zaakIds) {
      await untilItSucceeds(async () => {
        const { kind } = await tellDuo(telling, zaakId);
        // Its announcement comes back when the claim of another instance has ended.
        if (kind === 'later') clock += 91_000;
        return kind === 'done';
      });
    }
  };

  const process = async (berichten: readonly InboundBericht[]): Promise<void> => {
    for (const bericht of berichten) {
      await ontvangsten.accept(bericht);
      underway.push(bericht);
      const taken = new Map<OntvangstId, number>();
      for (let next = underway.shift(); next !== undefined; next = underway.shift()) {
        const now = next;
        const times = (taken.get(now.ontvangstId) ?? 0) + 1;
        taken.set(now.ontvangstId, times);
        if (times > most) throw new Error(`messages wake each other without end: ${[...taken.keys()]}`);
        await untilItSucceeds(() => processOne(now, 1));
      }
      await tell();
      await send();
    }
  };
  const erasings = createErasings(table);
  const logboek = memoryLogboek();
  const orderErasing = async (zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<void> => {
    const now = () => new Date(clock++);
    await erasings.decide(zaakId, { gemeentecode, reden: 'verzoek-betrokkene', now: now() });
    await erase(
      {
        ...dependencies,
        table: erasing,
        erasings: createErasings(erasing),
        zaken: createZaakLogs(erasing),
        numbers: createPersoonsnummerLogs(erasing),
        koppelingen: createKoppelingLogs(erasing),
        logboek: outside(logboek),
        telemetry: observes('wissen'),
        now,
      },
      zaakId,
    );
  };
  const eraseOne = async (zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<void> => {
    const standNow = async () => (await erasings.read(zaakId))?.erasing.stand;
    for (const stands of [['gewist', 'nagezien'], ['nagezien']]) {
      // What is erased is looked through a quarter of an hour later.
      if ((await standNow()) === 'gewist') clock += 15 * 60_000;
      await untilItSucceeds(async () => {
        if (!stands.includes(String(await standNow()))) await orderErasing(zaakId, gemeentecode);
        return stands.includes(String(await standNow()));
      });
      await send();
    }
  };

  const sweepAt = async (moment: string): Promise<void> => {
    await sweep(
      {
        ...dependencies,
        table: erasing,
        erasings: createErasings(erasing),
        zaken: createZaakLogs(erasing),
        logboek: outside(logboek),
        telemetry: observes('wissen'),
        now: () => new Date(moment),
      },
      () => Number.POSITIVE_INFINITY,
    );
    await send();
  };

  return {
    erase: eraseOne,
    orderErasing,
    sweep: sweepAt,
    erasings,
    logboek,
    table,
    zaken: createZaken(table, pseudonyms),
    ontvangsten,
    queues,
    pseudonyms,
    measured,
    now: () => new Date(clock),
    process,
    copy: (outsideOfCopy, duoPipOfCopy = duoPip) =>
      hubInMemory(responsesOf, {
        table: memoryTable(table.alles()),
        secret,
        queues: new Map([...queues].map(([kanaal, items]) => [kanaal, [...items]])),
        begin: new Date(clock).toISOString(),
        unknownFields,
        duoPip: duoPipOfCopy,
        ...(outsideOfCopy === undefined ? {} : { outside: outsideOfCopy }),
        ...(telemetryOf === undefined ? {} : { telemetryOf }),
      }),
  };
};
