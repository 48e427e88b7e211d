import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { verwerkOpdrachten } from './verwerk.ts';

const waarnemen = maakWaarnemen('webhook');

/** Wiring of functions/webhook: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perAanroep(waarnemen))
  .handler((event) => verwerkOpdrachten({ waarnemen }, event));
