import { type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { kanaalQueue } from '../../contracts/internal/queue-names.ts';
import type { PostvakItem } from '../../domain/delivery/item.ts';
import { traceparentIn } from '../../domain/delivery/text.ts';
import { HubError } from '../../domain/errors.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { chunk } from '../chunk.ts';
import { LARGEST_BATCH } from '../send-all.ts';
import { errorName, sendBatch, UNKNOWN, withoutNamespace } from './send-batch.ts';

export interface PartnerQueues {
  /**
   * Sends at most one message per zaak and partner to the FIFO queues. The group is the zaakId, and the message's own id is its
   * deduplication id, so that a resend within five minutes is dropped.
   */
  send(items: readonly PostvakItem[]): Promise<QueueOutcome>;
}

/** The messages that did not get through. Every other message is in its queue. */
interface QueueOutcome {
  /** Messages to try again: the queue was busy, unreachable, or does not exist (yet). */
  readonly failed: ReadonlySet<PostvakItem>;
  /** Messages not to try again as they are: the queue does not take their content. */
  readonly refused: ReadonlySet<PostvakItem>;
}

/**
 * Errors about the content of a message: SQS takes XML 1.0 characters only, and up to 1 MiB in a call. `SenderFault` only says that
 * the caller is at fault, which also holds for a disabled key and for the caller's own pace.
 */
const CONTENT_ERRORS: ReadonlySet<string> = new Set([
  'InvalidMessageContents',
  'InvalidParameterValue',
  'BatchRequestTooLong',
]);

const isOfContent = (code = UNKNOWN): boolean => CONTENT_ERRORS.has(withoutNamespace(code));

/** A message that was asked for again needs another id, or the queue drops it as a repetition. */
export const deduplicationId = ({ id, herleveringen }: PostvakItem): string =>
  herleveringen === 0 ? id : `${id}-${herleveringen}`;

const property = (value: unknown) => ({ DataType: 'String', StringValue: String(value) });

const toEntry = (item: PostvakItem, number: number): SendMessageBatchRequestEntry => {
  if (item.tekst === undefined) throw new HubError('retry', 'van dit bericht is de inhoud al weg');
  const traceparent = traceparentIn(item.tekst);
  return {
    Id: String(number),
    MessageBody: item.tekst,
    MessageGroupId: item.zaakId,
    MessageDeduplicationId: deduplicationId(item),
    MessageAttributes: {
      'content-type': property('application/cloudevents+json'),
      ce_type: property(item.type),
      ce_source: property(item.source),
      ...(traceparent === undefined ? {} : { traceparent: property(traceparent) }),
    },
  };
};

const together = (outcomes: readonly QueueOutcome[]): QueueOutcome => ({
  failed: new Set(outcomes.flatMap(({ failed }) => [...failed])),
  refused: new Set(outcomes.flatMap(({ refused }) => [...refused])),
});

/**
 * The queues of the partners, beside the function's own queue: same account, same region, and a name that follows from the partner.
 * A message for a queue that does not exist counts as failed.
 */
export const createPartnerQueues = (
  ownQueueUrl: string,
  announceError: (partner: KanaalId, cause: string) => void,
  client = new SQSClient({}),
): PartnerQueues => {
  const sendToQueue = async (partner: KanaalId, batch: readonly PostvakItem[]): Promise<QueueOutcome> => {
    try {
      const queueUrl = new URL(kanaalQueue(partner), ownQueueUrl).href;
      const { messageIds, failed } = await sendBatch(client, queueUrl, batch.map(toEntry));
      for (const { Code = UNKNOWN } of failed) announceError(partner, Code);
      const atFault = new Set(failed.filter(({ Code }) => isOfContent(Code)).map(({ Id }) => Id));
      const [refused, rest] = [new Set<PostvakItem>(), new Set<PostvakItem>()];
      for (const [number, item] of batch.entries()) {
        const id = String(number);
        if (!messageIds.has(id)) (atFault.has(id) ? refused : rest).add(item);
      }
      return { failed: rest, refused };
    } catch (error) {
      const name = errorName(error);
      if (isOfContent(name) && batch.length > 1) {
        // One message of the batch is the reason. When they are sent one by one, the queue shows which.
        return together(await Promise.all(batch.map((item) => sendToQueue(partner, [item]))));
      }
      announceError(partner, name);
      const all = new Set(batch);
      return isOfContent(name) ? { failed: new Set(), refused: all } : { failed: all, refused: new Set() };
    }
  };
  return {
    async send(items) {
      const perPartner = Map.groupBy(items, ({ partner }) => partner);
      return together(
        await Promise.all(
          [...perPartner].flatMap(([partner, forPartner]) =>
            chunk(forPartner, LARGEST_BATCH).map((batch) => sendToQueue(partner, batch)),
          ),
        ),
      );
    },
  };
};
