import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { CoaBericht } from '../../contracts/intern.ts';
import { maakVerwerker } from '../gedeeld/bedrading.ts';
import { eenmalig } from '../gedeeld/eenmalig.ts';
import { leesOmgeving, VerwerkerOmgeving } from '../gedeeld/omgeving.ts';
import { verwerkBatch } from '../gedeeld/verwerking.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { verwerkCoa } from './verwerk.ts';

const omgeving = leesOmgeving(VerwerkerOmgeving);
const waarnemen = maakWaarnemen('coa');
const verwerker = eenmalig(() => maakVerwerker(omgeving, waarnemen));

/** Wiring of functions/coa: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perAanroep(waarnemen))
  .handler(async (event) => {
    const afhankelijkheden = await verwerker();
    return verwerkBatch(afhankelijkheden, CoaBericht, event, (bericht) =>
      verwerkCoa(afhankelijkheden, bericht),
    );
  });
