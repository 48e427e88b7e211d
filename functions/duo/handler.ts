import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { maakDuo } from '../../adapters/duo.ts';
import { createPendingAnswers } from '../../adapters/pending-answers.ts';
import { haalGeheim } from '../../adapters/pseudoniemen.ts';
import { DuoBericht } from '../../contracts/intern.ts';
import { maakVerwerker } from '../gedeeld/bedrading.ts';
import { leesCertificaat } from '../gedeeld/certificaat.ts';
import { eenmalig } from '../gedeeld/eenmalig.ts';
import { leesOmgeving, VerwerkerOmgeving } from '../gedeeld/omgeving.ts';
import { processMessages } from '../gedeeld/process-messages.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { processNotificatie } from './process-notificatie.ts';
import { uitstelSeconden } from './uitstel.ts';

const omgeving = leesOmgeving(
  VerwerkerOmgeving.extend({
    WACHTRIJ_URL: z.url(),
    DUO_BASIS_URL: z.url(),
    DUO_OIN: z.string().length(20),
    HUB_OIN: z.string().length(20),
    DUO_CERTIFICAAT_GEHEIM_ID: z.string().optional(),
  }),
);

// Only a question to DUO that fails is put off: the client of the queue is loaded when one does.
const uitstel = eenmalig(async () => {
  const { maakUitstel } = await import('../../adapters/uitstel.ts');
  return maakUitstel(omgeving.WACHTRIJ_URL);
});
const waarnemen = maakWaarnemen('duo');

const verwerker = eenmalig(async () => {
  const geheimId = omgeving.DUO_CERTIFICAAT_GEHEIM_ID;
  const gedeeld = await maakVerwerker(omgeving, waarnemen);
  return {
    ...gedeeld,
    pendingAnswers: createPendingAnswers(gedeeld.tabel),
    nu: () => new Date(),
    toeval: Math.random,
    duo: maakDuo({
      basisUrl: omgeving.DUO_BASIS_URL,
      hubOin: omgeving.HUB_OIN,
      duoOin: omgeving.DUO_OIN,
      ...(geheimId === undefined ? {} : { certificaat: leesCertificaat(await haalGeheim(geheimId)) }),
    }),
  };
});

/** Puts this one message off; the others in the batch are not held up. */
const putOff = async (record: SQSRecord, { ontvangstId }: DuoBericht): Promise<void> => {
  const poging = Number(record.attributes.ApproximateReceiveCount);
  const stelRecordUit = await uitstel();
  await stelRecordUit(record.receiptHandle, uitstelSeconden(poging, Math.random()));
  await (await verwerker()).ontvangsten.wordtGeprobeerd(ontvangstId, new Date());
};

/** Wiring of functions/duo: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perAanroep(waarnemen))
  .handler(async (event) => {
    const afhankelijkheden = await verwerker();
    return processMessages(
      afhankelijkheden,
      DuoBericht,
      event,
      (bericht) => processNotificatie(afhankelijkheden, bericht),
      { putOff },
    );
  });
