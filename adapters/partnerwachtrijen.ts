import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { kanaalWachtrij } from '../contracts/partnerkanaal.ts';
import type { Poststuk } from '../domain/delivery/item.ts';
import { HubFout } from '../domain/fouten.ts';
import type { PartnerAdres } from '../domain/partners/projectie.ts';
import { inStukken } from './stukken.ts';

export interface Partnerwachtrijen {
  /**
   * Sends at most one message per zaak and partner to the FIFO queues (group: zaakId; the message's own id is its
   * deduplication id, so that a resend within five minutes is dropped). Returns those that did not get through.
   */
  verstuur(stukken: readonly Poststuk[]): Promise<ReadonlySet<Poststuk>>;
}

const GROOTSTE_BATCH = 10;

/** One that was asked for again is another message to the queue, though not to the partner. */
const ontdubbelId = ({ id, herleveringen }: Poststuk): string =>
  herleveringen === 0 ? id : `${id}-${herleveringen}`;

const eigenschap = (waarde: unknown) => ({ DataType: 'String', StringValue: String(waarde) });

const alsEntry = (stuk: Poststuk, nummer: number): SendMessageBatchRequestEntry => {
  if (stuk.tekst === undefined) throw new HubFout('opnieuw', 'van dit bericht is de inhoud al weg');
  return {
    Id: String(nummer),
    MessageBody: stuk.tekst,
    MessageGroupId: stuk.zaakId,
    MessageDeduplicationId: ontdubbelId(stuk),
    MessageAttributes: {
      'content-type': eigenschap('application/cloudevents+json'),
      ce_type: eigenschap(stuk.type),
      ce_source: eigenschap(stuk.source),
    },
  };
};

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
    stuk: readonly Poststuk[],
  ): Promise<readonly Poststuk[]> => {
    try {
      const antwoord = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: new URL(kanaalWachtrij(partner), eigenWachtrijUrl).href,
          Entries: stuk.map(alsEntry),
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
    async verstuur(stukken) {
      const perPartner = Map.groupBy(stukken, ({ partner }) => partner);
      const mislukt = await Promise.all(
        [...perPartner].flatMap(([partner, voorPartner]) =>
          inStukken(voorPartner, GROOTSTE_BATCH).map((stuk) => verstuurStuk(partner, stuk)),
        ),
      );
      return new Set(mislukt.flat());
    },
  };
};
