import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import type { Bus } from '../../adapters/bus/bus.ts';
import { retryOnConflict } from '../../adapters/retry.ts';
import type { Ontvangsten, Settlement } from '../../adapters/table/ontvangsten.ts';
import type { ZaakChange, ZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { OntvangstId } from '../../contracts/base-types.ts';
import { BusEvent } from '../../contracts/internal/bus-events.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { isOwedToDuo } from '../../domain/duomeldingen/owed.ts';
import { followUpOf, safeText } from '../../domain/errors.ts';
import { GEWIST } from '../../domain/wissen/boundary.ts';
import { postpone } from './postpone.ts';
import { processBatch, type Received } from './process-batch.ts';
import { stampOf } from './stamp.ts';
import type { Telemetry } from './telemetry.ts';

/** A zaak after a message, and whether the message gave it something to send. */
export interface ZaakUpdate extends ZaakChange {
  readonly teVersturen: boolean;
}

/** What processing one message led to, beside what it wrote itself. */
export interface Outcome {
  readonly settlement: Settlement;
  readonly updated: readonly ZaakUpdate[];
  /** Messages that waited for what this one brought. */
  readonly wake: readonly OntvangstId[];
}

/** What a message changed, whatever becomes of the message itself. */
type Changes = Pick<Outcome, 'updated' | 'wake'>;

export interface BatchDependencies {
  readonly ontvangsten: Ontvangsten;
  readonly zaakLists: ZaakLists;
  readonly bus: Bus;
  readonly telemetry: Telemetry<'InQuarantaine'>;
}

export interface ProcessOptions<Bericht> {
  /** Puts one message off, when a source cannot be asked now. */
  readonly putOff?: (record: SQSRecord, bericht: Bericht) => Promise<unknown>;
}

/**
 * Processes a batch from a queue. A message that throws stays on the queue, alone (`putOff` may delay it). The results of the
 * others are published and settled together, and when that fails the whole batch comes again.
 */
export async function processMessages<Bericht extends InboundBericht>(
  deps: BatchDependencies,
  schema: z.ZodType<Bericht>,
  event: SQSEvent,
  process: (bericht: Bericht) => Promise<Outcome>,
  { putOff = async () => undefined }: ProcessOptions<Bericht> = {},
): Promise<SQSBatchResponse> {
  return processBatch(event, {
    read: (record) => readMessage(deps, schema, record),
    unreadable: (record, error) => logStaying(deps, 'bericht is niet te lezen', record, error),
    putAside: async (record) => (await import('./put-aside.ts')).putAside(deps, record),
    process: async (received) => {
      const processed = await Promise.all(received.map((one) => processOne(deps, one, process, putOff)));
      await settle(
        deps,
        processed.flatMap((one) => one ?? []),
      );
      return received.filter((_, index) => processed[index] === undefined).map(({ record }) => record);
    },
  });
}

/** An outcome that changed no zaak. */
export const only = (settlement: Settlement): Outcome => ({ settlement, updated: [], wake: [] });

/** Offers these messages again, as far as they still wait. */
export const wake = async (
  { ontvangsten, bus, telemetry }: BatchDependencies,
  ontvangstIds: ReadonlySet<OntvangstId>,
): Promise<void> => {
  const found = await Promise.all([...ontvangstIds].map((ontvangstId) => ontvangsten.wakeable(ontvangstId)));
  const unusable = found.filter((bericht) => bericht === 'quarantaine').length;
  if (unusable > 0) telemetry.count('InQuarantaine', unusable);
  await bus.publish(found.filter((bericht) => bericht !== undefined && bericht !== 'quarantaine'));
};

interface Processed<Bericht> {
  readonly messageId: string;
  readonly bericht: Bericht;
  readonly outcome: Outcome;
}

/** How often a message is tried before its queue gets it back, and the pause in between. */
const TRIES = { times: 3, pauseMs: (failed: number) => 100 * failed * Math.random() };

const readMessage = <Bericht>(
  { telemetry }: BatchDependencies,
  schema: z.ZodType<Bericht & InboundBericht>,
  record: SQSRecord,
): Bericht => {
  const event = BusEvent.parse(JSON.parse(record.body));
  const bericht = schema.parse(event.detail);
  const stamp = stampOf(record, event);
  if (stamp !== undefined) {
    telemetry.info('teruggezet bericht', { ontvangstId: bericht.ontvangstId, ...stamp });
  }
  return bericht;
};

const logStaying = (
  { telemetry }: BatchDependencies,
  what: string,
  { messageId, attributes }: SQSRecord,
  error: unknown,
  ontvangstId?: OntvangstId,
): void => {
  const attempt = attributes.ApproximateReceiveCount;
  telemetry.fout(what, { ontvangstId, messageId, poging: attempt, fout: safeText(error) });
};

/** Processes one message; undefined when it has to stay on its queue. After a conflict it is tried again at once, a few times. */
const processOne = async <Bericht extends InboundBericht>(
  deps: BatchDependencies,
  { record, message: bericht }: Received<Bericht>,
  process: (bericht: Bericht) => Promise<Outcome>,
  putOff: NonNullable<ProcessOptions<Bericht>['putOff']>,
): Promise<Processed<Bericht> | undefined> => {
  const { ontvangstId } = bericht;
  try {
    const outcome = await retryOnConflict(() => orQuarantine(() => process(bericht)), TRIES);
    return { messageId: record.messageId, bericht, outcome };
  } catch (error) {
    logStaying(deps, 'bericht blijft op de wachtrij', record, error, ontvangstId);
    if (followUpOf(error) === 'postpone') {
      await postpone(
        () => putOff(record, bericht),
        (reason) => logStaying(deps, 'bericht niet uitgesteld', record, reason, ontvangstId),
      );
    }
    return undefined;
  }
};

/** The one place where a failure becomes a place in quarantine, and where a message about an erased person ends. */
const orQuarantine = async (process: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await process();
  } catch (error) {
    const followUp = followUpOf(error);
    if (followUp === 'erased') return only({ soort: 'verwerkt', reden: GEWIST });
    if (followUp !== 'quarantaine') throw error;
    return only({ soort: 'quarantaine', reden: safeText(error) });
  }
};

