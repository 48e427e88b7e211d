import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { STAMP } from '../../contracts/internal/bus-events.ts';
import { isObject } from '../../contracts/is-object.ts';
import { known } from '../../domain/known.ts';
import { LARGEST_BATCH } from '../send-all.ts';
import { errorName, sendBatch, UNKNOWN } from './send-batch.ts';

/** One dead letter, with what moving it needs, and never its content. */
export interface DeadLetter {
  readonly id: string;
  /** FIFO: the group (a zaak) within which the order is kept. */
  readonly group?: string;
  /** The stamp of an earlier run. */
  readonly stamp?: string;
  /** Whether it was on its way to another target than this place leads to. */
  readonly otherTarget: boolean;
}

/**
 * What became of a letter. `too early`: its queue still remembers this very message and drops it; after five minutes it does not.
 * `reden` is the name of the error and never its text, which could quote the letter.
 */
export type Lot =
  | { readonly kind: 'sent' }
  | { readonly kind: 'too early' }
  | { readonly kind: 'refused'; readonly reden: string };

/** How many letters are gone, and the name of the error for each letter that is not. */
export interface Removal {
  readonly gone: number;
  readonly redenen: readonly string[];
}

/** The dead letters of one place. */
export interface DeadLetters<B extends DeadLetter = DeadLetter> {
  count(): Promise<{ readonly visible: number; readonly inProgress: number }>;
  /** At most ten letters, which are hidden from others meanwhile. */
  fetch(): Promise<readonly B[]>;
  /** Sends the letters where they belong, at most one of each group. The result is what became of each. */
  send(letters: readonly B[], stamp: string): Promise<readonly Lot[]>;
  /** Removes the letters from the dead letters. */
  remove(letters: readonly B[]): Promise<Removal>;
}

/** A dead-letter queue and where its messages belong. */
export interface RecoveryPlace {
  /** The name that an operator uses: `coa`, `coa-regel`, `0907/taalschool`, `bewaking`. */
  readonly naam: string;
  readonly deadLettersUrl: string;
  /** A message that EventBridge could not deliver carries EventBridge's own attributes, which say nothing to the consumer. */
  readonly target:
    | { readonly kind: 'queue' | 'queue of a rule'; readonly url: string }
    | { readonly kind: 'function'; readonly naam: string };
}

/** A batch is done well within this time. Letters that stay are visible again after it. */
const VISIBLE_AFTER_SECONDS = 60;

const SENT: Lot = { kind: 'sent' };
const refused = (reason: string): Lot => ({ kind: 'refused', reden: reason });

type SqsDeadLetter = DeadLetter & { readonly message: Message };

const lastPart = (url: string): string => url.split('/').at(-1) ?? url;

/** The queue that EventBridge failed to reach, by its name; undefined when the message does not say. */
const intendedTarget = ({ MessageAttributes }: Message): string | undefined =>
  MessageAttributes?.['TARGET_ARN']?.StringValue?.split(':').at(-1);

const attributes = (
  { MessageAttributes = {} }: Message,
  place: RecoveryPlace,
  stamp: string,
): Record<string, MessageAttributeValue> => ({
  ...(place.target.kind === 'queue' ? MessageAttributes : {}),
  [STAMP]: { DataType: 'String', StringValue: stamp },
});

/** The members of an event; none when it is not an object in JSON. */
const membersOf = (body: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const event: unknown = JSON.parse(body);
    return isObject(event) ? event : undefined;
  } catch {
    return undefined; // the parser's own message would quote the event
  }
};

/** The event with the stamp as a member, because an invocation has no attributes. */
const stamped = (body: string, stamp: string): Uint8Array => {
  const members = membersOf(body);
  return Buffer.from(members === undefined ? body : JSON.stringify({ ...members, [STAMP]: stamp }));
};

/** The stamp of an earlier run: an attribute of a message, or a member of an event on which a function failed again. */
const earlierStamp = (
  { Body = '', MessageAttributes }: Message,
  place: RecoveryPlace,
): string | undefined => {
  if (place.target.kind !== 'function') return MessageAttributes?.[STAMP]?.StringValue;
  const stamp = membersOf(Body)?.[STAMP];
  return typeof stamp === 'string' ? stamp : undefined;
};

