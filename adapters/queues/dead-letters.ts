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
import { LARGEST_BATCH } from '../send-all.ts';
import { errorName, sendBatch, UNKNOWN } from './send-batch.ts';

/** One dead letter, as far as moving it depends on it. Never its content. */
export interface Brief {
  readonly id: string;
  /** FIFO: the group (a zaak) within which the order is kept. */
  readonly group?: string;
  /** The stamp of an earlier run. */
  readonly stempel?: string;
  /** It was on its way to something else than this place leads to. */
  readonly otherTarget: boolean;
}

/**
 * What became of a letter. `te vroeg`: its queue still remembers this very message and drops it; after five minutes it does
 * not. `reden` is the name of the error and never its text, which could quote the letter.
 */
export type Lot =
  | { readonly soort: 'verstuurd' }
  | { readonly soort: 'te vroeg' }
  | { readonly soort: 'geweigerd'; readonly reden: string };

/** How many letters are gone, and the name of the error for each that is not. */
export interface Removal {
  readonly gone: number;
  readonly redenen: readonly string[];
}

/** The dead letters of one place. */
export interface DeadLetters<B extends Brief = Brief> {
  count(): Promise<{ readonly visible: number; readonly inProgress: number }>;
  /** At most ten letters, hidden from others meanwhile. */
  fetch(): Promise<readonly B[]>;
  /** Sends them where they belong, at most one of each group; what became of each. */
  send(letters: readonly B[], stamp: string): Promise<readonly Lot[]>;
  /** Takes them away from the dead letters. */
  remove(letters: readonly B[]): Promise<Removal>;
}

/** A dead-letter queue and where its messages belong. */
export interface RecoveryPlace {
  /** As an operator calls it: `coa`, `coa-regel`, `0907/taalschool`, `bewaking`. */
  readonly naam: string;
  readonly deadLettersUrl: string;
  /** What EventBridge could not deliver carries its own attributes, which say nothing to the consumer. */
  readonly doel:
    | { readonly soort: 'wachtrij' | 'wachtrij van regel'; readonly url: string }
    | { readonly soort: 'functie'; readonly naam: string };
}

/** A batch is dealt with well within this; what stays is visible again afterwards. */
const VISIBLE_AFTER_SECONDS = 60;

const SENT: Lot = { soort: 'verstuurd' };
const refused = (reason: string): Lot => ({ soort: 'geweigerd', reden: reason });

type SqsBrief = Brief & { readonly bericht: Message };

const lastPart = (url: string): string => url.split('/').at(-1) ?? url;

/** The queue that EventBridge failed to reach, by its name; undefined when the message does not say. */
const intendedTarget = ({ MessageAttributes }: Message): string | undefined =>
  MessageAttributes?.['TARGET_ARN']?.StringValue?.split(':').at(-1);

const attributes = (
  { MessageAttributes = {} }: Message,
  place: RecoveryPlace,
  stamp: string,
): Record<string, MessageAttributeValue> => ({
  ...(place.doel.soort === 'wachtrij' ? MessageAttributes : {}),
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

/** The event with the stamp as a member of it: an invocation has no attributes. */
const stamped = (body: string, stamp: string): Uint8Array => {
  const members = membersOf(body);
  return Buffer.from(members === undefined ? body : JSON.stringify({ ...members, [STAMP]: stamp }));
};

/** The stamp of an earlier run: an attribute of a message, a member of an event that a function failed on again. */
const earlierStamp = (
  { Body = '', MessageAttributes }: Message,
  place: RecoveryPlace,
): string | undefined => {
  if (place.doel.soort !== 'functie') return MessageAttributes?.[STAMP]?.StringValue;
  const stamp = membersOf(Body)?.[STAMP];
  return typeof stamp === 'string' ? stamp : undefined;
};

/** The dead letters of one place, over SQS (and Lambda, for invocations that failed). */
export const createDeadLetters = (
  place: RecoveryPlace,
  { sqs, lambda }: { readonly sqs: SQSClient; readonly lambda: LambdaClient },
): DeadLetters<SqsBrief> => {
  const QueueUrl = place.deadLettersUrl;

  const toFunction = async (brief: SqsBrief, fn: string, stamp: string): Promise<Lot> => {
    try {
      const Payload = stamped(brief.bericht.Body ?? '', stamp);
      const { StatusCode } = await lambda.send(
        new InvokeCommand({ FunctionName: fn, InvocationType: 'Event', Payload }),
      );
      return StatusCode === 202 ? SENT : refused(`status ${StatusCode}`);
    } catch (error) {
      return refused(errorName(error));
    }
  };

  const toQueue = async (
    letters: readonly SqsBrief[],
    url: string,
    stamp: string,
  ): Promise<readonly Lot[]> => {
    const entries = letters.map(({ bericht }, number) => ({
      Id: String(number),
      MessageBody: bericht.Body,
      MessageAttributes: attributes(bericht, place, stamp),
      ...(bericht.Attributes?.MessageGroupId === undefined
        ? {}
        : {
            MessageGroupId: bericht.Attributes.MessageGroupId,
            MessageDeduplicationId: bericht.Attributes.MessageDeduplicationId,
          }),
    }));
    try {
      const { messageIds, failed } = await sendBatch(sqs, url, entries);
      const codes = new Map(failed.map(({ Id = '', Code = UNKNOWN }) => [Id, Code]));
      return letters.map(({ bericht }, number): Lot => {
        const id = String(number);
        if (!messageIds.has(id)) return refused(codes.get(id) ?? UNKNOWN);
        // A FIFO queue that drops a repetition answers with the id of the message that it remembers. When that is this
        // very letter, nothing new lies in the queue: deleting it now would lose it.
        return messageIds.get(id) === bericht.MessageId ? { soort: 'te vroeg' } : SENT;
      });
    } catch (error) {
      // Nothing of this batch is known to have arrived. Ten messages can be too large together, one never is.
      if (letters.length === 1) return [refused(errorName(error))];
      const lots: Lot[] = [];
      for (const brief of letters) lots.push(...(await toQueue([brief], url, stamp)));
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
      return Messages.map((bericht): SqsBrief => {
        const target = intendedTarget(bericht);
        const stamp = earlierStamp(bericht, place);
        const group = bericht.Attributes?.MessageGroupId;
        const otherTarget =
          place.doel.soort === 'wachtrij van regel' &&
          target !== undefined &&
          target !== lastPart(place.doel.url);
        return {
          id: bericht.MessageId ?? '',
          bericht,
          ...(group === undefined ? {} : { group }),
          ...(stamp === undefined ? {} : { stempel: stamp }),
          otherTarget,
        };
      });
    },

    async send(letters, stamp) {
      const { doel } = place;
      return doel.soort === 'functie'
        ? Promise.all(letters.map((brief) => toFunction(brief, doel.naam, stamp)))
        : toQueue(letters, doel.url, stamp);
    },

    async remove(letters) {
      try {
        const { Successful = [], Failed = [] } = await sqs.send(
          new DeleteMessageBatchCommand({
            QueueUrl,
            Entries: letters.map(({ bericht }, number) => ({
              Id: String(number),
              ReceiptHandle: bericht.ReceiptHandle,
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