/** The newest update of each zaak; `teVersturen` when any of its updates has something to send. */
const newestPerZaak = (updates: readonly ZaakUpdate[]): readonly ZaakUpdate[] =>
  [...Map.groupBy(updates, ({ zaakId }) => zaakId).values()].map((steps) => ({
    ...steps.reduce((newest, step) => (step.dossier.versie > newest.dossier.versie ? step : newest)),
    teVersturen: steps.some(({ teVersturen }) => teVersturen),
  }));

/** The version of each zaak and each household, as the log names it. */
const byTimeline = (updates: readonly ZaakUpdate[]): readonly [readonly string[], readonly string[]] => {
  const reached = (isHuishouden: boolean): readonly string[] =>
    updates
      .filter(({ dossier }) => dossier.zaak.leden.length > 0 === isHuishouden)
      .map(({ zaakId, dossier }) => `${zaakId}/${dossier.versie}`);
  return [reached(false), reached(true)];
};

/** Announces the zaken that changed, and offers the messages that waited for that. */
const publishChanges = async (
  deps: BatchDependencies,
  { updated, wake: ontvangstIds }: Changes,
): Promise<void> => {
  await Promise.all([
    deps.bus.announceUpdated(
      newestPerZaak(updated).map(({ zaakId, dossier, teVersturen }) => ({
        zaakId,
        versie: dossier.versie,
        teVersturen,
        ...(isOwedToDuo(dossier.zaak) && { teMelden: true }),
      })),
    ),
    wake(deps, new Set(ontvangstIds)),
  ]);
};

/**
 * Publishes what a message changed already and places it in lists, before a step that may keep the message on its queue for long,
 * or put it in quarantine. When this happens twice, it only announces the same again.
 */
export const settleChanges = async (deps: BatchDependencies, changes: Changes): Promise<void> => {
  await publishChanges(deps, changes);
  await deps.zaakLists.store(changes.updated);
};

/** Commit first, publish second, acknowledge last: a message that is not settled here comes again. */
const settle = async <Bericht extends InboundBericht>(
  deps: BatchDependencies,
  processed: readonly Processed<Bericht>[],
): Promise<void> => {
  const { ontvangsten, zaakLists, telemetry } = deps;
  const updated = processed.flatMap(({ outcome }) => outcome.updated);
  await publishChanges(deps, { updated, wake: processed.flatMap(({ outcome }) => outcome.wake) });
  await Promise.all([
    ontvangsten.settle(
      processed.map(({ bericht, outcome }) => ({ bericht, settlement: outcome.settlement })),
    ),
    zaakLists.store(updated),
  ]);
  for (const { messageId, bericht, outcome } of processed) {
    const [zaken, huishoudens] = byTimeline(outcome.updated);
    telemetry.info(`bericht ${outcome.settlement.soort}`, {
      ontvangstId: bericht.ontvangstId,
      messageId,
      type: bericht.type,
      reden: outcome.settlement.reden,
      zaken,
      huishoudens,
      gewekt: outcome.wake.length,
    });
  }
  const inQuarantaine = processed.filter(({ outcome }) => outcome.settlement.soort === 'quarantaine').length;
  if (inQuarantaine > 0) telemetry.count('InQuarantaine', inQuarantaine);
};
