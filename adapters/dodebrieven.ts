import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { STEMPEL } from '../contracts/intern.ts';
import { LARGEST_BATCH, sendBatch } from './send-all.ts';

/** One dead letter, as far as moving it depends on it. Never its content. */
export interface Brief {
  readonly id: string;
  /** FIFO: the group (a zaak) within which the order is kept. */
  readonly groep?: string;
  /** The stamp of an earlier run. */
  readonly stempel?: string;
  /** It was on its way to something else than this place leads to. */
  readonly anderDoel: boolean;
}

/** `te vroeg`: its queue still remembers this very message and drops it; after five minutes it does not. */
export type Lot = 'verstuurd' | 'te vroeg' | 'geweigerd';

/** The dead letters of one place. */
export interface Dodebrieven<B extends Brief = Brief> {
  tel(): Promise<{ readonly zichtbaar: number; readonly onderhanden: number }>;
  /** At most ten letters, hidden from others meanwhile. */
  haal(): Promise<readonly B[]>;
  /** Sends them where they belong, at most one of each group; what became of each. */
  stuur(brieven: readonly B[], stempel: string): Promise<readonly Lot[]>;
  /** How many of them are gone. */
  verwijder(brieven: readonly B[]): Promise<number>;
}

/** A dead-letter queue and where its messages belong. */
export interface HerstelPlek {
  /** As an operator calls it: `coa`, `coa-regel`, `0907/taalschool`, `bewaking`. */
  readonly naam: string;
  readonly dodeBrievenUrl: string;
  /** What EventBridge could not deliver carries its own attributes, which say nothing to the consumer. */
  readonly doel:
    | { readonly soort: 'wachtrij' | 'wachtrij van regel'; readonly url: string }
    | { readonly soort: 'functie'; readonly naam: string };
}

/** A batch is dealt with well within this; what stays is visible again afterwards. */
const ZICHTBAAR_NA_SECONDEN = 60;

type SqsBrief = Brief & { readonly bericht: Message };

const laatsteDeel = (url: string): string => url.split('/').at(-1) ?? url;

/** The queue that EventBridge failed to reach, by its name; undefined when the message does not say. */
const bedoeldDoel = ({ MessageAttributes }: Message): string | undefined =>
  MessageAttributes?.['TARGET_ARN']?.StringValue?.split(':').at(-1);

const kenmerken = (
  { MessageAttributes = {} }: Message,
  plek: HerstelPlek,
  stempel: string,
): Record<string, MessageAttributeValue> => ({
  ...(plek.doel.soort === 'wachtrij' ? MessageAttributes : {}),
  [STEMPEL]: { DataType: 'String', StringValue: stempel },
});

/** The members of an event; none when it is not an object in JSON. */
const ledenVan = (body: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const event: unknown = JSON.parse(body);
    return typeof event === 'object' && event !== null && !Array.isArray(event) ? { ...event } : undefined;
  } catch {
    return undefined; // the parser's own message would quote the event
  }
};

/** The event with the stamp as a member of it: an invocation has no attributes. */
const gestempeld = (body: string, stempel: string): Uint8Array => {
  const leden = ledenVan(body);
  return Buffer.from(leden === undefined ? body : JSON.stringify({ ...leden, [STEMPEL]: stempel }));
};

/** The stamp of an earlier run: an attribute of a message, a member of an event that a function failed on again. */
const eerdereStempel = ({ Body = '', MessageAttributes }: Message, plek: HerstelPlek): string | undefined => {
  if (plek.doel.soort !== 'functie') return MessageAttributes?.[STEMPEL]?.StringValue;
  const stempel = ledenVan(Body)?.[STEMPEL];
  return typeof stempel === 'string' ? stempel : undefined;
};

