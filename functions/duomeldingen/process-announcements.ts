import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Postponer } from '../../adapters/queues/postponer.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { followUpOf, safeText } from '../../domain/errors.ts';
import { announcements } from '../shared/announcements.ts';
import { postponeSeconds } from '../shared/duo-wait.ts';
import { postpone } from '../shared/postpone.ts';
import { processBatch } from '../shared/process-batch.ts';
import { type Progress, type TellDependencies, tellDuo } from './tell.ts';

export interface ProcessDependencies extends TellDependencies {
  readonly postponeAnnouncement: Postponer;
  /** A number in [0, 1). */
  readonly chance: () => number;
}

/**
 * A batch of announcements of zaken of which DUO has to be told something. An announcement that cannot be done now stays on the
 * queue, and comes again after a while; the others are not held up.
 */
export async function processAnnouncements(
  deps: ProcessDependencies,
  event: SQSEvent,
): Promise<SQSBatchResponse> {
  const { telemetry } = deps;
  return processBatch(event, {
    ...announcements(telemetry),
    process: async (received) => {
      const zaakIds = [...new Set(received.map(({ message }) => message))];
      const progress = new Map(
        await Promise.all(zaakIds.map(async (zaakId) => [zaakId, await progressOf(deps, zaakId)] as const)),
      );
      const staying = received.flatMap(({ record, message }) => {
        const how = progress.get(message);
        return how?.kind === 'later' ? [{ record, how }] : [];
      });
      await Promise.all(staying.map(({ record, how }) => putOff(deps, record, how)));
      return staying.map(({ record }) => record);
    },
  });
}

type Postponed = Extract<Progress, { readonly kind: 'later' }>;

/** How far a zaak came; what nobody foresaw is tried again too, and ends at the dead letters. */
const progressOf = async (deps: ProcessDependencies, zaakId: ZaakId): Promise<Progress> => {
  try {
    const progress = await tellDuo(deps, zaakId);
    if (progress.kind === 'later') {
      deps.telemetry.info('melding aan DUO uitgesteld', { zaakId, reden: progress.reden });
    }
    return progress;
  } catch (error) {
    // Of somebody who was erased DUO hears nothing more.
    if (followUpOf(error) === 'erased') return { kind: 'done' };
    deps.telemetry.fout('melding aan DUO blijft op de wachtrij', { zaakId, fout: safeText(error) });
    return { kind: 'later', reden: 'fout', retryAfterMs: 0 };
  }
};

/** The longest that a queue hides a message. */
const LONGEST_SECONDS = 43_200;

const putOff = async (
  { postponeAnnouncement, chance, telemetry }: ProcessDependencies,
  { receiptHandle, messageId, attributes }: SQSRecord,
  { retryAfterMs }: Postponed,
): Promise<void> => {
  const own = postponeSeconds(Number(attributes.ApproximateReceiveCount), chance());
  const seconds = Math.min(LONGEST_SECONDS, Math.max(own, Math.ceil(retryAfterMs / 1000)));
  await postpone(
    () => postponeAnnouncement(receiptHandle, seconds),
    (error) => telemetry.fout('melding aan DUO niet uitgesteld', { messageId, fout: safeText(error) }),
  );
};
