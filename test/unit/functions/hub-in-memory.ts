import type { SQSEvent } from 'aws-lambda';
import type { Bus } from '../../../adapters/bus/bus.ts';
import type { Duo } from '../../../adapters/duo/duo.ts';
import { memoryDeliveryQueue } from '../../../adapters/memory/delivery-queue.ts';
import { memoryPartnerQueues } from '../../../adapters/memory/partner-queues.ts';
import { memoryTable } from '../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../adapters/secrets/pseudonyms.ts';
import { createErasings } from '../../../adapters/table/erasing/erasings.ts';
import { createKanalen } from '../../../adapters/table/kanalen.ts';
import {
  createKoppelingLogs,
  createOutbound,
  createPersoonsnummerLogs,
  createZaakLogs,
  type Logs,
} from '../../../adapters/table/logs.ts';
import { createOntvangsten } from '../../../adapters/table/ontvangsten.ts';
import { createPendingAnswers } from '../../../adapters/table/pending-answers.ts';
import { createPostvak } from '../../../adapters/table/postvak/postvak.ts';
import { createZaakLists } from '../../../adapters/table/zaak-lists.ts';
import { createZaken } from '../../../adapters/table/zaken.ts';
import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../contracts/duo.ts';
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
import { processMelding } from '../../../functions/meldingen/process-melding.ts';
import { sendOutstanding } from '../../../functions/partnerberichten/send.ts';
import { processMessages } from '../../../functions/shared/process-messages.ts';
import type { Telemetry } from '../../../functions/shared/telemetry.ts';
import { erase } from '../../../functions/wissen/erase.ts';
import { sweep } from '../../../functions/wissen/sweep.ts';
import { sqsRecord } from './sqs.ts';

/** The message that a partner gets, read from the text that every door sends. */
export const berichtOf = ({ tekst = '' }: Pick<PostvakItem, 'tekst'>): Partnerbericht => JSON.parse(tekst);

