import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type QueueEngine, startQueueEngine } from '../../../../local/queues/engine.ts';
import type { FauxqsQueue } from '../../../../local/queues/fauxqs.ts';
import { createMapping } from '../../../../local/queues/mapping.ts';

const VISIBILITY_SECONDS = 720;
const arn = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;
const directory = mkdtempSync(join(tmpdir(), 'inburgeringshub-fifo-'));

let engine: QueueEngine;
let queue: FauxqsQueue;
let dead: FauxqsQueue;

const open = async (dataDir?: string): Promise<void> => {
  engine = await startQueueEngine(dataDir);
  const make = (name: string, redrive?: object) =>
    engine.create({
      name,
      url: `http://127.0.0.1/000000000000/${name}`,
      arn: arn(name),
      mapped: false,
      properties: {
        FifoQueue: true,
        VisibilityTimeout: VISIBILITY_SECONDS,
        ...(redrive as { RedrivePolicy?: { deadLetterTargetArn: string; maxReceiveCount: number } }),
      },
    });
  dead = make('dood.fifo');
  queue = make('orders.fifo', {
    RedrivePolicy: { deadLetterTargetArn: arn('dood.fifo'), maxReceiveCount: 3 },
  });
};

/** Sends messages such as a1, a2 and b1, whose letter is their group. */
const send = (...bodies: readonly string[]): void => {
  for (const body of bodies) engine.send(arn('orders.fifo'), body, body.charAt(0));
};
const receive = (count = 10) => queue.dequeue(count, undefined, engine.byArn);
const bodies = (received: readonly { readonly Body: string }[]): readonly string[] =>
  received.map(({ Body }) => Body);

beforeEach(() => open());
afterEach(async () => {
  vi.useRealTimers();
  await engine.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('a FIFO queue', () => {
  it('gives several messages of one group at once in order, together with those of other groups', () => {
    send('a1', 'b1', 'a2', 'c1', 'a3');
    expect(bodies(receive())).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
  });

  it('gives no more messages than requested', () => {
    send('a1', 'a2', 'b1');
    expect(bodies(receive(2))).toEqual(['a1', 'a2']);
    expect(bodies(receive(2))).toEqual(['b1']);
  });

  it('holds a group back until all its messages in flight are deleted, and no other group', () => {
    send('a1', 'a2');
    const [first, second] = receive();
    send('a3', 'b1');
    queue.deleteMessage(first?.ReceiptHandle ?? '');
    expect(bodies(receive())).toEqual(['b1']);
    queue.deleteMessage(second?.ReceiptHandle ?? '');
    expect(bodies(receive())).toEqual(['a3']);
  });

  it('puts a message back in its old place, also when its visibility timeout ended', () => {
    send('a1', 'a2', 'a3');
    const given = receive(2);
    send('a4');
    for (const { ReceiptHandle } of given) queue.changeVisibility(ReceiptHandle, 0);
    const again = receive();
    expect(bodies(again)).toEqual(['a1', 'a2', 'a3', 'a4']);

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + VISIBILITY_SECONDS * 1000 });
    expect(bodies(receive())).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('moves messages that were received too often to the dead letters, in order and in their group', () => {
    send('a1', 'a2');
    for (let taken = 0; taken < 3; taken += 1) {
      for (const { ReceiptHandle } of receive()) queue.changeVisibility(ReceiptHandle, 0);
    }
    expect(receive()).toEqual([]);
    expect(dead.fifoMessages.get('a')?.map(({ body }) => body)).toEqual(['a1', 'a2']);
  });

  it('remembers across a restart that a group has several messages in flight', async () => {
    await engine.close();
    await open(directory);
    send('a1', 'a2', 'a3');
    const [first] = receive(2);
    await engine.close();
    await open(directory);
    queue.deleteMessage(first?.ReceiptHandle ?? '');
    expect(receive()).toEqual([]);
  });
});

describe('a mapping on a FIFO queue', () => {
  /**
   * Runs a function that handles messages until `until` are done. It fails this message the first `times`, and with it
   * the messages after it in its group, as Lambda asks of a reader of a FIFO queue.
   */
  const run = async (failing: string, times: number, until: number): Promise<readonly string[]> => {
    const handled: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    let failures = 0;
    const mapping = createMapping({
      queue,
      deadLetterQueue: engine.byArn,
      batchSize: 10,
      batchingWindowSeconds: 0,
      partialFailures: true,
      maximumConcurrency: 2,
      invoke: async ({ Records }: SQSEvent) => {
        const fails = failures < times && Records.some(({ body }) => body === failing);
        if (fails) failures += 1;
        const failed = fails ? Records.filter(({ body }) => body >= failing && body.startsWith('a')) : [];
        for (const { receiptHandle } of failed) queue.changeVisibility(receiptHandle, 0);
        handled.push(...Records.filter((record) => !failed.includes(record)).map(({ body }) => body));
        if (handled.length >= until) resolve();
        const value: SQSBatchResponse = {
          batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
        };
        return { ok: true, value };
      },
    });
    mapping.start();
    await promise;
    await mapping.stop();
    return handled;
  };

  it('hands failed messages out again in order, and lets other groups pass', async () => {
    send('a1', 'a2', 'a3', 'b1', 'b2');
    const handled = await run('a2', 2, 5);
    expect(handled).toEqual(['a1', 'b1', 'b2', 'a2', 'a3']);
  });

  it('deletes the messages of a batch that succeeded and keeps the others', async () => {
    send('a1', 'a2', 'b1');
    expect(await run('a2', 100, 2)).toEqual(['a1', 'b1']);
    expect(queue.fifoMessages.get('a')?.map(({ body }) => body)).toEqual(['a2']);
    expect(queue.inflightMessages.size).toBe(0);
  });
});
