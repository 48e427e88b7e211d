import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { CoaBericht } from '../../contracts/intern.ts';
import { maakVerwerker } from '../gedeeld/bedrading.ts';
import { eenmalig } from '../gedeeld/eenmalig.ts';
import { leesOmgeving, VerwerkerOmgeving } from '../gedeeld/omgeving.ts';
import { processMessages } from '../gedeeld/process-messages.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { processKoppeling } from './process-koppeling.ts';

const omgeving = leesOmgeving(VerwerkerOmgeving);
const waarnemen = maakWaarnemen('coa');
const verwerker = eenmalig(() => maakVerwerker(omgeving, waarnemen));

/** Wiring of functions/coa: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perAanroep(waarnemen))
  .handler(async (event) => {
    const afhankelijkheden = await verwerker();
    return processMessages(afhankelijkheden, CoaBericht, event, (bericht) =>
      processKoppeling(afhankelijkheden, bericht),
    );
  });
