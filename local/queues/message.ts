/** A message as the queue engine holds it. */
export interface SqsMessage {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly messageAttributes: Readonly<
    Record<
      string,
      { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }
    >
  >;
  readonly md5OfMessageAttributes: string;
  readonly sentTimestamp: number;
  approximateReceiveCount: number;
  approximateFirstReceiveTimestamp?: number | undefined;
  delayUntil?: number | undefined;
  readonly messageGroupId?: string | undefined;
  readonly messageDeduplicationId?: string | undefined;
  sequenceNumber?: string | undefined;
}

/** The system attributes of a message, as ReceiveMessage and an event for Lambda give them. */
export function systemAttributes(message: SqsMessage): Record<string, string> {
  const optional = {
    MessageGroupId: message.messageGroupId,
    MessageDeduplicationId: message.messageDeduplicationId,
    SequenceNumber: message.sequenceNumber,
  };
  return {
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    SentTimestamp: String(message.sentTimestamp),
    SenderId: '000000000000',
    ApproximateFirstReceiveTimestamp: String(
      message.approximateFirstReceiveTimestamp ?? message.sentTimestamp,
    ),
    ...Object.fromEntries(
      Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}
