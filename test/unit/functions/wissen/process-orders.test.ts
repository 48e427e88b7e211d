import type { SQSEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import type { EraseOrder } from '../../../../contracts/internal/bus-events.ts';
import { type OrderDependencies, processOrders } from '../../../../functions/wissen/process-orders.ts';

const ZAAK = '8faa695c-84f2-8f7e-a5e3-60c0ca9df081';

const batchOf = (orders: readonly EraseOrder[]): SQSEvent => ({
  Records: orders.map((detail, number) => ({
    messageId: String(number),
    receiptHandle: String(number),
    body: JSON.stringify({ detail }),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'events',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:wissen',
    awsRegion: 'eu-west-1',
  })),
});

it('erases who is to be erased before it looks after what is past its term, which takes all the time that there is', async () => {
  const done: string[] = [];
  const nothing = { perStatus: async () => ({ items: [] }), writeIfNewer: async () => true };
  const deps = {
    erasings: {
      read: async (zaakId: string) => void done.push(zaakId),
      due: async () => {
        done.push('opruimen');
        return [];
      },
    },
    table: nothing,
    now: () => new Date('2026-03-04T10:00:00Z'),
    telemetry: { info: () => undefined, fout: () => undefined },
  } as unknown as OrderDependencies;
  const batch = batchOf([{ taak: 'opruimen' }, { zaakId: ZAAK as never }, { taak: 'opruimen' }]);
  expect(await processOrders(deps, batch, () => 120_000)).toEqual({ batchItemFailures: [] });
  expect(done).toEqual([ZAAK, 'opruimen', 'opruimen']);
});
