import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import type { ZaakId } from '../contracts/basistypen.ts';
import type { Partnerbericht } from '../contracts/partnerberichten.ts';
import { kanaalWachtrij } from '../contracts/partnerkanaal.ts';
import type { PartnerAdres } from '../domain/partners/projectie.ts';
import { inStukken } from './stukken.ts';

/** One message on its way to one partner. */
export interface Zending {
  readonly partner: PartnerAdres;
  readonly zaakId: ZaakId;
  readonly bericht: Partnerbericht;
}

export interface Partnerwachtrijen {
  /**
   * Sends at most one message per zaak and partner to the FIFO queues (group: zaakId; the message's own id is its
   * deduplication id, so that a resend within five minutes is dropped). Returns the sendings that did not get through.
   */
  verstuur(zendingen: readonly Zending[]): Promise<ReadonlySet<Zending>>;
}

const GROOTSTE_BATCH = 10;

/**
 * The queues of the partners lie beside the function's own: same account, same region, a name that follows from the
 * partner. A partner whose queue does not exist cannot be told and counts as failed.
 */
export const maakPartnerwachtrijen = (
  eigenWachtrijUrl: string,
  meldFout: (partner: PartnerAdres, oorzaak: string) => void,
  client = new SQSClient({}),
): Partnerwachtrijen => {
  const verstuurStuk = async (
    partner: PartnerAdres,
    stuk: readonly Zending[],
  ): Promise<readonly Zending[]> => {
    try {
      const antwoord = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: new URL(kanaalWachtrij(partner), eigenWachtrijUrl).href,
          Entries: stuk.map(
            ({ zaakId, bericht }, nummer): SendMessageBatchRequestEntry => ({
              Id: String(nummer),
              MessageBody: JSON.stringify(bericht),
              MessageGroupId: zaakId,
              MessageDeduplicationId: bericht.id,
              MessageAttributes: {
                'content-type': { DataType: 'String', StringValue: 'application/cloudevents+json' },
                ce_type: { DataType: 'String', StringValue: bericht.type },
                ce_source: { DataType: 'String', StringValue: bericht.source },
              },
            }),
          ),
        }),
      );
      const gelukt = new Set((antwoord.Successful ?? []).map(({ Id }) => Id));
      for (const { Code } of antwoord.Failed ?? []) meldFout(partner, Code ?? 'onbekend');
      return stuk.filter((_, nummer) => !gelukt.has(String(nummer)));
    } catch (fout) {
      meldFout(partner, fout instanceof Error ? fout.name : 'onbekend');
      return stuk;
    }
  };
  return {
    async verstuur(zendingen) {
      const perPartner = Map.groupBy(zendingen, ({ partner }) => partner);
      const mislukt = await Promise.all(
        [...perPartner].flatMap(([partner, voorPartner]) =>
          inStukken(voorPartner, GROOTSTE_BATCH).map((stuk) => verstuurStuk(partner, stuk)),
        ),
      );
      return new Set(mislukt.flat());
    },
  };
};