/** The dead letters of one place, over SQS (and Lambda, for invocations that failed). */
export const createDeadLetters = (
  place: RecoveryPlace,
  { sqs, lambda }: { readonly sqs: SQSClient; readonly lambda: LambdaClient },
): DeadLetters<SqsDeadLetter> => {
  const QueueUrl = place.deadLettersUrl;

  const toFunction = async (letter: SqsDeadLetter, fn: string, stamp: string): Promise<Lot> => {
    try {
      const Payload = stamped(letter.message.Body ?? '', stamp);
      const { StatusCode } = await lambda.send(
        new InvokeCommand({ FunctionName: fn, InvocationType: 'Event', Payload }),
      );
      return StatusCode === 202 ? SENT : refused(`status ${StatusCode}`);
    } catch (error) {
      return refused(errorName(error));
    }
  };

  const toQueue = async (
    letters: readonly SqsDeadLetter[],
    url: string,
    stamp: string,
  ): Promise<readonly Lot[]> => {
    const entries = letters.map(({ message }, number) => ({
      Id: String(number),
      MessageBody: message.Body,
      MessageAttributes: attributes(message, place, stamp),
      ...(message.Attributes?.MessageGroupId === undefined
        ? {}
        : {
            MessageGroupId: message.Attributes.MessageGroupId,
            MessageDeduplicationId: message.Attributes.MessageDeduplicationId,
          }),
    }));
    try {
      const { messageIds, failed } = await sendBatch(sqs, url, entries);
      const codes = new Map(failed.map(({ Id = '', Code = UNKNOWN }) => [Id, Code]));
      return letters.map(({ message }, number): Lot => {
        const id = String(number);
        if (!messageIds.has(id)) return refused(codes.get(id) ?? UNKNOWN);
        // A FIFO queue that drops a repetition answers with the id of the message that it remembers. When that is this very letter,
        // the queue holds nothing new, and deleting the letter now would lose it.
        return messageIds.get(id) === message.MessageId ? { kind: 'too early' } : SENT;
      });
    } catch (error) {
      // Nothing of this batch is known to have arrived. Ten messages can be too large together, and one never is.
      if (letters.length === 1) return [refused(errorName(error))];
      const lots: Lot[] = [];
      for (const letter of letters) lots.push(...(await toQueue([letter], url, stamp)));
      return lots;
    }
  };

  return {
    async count() {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return {
        visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
        inProgress: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    },

    async fetch() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: LARGEST_BATCH,
          VisibilityTimeout: VISIBLE_AFTER_SECONDS,
          // Asks every server of the queue; a short poll may find nothing where something is.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['MessageGroupId', 'MessageDeduplicationId'],
        }),
      );
      return Messages.map((message): SqsDeadLetter => {
        const target = intendedTarget(message);
        const stamp = earlierStamp(message, place);
        const group = message.Attributes?.MessageGroupId;
        const otherTarget =
          place.target.kind === 'queue of a rule' &&
          target !== undefined &&
          target !== lastPart(place.target.url);
        return {
          id: message.MessageId ?? '',
          message,
          ...known({ group, stamp }),
          otherTarget,
        };
      });
    },

    async send(letters, stamp) {
      const { target } = place;
      return target.kind === 'function'
        ? Promise.all(letters.map((letter) => toFunction(letter, target.naam, stamp)))
        : toQueue(letters, target.url, stamp);
    },

    async remove(letters) {
      try {
        const { Successful = [], Failed = [] } = await sqs.send(
          new DeleteMessageBatchCommand({
            QueueUrl,
            Entries: letters.map(({ message }, number) => ({
              Id: String(number),
              ReceiptHandle: message.ReceiptHandle,
            })),
          }),
        );
        return { gone: Successful.length, redenen: Failed.map(({ Code = UNKNOWN }) => Code) };
      } catch (error) {
        return { gone: 0, redenen: letters.map(() => errorName(error)) };
      }
    },
  };
};
