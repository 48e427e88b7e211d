import type { SQSRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { postpone } from '../../../../functions/shared/postpone.ts';
import { processBatch, type Received } from '../../../../functions/shared/process-batch.ts';
import { sqsRecord } from '../sqs.ts';

/** What every consumer of a queue answers: which records stay there. */

const records = ['"eerste"', 'geen json', '"derde"', '"vierde"'].map((body, index) =>
  sqsRecord(`record-${index + 1}`, body),
);
const read = ({ body }: SQSRecord): unknown => JSON.parse(body);

it('records that cannot be read, and those that processing keeps, stay in the order in which they came', async () => {
  const unread: [string, unknown][] = [];
  const processed: unknown[] = [];
  const answer = await processBatch(
    { Records: records },
    {
      read,
      unreadable: ({ messageId }, error) => unread.push([messageId, error]),
      process: async (received) => {
        processed.push(...received.map(({ message }) => message));
        return received
          .filter(({ message }) => message !== 'derde')
          .map(({ record }) => record)
          .toReversed();
      },
    },
  );
  expect(processed).toEqual(['eerste', 'derde', 'vierde']);
  expect(unread).toEqual([['record-2', expect.any(SyntaxError)]]);
  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
    'record-1',
    'record-2',
    'record-4',
  ]);
});

it('a batch of which processing throws comes again whole', async () => {
  const process = async (_: readonly Received<unknown>[]): Promise<readonly SQSRecord[]> => {
    throw new Error('de bus weigerde');
  };
  await expect(
    processBatch({ Records: records }, { read, unreadable: () => undefined, process }),
  ).rejects.toThrow('de bus weigerde');
});

it('a record that cannot be put off is told of, and fails nothing', async () => {
  const told: unknown[] = [];
  const failure = new Error('te laat');
  await postpone(
    () => Promise.reject(failure),
    (error) => told.push(error),
  );
  await postpone(
    async () => undefined,
    (error) => told.push(error),
  );
  expect(told).toEqual([failure]);
});
