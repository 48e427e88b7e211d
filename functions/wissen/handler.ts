import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createErasings } from '../../adapters/table/erasing/erasings.ts';
import { createRemovalTable } from '../../adapters/table/removal.ts';
import { readEnvironment } from '../shared/environment.ts';
import { logboekAtRequest } from '../shared/logboek-at-request.ts';
import { once } from '../shared/once.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { createProcessor } from '../shared/wiring.ts';
import { workHandler } from '../shared/work-handler.ts';
import { WissenEnvironment } from './environment.ts';
import { processOrders } from './process-orders.ts';

const environment = readEnvironment(WissenEnvironment);
const telemetry = createTelemetry('wissen');
const dependencies = once(async () => {
  const table = createRemovalTable(environment.TABEL_NAAM);
  return {
    ...(await createProcessor(environment, telemetry)),
    table,
    erasings: createErasings(table),
    logboek: logboekAtRequest(environment.LOGBOEK_TABEL_NAAM),
  };
});

/** Wiring of functions/wissen: see README.md. */
export const handler = workHandler<SQSEvent, SQSBatchResponse>(telemetry).handler(async (event, context) =>
  processOrders(await dependencies(), event, () => context.getRemainingTimeInMillis()),
);
