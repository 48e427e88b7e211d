import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { DuoBericht } from '../../contracts/internal/duo-bericht.ts';
import { atFirstCall } from '../shared/at-first-call.ts';
import { DuoEnvironment } from '../shared/duo-environment.ts';
import { postponeSeconds } from '../shared/duo-wait.ts';
import { ProcessorEnvironment, readEnvironment } from '../shared/environment.ts';
import { once } from '../shared/once.ts';
import { postponerAtRequest } from '../shared/postponer-at-request.ts';
import { processMessages } from '../shared/process-messages.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { createProcessor } from '../shared/wiring.ts';
import { workHandler } from '../shared/work-handler.ts';
import { processNotificatie } from './process-notificatie.ts';

const environment = readEnvironment(ProcessorEnvironment.extend(DuoEnvironment));

// The function puts a message off only when a question to DUO fails.
const postponeRecord = postponerAtRequest(environment.WACHTRIJ_URL);
const telemetry = createTelemetry('duo');

// A notification that is known, or that waits for its person, asks DUO nothing, so its client is loaded at the first question.
const duo = atFirstCall(['query'], async () => {
  const [{ createDuo }, { duoSettings }] = await Promise.all([
    import('../../adapters/duo/duo.ts'),
    import('../shared/duo-settings.ts'),
  ]);
  return createDuo(duoSettings(environment));
});

const processor = once(async () => {
  const shared = await createProcessor(environment, telemetry);
  // Mostly DUO has its answers, so this list is loaded when one is missing.
  const pendingAnswers = atFirstCall(['read', 'postpone', 'forget'], async () => {
    const { createPendingAnswers } = await import('../../adapters/table/pending-answers.ts');
    return createPendingAnswers(shared.table);
  });
  return {
    ...shared,
    pendingAnswers,
    chance: Math.random,
    duo,
  };
});

/** Puts this message off. The others in the batch are not held up. */
const putOff = async (record: SQSRecord, { ontvangstId }: DuoBericht): Promise<void> => {
  const attempt = Number(record.attributes.ApproximateReceiveCount);
  await postponeRecord(record.receiptHandle, postponeSeconds(attempt, Math.random()));
  await (await processor()).ontvangsten.isTried(ontvangstId, new Date());
};

/** Wiring of functions/duo: see README.md. */
export const handler = workHandler<SQSEvent, SQSBatchResponse>(telemetry).handler(async (event) => {
  const dependencies = await processor();
  return processMessages(
    dependencies,
    DuoBericht,
    event,
    (bericht) => processNotificatie(dependencies, bericht),
    { putOff },
  );
});
