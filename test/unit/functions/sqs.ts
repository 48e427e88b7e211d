import type { SQSRecord } from 'aws-lambda';

/** A message as Lambda gets it from a queue, handed out so many times. */
export const sqsRecord = (messageId: string, body: string, time = 1): SQSRecord => ({
  messageId,
  receiptHandle: `ontvangst van ${messageId}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(time),
    SentTimestamp: '0',
    SenderId: 'test',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: '',
  awsRegion: 'eu-west-1',
});
