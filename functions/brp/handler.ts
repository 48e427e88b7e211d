import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { BrpBericht } from '../../contracts/intern.ts';
import { maakVerwerker } from '../gedeeld/bedrading.ts';
import { eenmalig } from '../gedeeld/eenmalig.ts';
import { leesOmgeving, VerwerkerOmgeving } from '../gedeeld/omgeving.ts';
import { processMessages } from '../gedeeld/process-messages.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { processPersoon } from './process-persoon.ts';

const omgeving = leesOmgeving(VerwerkerOmgeving);
const waarnemen = maakWaarnemen('brp');
const verwerker = eenmalig(() => maakVerwerker(omgeving, waarnemen));

/** Wiring of functions/brp: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perAanroep(waarnemen))
  .handler(async (event) => {
    const afhankelijkheden = await verwerker();
    return processMessages(afhankelijkheden, BrpBericht, event, (bericht) =>
      processPersoon(afhankelijkheden, bericht),
    );
  });
