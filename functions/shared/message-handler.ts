import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { z } from 'zod';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import { ProcessorEnvironment, readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { type Outcome, processMessages } from './process-messages.ts';
import { createTelemetry } from './telemetry.ts';
import { createProcessor } from './wiring.ts';
import { workHandler } from './work-handler.ts';

/** The functions that take accepted messages from a queue, and need only what every processor has. */
type MessageFunction = 'brp' | 'coa' | 'meldingen';
type Processor = Awaited<ReturnType<typeof createProcessor<MetricOf<MessageFunction>>>>;

/** The handler of a function that processes messages of this schema one by one. */
export const createMessageHandler = <Bericht extends InboundBericht>(
  fn: MessageFunction,
  schema: z.ZodType<Bericht>,
  process: (processor: Processor, bericht: Bericht) => Promise<Outcome>,
) => {
  const environment = readEnvironment(ProcessorEnvironment);
  const telemetry = createTelemetry(fn);
  const processor = once(() => createProcessor(environment, telemetry));
  return workHandler<SQSEvent, SQSBatchResponse>(telemetry).handler(async (event) => {
    const dependencies = await processor();
    return processMessages(dependencies, schema, event, (bericht) => process(dependencies, bericht));
  });
};