export interface HubInMemory {
  readonly table: ReturnType<typeof memoryTable>;
  readonly zaken: ReturnType<typeof createZaken>;
  readonly ontvangsten: ReturnType<typeof createOntvangsten>;
  /** What each partner's queue accepted, in order; a FIFO queue drops what it has seen before. */
  readonly queues: Map<string, PostvakItem[]>;
  readonly pseudonyms: ReturnType<typeof createPseudonyms>;
  readonly measured: Map<string, number>;
  /** Accepts messages and processes until nothing is left to do; `crash` may throw to play a crash. */
  process(berichten: readonly InboundBericht[]): Promise<void>;
  /** Decides to erase this zaak and erases it, until nothing is left to do. */
  erase(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<void>;
  /** Looks after what is past its term, at this moment. */
  sweep(moment: string): Promise<void>;
  readonly erasings: ReturnType<typeof createErasings>;
  /** The moment of its clock. */
  now(): Date;
}

const record = (bericht: unknown, number: number) =>
  sqsRecord(String(number), JSON.stringify({ detail: bericht }));

/** Gives a function its telemetry. */
export type TelemetryOf = <Function extends Emitter>(fn: Function) => Telemetry<MetricOf<Function>>;

export const SECRET = 'een geheim dat alleen in tests bestaat';

interface Shared {
  readonly table?: ReturnType<typeof memoryTable>;
  readonly secret?: string;
  readonly queues?: Map<string, PostvakItem[]>;
  /** The moment at which it begins; its clock goes on by itself. */
  readonly begin?: string;
}

/** The real processing functions on a table, a bus and queues in memory. */
export const hubInMemory = (
  responsesOf: (bsn: string) => DuoResponses,
  crash: (place: 'bus' | 'settle' | 'list' | 'queue' | 'log' | 'erase') => void = () => undefined,
  telemetryOf?: TelemetryOf,
  /** Members of DUO's answers that the contract does not know. */
  unknownFields = 0,
  // Another instance of the functions, on the same table and queues and perhaps with another secret.
  {
    table = memoryTable(),
    secret = SECRET,
    queues = new Map<string, PostvakItem[]>(),
    begin = '2025-09-08T10:00:00Z',
  }: Shared = {},
): HubInMemory => {
  const pseudonyms = createPseudonyms(secret);
  const realOntvangsten = createOntvangsten(table);
  const realLists = createZaakLists(table);
  const zaakLists: typeof realLists = {
    store: async (...args) => {
      crash('list');
      await realLists.store(...args);
      crash('list');
    },
  };
  let clock = Date.parse(begin);
  const measured = new Map<string, number>();
  const underway: InboundBericht[] = [];
  const toSend = new Set<ZaakId>();
  const bus: Bus = {
    publish: async (berichten) => {
      crash('bus');
      underway.push(...berichten);
    },
    announceUpdated: async (zaken) => {
      crash('bus');
      for (const zaak of zaken) if (zaak.teVersturen) toSend.add(zaak.zaakId);
    },
  };
  const duo: Duo = {
    query: async (bsn, queries) => {
      const all = responsesOf(bsn);
      return {
        antwoorden: Object.fromEntries(
          queries.flatMap((query) => (all[query] === undefined ? [] : [[query, all[query]]])),
        ),
        unknownFields,
      };
    },
  };
  const partnerQueues = memoryPartnerQueues({ perPartner: queues });
  const observes: TelemetryOf =
    telemetryOf ??
    (() => ({
      info: () => undefined,
      fout: () => undefined,
      count: (metric: string, count: number) => {
        measured.set(metric, (measured.get(metric) ?? 0) + count);
      },
      countPer: () => undefined,
    }));
  /** Logs between whose writes the hub may fall: before one, and after it. */
  const falling = <Content>(logs: Logs<Content>): Logs<Content> => ({
    ...logs,
    append: async (...args) => {
      crash('log');
      const appended = await logs.append(...args);
      crash('log');
      return appended;
    },
    refer: async (...args) => {
      const to = await logs.refer(...args);
      crash('log');
      return to;
    },
  });
  const dependencies = {
    zaken: falling(createZaakLogs(table)),
    numbers: falling(createPersoonsnummerLogs(table)),
    koppelingen: falling(createKoppelingLogs(table)),
    ontvangsten: {
      ...realOntvangsten,
      settle: async (...args: Parameters<typeof realOntvangsten.settle>) => {
        crash('settle');
        await realOntvangsten.settle(...args);
      },
    },
    zaakLists,
    pseudonyms,
    bus,
    duo,
    now: () => new Date(clock),
  };
  const sending = {
    outbound: createOutbound(table),
    postvak: {
      ...createPostvak(table),
      bezorgd: async (...args: Parameters<ReturnType<typeof createPostvak>['bezorgd']>) => {
        crash('queue');
        return createPostvak(table).bezorgd(...args);
      },
    },
    kanalen: createKanalen(table),
    deliveryQueue: memoryDeliveryQueue(),
    postponeAnnouncement: async () => undefined,
    now: () => new Date(clock++),
    partnerQueues,
    telemetry: observes('partnerberichten'),
    sender: {
      bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      basisUrl: 'https://hub.example.nl',
    },
  };

  const processBericht = (bericht: InboundBericht, event: SQSEvent) => {
    if (bericht.type === TYPE_DUO_NOTIFICATIE) {
      const needed = {
        ...dependencies,
        telemetry: observes('duo'),
        pendingAnswers: createPendingAnswers(table),
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
    for (let attempt = 0; attempt < 5000; attempt++) {
      try {
        if (await step()) return;
      } catch (error) {
        if (!(error instanceof Error && error.message === 'crash')) throw error;
        // A queue gives it again only after its visibility timeout.
        clock += 270_000;
      }
    }
    throw new Error('the message gets no further');
  };

  const send = async (): Promise<void> => {
    const zaakIds = new Set(toSend);
    toSend.clear();
    await untilItSucceeds(async () => {
      const progress = [...(await sendOutstanding(sending, zaakIds)).values()];
      // Another instance has it in hand: its announcement comes back when that claim has ended.
      if (progress.includes('busy')) clock += 16_000;
      return progress.every((how) => how === 'sent');
    });
  };

  const process = async (berichten: readonly InboundBericht[]): Promise<void> => {
    for (const bericht of berichten) {
      await realOntvangsten.accept(bericht);
      underway.push(bericht);
      for (let taken = 0; underway.length > 0; taken++) {
        if (taken > 1000) throw new Error('messages wake each other without end');
        const next = underway.shift();
        if (next !== undefined) await untilItSucceeds(() => processOne(next, 1));
      }
      await send();
    }
  };
  const erasings = createErasings(table);
  /** The table between whose writes the erasing may fall: before one, and after it. */
  const fallingTable: ReturnType<typeof memoryTable> = {
    ...table,
    ...Object.fromEntries(
      (['insert', 'replace', 'write', 'change', 'remove'] as const).map((name) => [
        name,
        async (...args: never[]) => {
          crash('erase');
          const result = await (table[name] as (...values: never[]) => Promise<unknown>)(...args);
          crash('erase');
          return result;
        },
      ]),
    ),
  };
  const eraseOne = async (zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<void> => {
    const now = () => new Date(clock++);
    await erasings.decide(zaakId, { gemeentecode, reden: 'verzoek-betrokkene', now: now() });
    const needed = {
      ...dependencies,
      table: fallingTable,
      erasings: createErasings(fallingTable),
      zaken: createZaakLogs(fallingTable),
      telemetry: observes('wissen'),
      now,
    };
    const standNow = async () => (await erasings.read(zaakId))?.erasing.stand;
    for (const stands of [['gewist', 'nagezien'], ['nagezien']]) {
      await untilItSucceeds(async () => {
        if (!stands.includes(String(await standNow()))) await erase(needed, zaakId);
        return stands.includes(String(await standNow()));
      });
      await send();
    }
  };

  const sweepAt = async (moment: string): Promise<void> => {
    await sweep(
      {
        ...dependencies,
        table,
        erasings,
        zaken: createZaakLogs(table),
        telemetry: observes('wissen'),
        now: () => new Date(moment),
      },
      () => Number.POSITIVE_INFINITY,
    );
    await send();
  };

  return {
    erase: eraseOne,
    sweep: sweepAt,
    erasings,
    now: () => new Date(clock),
    table,
    zaken: createZaken(table, pseudonyms),
    ontvangsten: realOntvangsten,
    queues,
    pseudonyms,
    measured,
    process,
  };
};
