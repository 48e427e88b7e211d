import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { createDeadLetters } from '../../adapters/queues/dead-letters.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { kanalenWithQueue } from '../../domain/regievoerder/kanaal.ts';
import { fromJson, readEnvironment } from '../shared/environment.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { workHandler } from '../shared/work-handler.ts';
import { findPlaces, Places } from './places.ts';
import { Job, type PlaceReport, recovery } from './recover.ts';

/** Time that is left for the batch in hand when a run stops by itself. */
const MARGIN_MS = 30_000;

const { HERSTEL_PLEKKEN: places } = readEnvironment(
  z.object({
    HERSTEL_PLEKKEN: fromJson(Places),
  }),
);

const kanalen = gemeenteProfiles.flatMap(kanalenWithQueue);
const clients = { sqs: new SQSClient({}), lambda: new LambdaClient({}) };
const telemetry = createTelemetry('herstel');
const dependencies = {
  findPlaces: (name?: string) => findPlaces(places, kanalen, clients.sqs, name),
  deadLetters: (place: Parameters<typeof createDeadLetters>[0]) => createDeadLetters(place, clients),
  telemetry,
};

/** Wiring of functions/herstel: see README.md. */
export const handler = workHandler<unknown, readonly PlaceReport[]>(telemetry).handler((event, context) =>
  recovery(dependencies, Job.parse(event), {
    stamp: `${randomUUID()} ${new Date().toISOString()}`,
    sleep,
    mayBy: () => context.getRemainingTimeInMillis() > MARGIN_MS,
  }),
);
