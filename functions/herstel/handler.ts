import { randomUUID } from 'node:crypto';
import { setTimeout as pauze } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import * as z from 'zod';
import { maakDodebrieven } from '../../adapters/dodebrieven.ts';
import { leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { Plekken, vindPlekken } from './plekken.ts';
import { herstel, Opdracht, type PlekVerslag } from './verwerk.ts';

/** Time that is left for the batch in hand when a run stops by itself. */
const MARGE_MS = 30_000;

const { HERSTEL_PLEKKEN: plekken } = leesOmgeving(
  z.object({
    HERSTEL_PLEKKEN: z
      .string()
      .transform((json): unknown => JSON.parse(json))
      .pipe(Plekken),
  }),
);

const clients = { sqs: new SQSClient({}), lambda: new LambdaClient({}) };
const waarnemen = maakWaarnemen('herstel');
const afhankelijkheden = {
  vindPlekken: (naam?: string) => vindPlekken(plekken, clients.sqs, naam),
  dodebrieven: (plek: Parameters<typeof maakDodebrieven>[0]) => maakDodebrieven(plek, clients),
  waarnemen,
};

/** Wiring of functions/herstel: see README.md. */
export const handler = middy<unknown, readonly PlekVerslag[]>()
  .use(perAanroep(waarnemen))
  .handler((event, context) =>
    herstel(afhankelijkheden, Opdracht.parse(event), {
      stempel: `${randomUUID()} ${new Date().toISOString()}`,
      pauze,
      magDoor: () => context.getRemainingTimeInMillis() > MARGE_MS,
    }),
  );
