import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { kanaalWachtrij } from '../contracts/partnerkanaal.ts';
import type { Poststuk } from '../domain/delivery/item.ts';
import { HubFout } from '../domain/fouten.ts';
import type { PartnerAdres } from '../domain/partners/projectie.ts';
import { inStukken } from './stukken.ts';

export interface Partnerwachtrijen {
  /**
   * Sends at most one message per zaak and partner to the FIFO queues (group: zaakId; the message's own id is its
   * deduplication id, so that a resend within five minutes is dropped).
   */
  verstuur(stukken: readonly Poststuk[]): Promise<QueueOutcome>;
}

/** What did not get through. Everything else is in its queue. */
interface QueueOutcome {
  /** To be tried again: the queue was busy, unreachable, or does not exist (yet). */
  readonly failed: ReadonlySet<Poststuk>;
  /** Never to be tried again as it is: the queue does not take this content. */
  readonly refused: ReadonlySet<Poststuk>;
}

const GROOTSTE_BATCH = 10;

/**
 * Errors of a whole call that say something about the content of a message in it: SQS takes XML 1.0 characters only, and
 * up to 1 MiB in a call.
 */
const CONTENT_ERRORS: ReadonlySet<string> = new Set(['InvalidMessageContents', 'BatchRequestTooLong']);

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

/** The name of an error without the namespace that the older protocol puts before it. */
const errorName = (fout: unknown): string =>
  fout instanceof Error ? (fout.name.split('.').at(-1) ?? fout.name) : 'onbekend';

const together = (outcomes: readonly QueueOutcome[]): QueueOutcome => ({
  failed: new Set(outcomes.flatMap(({ failed }) => [...failed])),
  refused: new Set(outcomes.flatMap(({ refused }) => [...refused])),
});

/**
 * The queues of the partners lie beside the function's own: same account, same region, a name that follows from the
 * partner. A partner whose queue does not exist cannot be told and counts as failed.
 */
export const maakPartnerwachtrijen = (
  eigenWachtrijUrl: string,
  meldFout: (partner: PartnerAdres, oorzaak: string) => void,
  client = new SQSClient({}),
): Partnerwachtrijen => {
  const sendBatch = async (partner: PartnerAdres, batch: readonly Poststuk[]): Promise<QueueOutcome> => {
    try {
      const antwoord = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: new URL(kanaalWachtrij(partner), eigenWachtrijUrl).href,
          Entries: batch.map(alsEntry),
        }),
      );
      const gelukt = new Set((antwoord.Successful ?? []).map(({ Id }) => Id));
      const mislukt = antwoord.Failed ?? [];
      for (const { Code } of mislukt) meldFout(partner, Code ?? 'onbekend');
      const atFault = new Set(mislukt.filter(({ SenderFault }) => SenderFault).map(({ Id }) => Id));
      const rest = batch.filter((_, nummer) => !gelukt.has(String(nummer)));
      const isRefused = (stuk: Poststuk): boolean => atFault.has(String(batch.indexOf(stuk)));
      return {
        failed: new Set(rest.filter((stuk) => !isRefused(stuk))),
        refused: new Set(rest.filter(isRefused)),
      };
    } catch (fout) {
      const name = errorName(fout);
      if (CONTENT_ERRORS.has(name) && batch.length > 1) {
        // One of them is why: each alone shows which.
        return together(await Promise.all(batch.map((stuk) => sendBatch(partner, [stuk]))));
      }
      meldFout(partner, name);
      const all = new Set(batch);
      return CONTENT_ERRORS.has(name)
        ? { failed: new Set(), refused: all }
        : { failed: all, refused: new Set() };
    }
  };
  return {
    async verstuur(stukken) {
      const perPartner = Map.groupBy(stukken, ({ partner }) => partner);
      return together(
        await Promise.all(
          [...perPartner].flatMap(([partner, voorPartner]) =>
            inStukken(voorPartner, GROOTSTE_BATCH).map((batch) => sendBatch(partner, batch)),
          ),
        ),
      );
    },
  };
};
