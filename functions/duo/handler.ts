import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Duo } from '../../adapters/duo/duo.ts';
import type { PendingAnswers } from '../../adapters/table/pending-answers.ts';
import { DuoBericht } from '../../contracts/internal/duo-bericht.ts';
import { DuoEnvironment } from '../shared/duo-environment.ts';
import { postponeSeconds } from '../shared/duo-wait.ts';
import { ProcessorEnvironment, readEnvironment } from '../shared/environment.ts';
import { once } from '../shared/once.ts';
import { processMessages } from '../shared/process-messages.ts';
import { createTelemetry, perInvocation } from '../shared/telemetry.ts';
import { createProcessor } from '../shared/wiring.ts';
import { processNotificatie } from './process-notificatie.ts';

const environment = readEnvironment(ProcessorEnvironment.extend(DuoEnvironment));

// Only a question to DUO that fails is put off: the client of the queue is loaded when one does.
const postponement = once(async () => {
  const { createPostponer } = await import('../../adapters/queues/postponer.ts');
  return createPostponer(environment.WACHTRIJ_URL);
});
const telemetry = createTelemetry('duo');

// A notification that is known, or that waits for its person, asks DUO nothing.
const duo = once(async () => {
  const [{ createDuo }, { duoSettings }] = await Promise.all([
    import('../../adapters/duo/duo.ts'),
    import('../shared/duo-settings.ts'),
  ]);
  return createDuo(duoSettings(environment));
});

const processor = once(async () => {
  const shared = await createProcessor(environment, telemetry);
  // Most of DUO's answers are there.
  const pending = once(async () => {
    const { createPendingAnswers } = await import('../../adapters/table/pending-answers.ts');
    return createPendingAnswers(shared.table);
  });
  return {
    ...shared,
    pendingAnswers: {
      read: async (...asked: Parameters<PendingAnswers['read']>) => (await pending()).read(...asked),
      postpone: async (...asked: Parameters<PendingAnswers['postpone']>) =>
        (await pending()).postpone(...asked),
      forget: async (...asked: Parameters<PendingAnswers['forget']>) => (await pending()).forget(...asked),
    },
    chance: Math.random,
    duo: { query: async (...asked: Parameters<Duo['query']>) => (await duo()).query(...asked) },
  };
});

/** Puts this one message off; the others in the batch are not held up. */
const putOff = async (record: SQSRecord, { ontvangstId }: DuoBericht): Promise<void> => {
  const attempt = Number(record.attributes.ApproximateReceiveCount);
  const postponeRecord = await postponement();
  await postponeRecord(record.receiptHandle, postponeSeconds(attempt, Math.random()));
  await (await processor()).ontvangsten.isTried(ontvangstId, new Date());
};

/** Wiring of functions/duo: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perInvocation(telemetry))
  .handler(async (event) => {
    const dependencies = await processor();
    return processMessages(
      dependencies,
      DuoBericht,
      event,
      (bericht) => processNotificatie(dependencies, bericht),
      { putOff },
    );
  });
