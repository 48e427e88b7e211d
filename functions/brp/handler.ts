import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { BrpBericht } from '../../contracts/internal/brp-bericht.ts';
import { ProcessorEnvironment, readEnvironment } from '../shared/environment.ts';
import { once } from '../shared/once.ts';
import { processMessages } from '../shared/process-messages.ts';
import { createTelemetry, perInvocation } from '../shared/telemetry.ts';
import { createProcessor } from '../shared/wiring.ts';
import { processPersoon } from './process-persoon.ts';

const environment = readEnvironment(ProcessorEnvironment);
const telemetry = createTelemetry('brp');
const processor = once(() => createProcessor(environment, telemetry));

/** Wiring of functions/brp: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perInvocation(telemetry))
  .handler(async (event) => {
    const dependencies = await processor();
    return processMessages(dependencies, BrpBericht, event, (bericht) =>
      processPersoon(dependencies, bericht),
    );
  });
