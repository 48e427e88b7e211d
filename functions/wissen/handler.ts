import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createErasings } from '../../adapters/table/erasing/erasings.ts';
import { createRemovalTable } from '../../adapters/table/removal.ts';
import { ProcessorEnvironment, readEnvironment } from '../shared/environment.ts';
import { once } from '../shared/once.ts';
import { createTelemetry, perInvocation } from '../shared/telemetry.ts';
import { createProcessor } from '../shared/wiring.ts';
import { processOrders } from './process-orders.ts';

const environment = readEnvironment(ProcessorEnvironment);
const telemetry = createTelemetry('wissen');
const dependencies = once(async () => {
  const table = createRemovalTable(environment.TABEL_NAAM);
  return {
    ...(await createProcessor(environment, telemetry)),
    table,
    erasings: createErasings(table),
  };
});

/** Wiring of functions/wissen: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perInvocation(telemetry))
  .handler(async (event, context) =>
    processOrders(await dependencies(), event, () => context.getRemainingTimeInMillis()),
  );
