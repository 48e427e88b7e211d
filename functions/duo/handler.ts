import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Duo } from '../../adapters/duo/duo.ts';
import { fetchSecret } from '../../adapters/secrets/pseudonyms.ts';
import { createPendingAnswers } from '../../adapters/table/pending-answers.ts';
import { DuoBericht } from '../../contracts/internal/duo-bericht.ts';
import { ProcessorEnvironment, readEnvironment } from '../shared/environment.ts';
import { once } from '../shared/once.ts';
import { processMessages } from '../shared/process-messages.ts';
import { createTelemetry, perInvocation } from '../shared/telemetry.ts';
import { createProcessor } from '../shared/wiring.ts';
import { createIdentityOf, SecretPerGemeente } from './identity.ts';
import { processNotificatie } from './process-notificatie.ts';
import { postponeSeconds } from './wait.ts';

const environment = readEnvironment(
  ProcessorEnvironment.extend({
    WACHTRIJ_URL: z.url(),
    DUO_BASIS_URL: z.url(),
    DUO_OIN: z.string().length(20),
    HUB_OIN: z.string().length(20),
    DUO_CERTIFICAAT_GEHEIM_ID: z.string().optional(),
    DUO_CERTIFICAAT_PER_GEMEENTE: SecretPerGemeente.optional(),
  }),
);

// Only a question to DUO that fails is put off: the client of the queue is loaded when one does.
const postponement = once(async () => {
  const { createPostponer } = await import('../../adapters/queues/postponer.ts');
  return createPostponer(environment.WACHTRIJ_URL);
});
const telemetry = createTelemetry('duo');

// A notification that is known, or that waits for its person, asks DUO nothing.
const duo = once(async () => {
  const { createDuo } = await import('../../adapters/duo/duo.ts');
  return createDuo({
    basisUrl: environment.DUO_BASIS_URL,
    duoOin: environment.DUO_OIN,
    identityOf: createIdentityOf({
      hubOin: environment.HUB_OIN,
      secretId: environment.DUO_CERTIFICAAT_GEHEIM_ID,
      secretPerGemeente: environment.DUO_CERTIFICAAT_PER_GEMEENTE ?? {},
      fetchSecret,
    }),
  });
});

const processor = once(async () => {
  const shared = await createProcessor(environment, telemetry);
  return {
    ...shared,
    pendingAnswers: createPendingAnswers(shared.table),
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