/** The dead letters of one place, over SQS (and Lambda, for invocations that failed). */
export const maakDodebrieven = (
  plek: HerstelPlek,
  { sqs, lambda }: { readonly sqs: SQSClient; readonly lambda: LambdaClient },
): Dodebrieven<SqsBrief> => {
  const QueueUrl = plek.dodeBrievenUrl;

  const naarFunctie = async (brief: SqsBrief, functie: string, stempel: string): Promise<Lot> => {
    try {
      const Payload = gestempeld(brief.bericht.Body ?? '', stempel);
      const { StatusCode } = await lambda.send(
        new InvokeCommand({ FunctionName: functie, InvocationType: 'Event', Payload }),
      );
      return StatusCode === 202 ? 'verstuurd' : 'geweigerd';
    } catch {
      // The report counts it; the letter stays where it is. The error's text could quote the event.
      return 'geweigerd';
    }
  };

  const naarWachtrij = async (
    brieven: readonly SqsBrief[],
    url: string,
    stempel: string,
  ): Promise<readonly Lot[]> => {
    const entries = brieven.map(({ bericht }, nummer) => ({
      Id: String(nummer),
      MessageBody: bericht.Body,
      MessageAttributes: kenmerken(bericht, plek, stempel),
      ...(bericht.Attributes?.MessageGroupId === undefined
        ? {}
        : {
            MessageGroupId: bericht.Attributes.MessageGroupId,
            MessageDeduplicationId: bericht.Attributes.MessageDeduplicationId,
          }),
    }));
    const antwoord = await sendBatch(sqs, url, entries).catch(() => undefined);
    if (antwoord === undefined) {
      // Nothing of this batch is known to have arrived. Ten messages can be too large together, one never is.
      if (brieven.length === 1) return ['geweigerd'];
      const loten: Lot[] = [];
      for (const brief of brieven) loten.push(...(await naarWachtrij([brief], url, stempel)));
      return loten;
    }
    const { messageIds } = antwoord;
    return brieven.map(({ bericht }, nummer): Lot => {
      if (!messageIds.has(String(nummer))) return 'geweigerd';
      // A FIFO queue that drops a repetition answers with the id of the message that it remembers. When that is this
      // very letter, nothing new lies in the queue: deleting it now would lose it.
      return messageIds.get(String(nummer)) === bericht.MessageId ? 'te vroeg' : 'verstuurd';
    });
  };

  return {
    async tel() {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return {
        zichtbaar: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
        onderhanden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    },

    async haal() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: LARGEST_BATCH,
          VisibilityTimeout: ZICHTBAAR_NA_SECONDEN,
          // Asks every server of the queue; a short poll may find nothing where something is.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['MessageGroupId', 'MessageDeduplicationId'],
        }),
      );
      return Messages.map((bericht): SqsBrief => {
        const doel = bedoeldDoel(bericht);
        const stempel = eerdereStempel(bericht, plek);
        const groep = bericht.Attributes?.MessageGroupId;
        const anderDoel =
          plek.doel.soort === 'wachtrij van regel' &&
          doel !== undefined &&
          doel !== laatsteDeel(plek.doel.url);
        return {
          id: bericht.MessageId ?? '',
          bericht,
          ...(groep === undefined ? {} : { groep }),
          ...(stempel === undefined ? {} : { stempel }),
          anderDoel,
        };
      });
    },

    async stuur(brieven, stempel) {
      const { doel } = plek;
      return doel.soort === 'functie'
        ? Promise.all(brieven.map((brief) => naarFunctie(brief, doel.naam, stempel)))
        : naarWachtrij(brieven, doel.url, stempel);
    },

    async verwijder(brieven) {
      const antwoord = await sqs
        .send(
          new DeleteMessageBatchCommand({
            QueueUrl,
            Entries: brieven.map(({ bericht }, nummer) => ({
              Id: String(nummer),
              ReceiptHandle: bericht.ReceiptHandle,
            })),
          }),
        )
        .catch(() => ({ Successful: [] }));
      return (antwoord.Successful ?? []).length;
    },
  };
};
