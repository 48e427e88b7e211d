import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../names.ts';
import { giveOut } from '../outputs.ts';
import { alarmAtAge, alarmAtDeadLetters } from './alarms.ts';
import { bindProcessing } from './bindings.ts';
import { createFunction, type FunctionContext } from './function.ts';
import { createQueue, FIFO } from './queue.ts';

/** Visibility is six times the timeout, as Lambda advises, so that a message does not return while it is processed. */
const VISIBILITY_FACTOR = 6;

/** How many messages Lambda takes at a time. */
const BATCH_SIZE = 10;

/**
 * So many batches of one queue are processed at once: five hundred messages, which one table takes easily. A flood in one
 * queue then leaves the account's concurrency to the API and the other queues, and waits in its queue itself.
 */
const MAX_CONCURRENCY = 50;

/** What differs between the functions that take their work from a queue. */
export type ConsumerOptions = {
  readonly context: FunctionContext;
  readonly name: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  /** After this many tries a message goes to the dead letters. */
  readonly maxAttempts: number;
  /** How old the oldest message may become before the alarm goes off. */
  readonly maxAge: Duration;
  /** Names of the two queues when they are FIFO queues. Without them they are standard queues. */
  readonly fifo?: { readonly queue: string; readonly deadLetters: string };
};

/** A queue, its dead letters, and the function that takes batches from it. */
export type Consumer = {
  readonly fn: LambdaFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;
};

/**
 * Makes everything of a function that takes its work from a queue: the queue, its dead letters, the mapping that
 * reports failures per message, and the alarms. The caller decides how messages get into the queue.
 */
export const createConsumer = (scope: Construct, options: ConsumerOptions): Consumer => {
  const { context, name, fifo } = options;
  const { key, alarmTopic } = context;

  const deadLetters = createQueue(scope, 'DodeBrieven', {
    key,
    ...(fifo && { ...FIFO, queueName: fifo.deadLetters }),
  });
  const queue = createQueue(scope, 'Wachtrij', {
    key,
    ...(fifo && { ...FIFO, queueName: fifo.queue }),
    visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * options.timeout.toSeconds()),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: options.maxAttempts },
  });
  const fn = createFunction(scope, context, {
    name,
    description: options.description,
    timeout: options.timeout,
  });
  bindProcessing(fn, queue, key);
  new EventSourceMapping(scope, 'Koppeling', {
    target: fn,
    eventSourceArn: queue.queueArn,
    batchSize: BATCH_SIZE,
    reportBatchItemFailures: true,
    maxConcurrency: MAX_CONCURRENCY,
  });

  alarmAtDeadLetters(
    scope,
    'DodeBrievenAlarm',
    alarmTopic,
    deadLetters,
    `Functie ${name}: een bericht is na ${options.maxAttempts} pogingen nog niet verwerkt`,
  );
  alarmAtAge(scope, 'LeeftijdAlarm', alarmTopic, queue, {
    maximum: options.maxAge,
    description: `Functie ${name}: het oudste bericht wacht te lang`,
  });
  giveOut(scope, 'FunctieNaam', fn.functionName, `Functie ${name}`);
  giveOut(scope, 'WachtrijUrl', queue.queueUrl, `Wachtrij van functie ${name}`);
  giveOut(scope, 'DodeBrievenUrl', deadLetters.queueUrl, `Dode brieven van functie ${name}`);
  return { fn, queue: queue, deadLetters };
};
