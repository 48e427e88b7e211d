import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { CoaBericht } from '../../contracts/intern.ts';
import { createProcessor } from '../gedeeld/bedrading.ts';
import { once } from '../gedeeld/eenmalig.ts';
import { ProcessorEnvironment, readEnvironment } from '../gedeeld/omgeving.ts';
import { processMessages } from '../gedeeld/process-messages.ts';
import { createTelemetry, perInvocation } from '../gedeeld/waarnemen.ts';
import { processKoppeling } from './process-koppeling.ts';

const environment = readEnvironment(ProcessorEnvironment);
const telemetry = createTelemetry('coa');
const processor = once(() => createProcessor(environment, telemetry));

/** Wiring of functions/coa: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perInvocation(telemetry))
  .handler(async (event) => {
    const dependencies = await processor();
    return processMessages(dependencies, CoaBericht, event, (bericht) =>
      processKoppeling(dependencies, bericht),
    );
  });
