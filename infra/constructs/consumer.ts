import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { known } from '../../domain/known.ts';
import type { FunctionName } from '../names.ts';
import { giveOut } from '../outputs.ts';
import { bindProcessing } from './bindings.ts';
import { createFunction, type FunctionContext } from './function.ts';
import { createQueue, FIFO } from './queue.ts';

/** Visibility is six times the timeout, as Lambda advises, so that a message does not return while it is processed. */
const VISIBILITY_FACTOR = 6;

/** How many messages Lambda takes at a time. */
const BATCH_SIZE = 10;

/**
 * How many batches at once of a function that waits for others: for DUO, or for the receivers of partners. When they answer late each
 * batch takes as long as its function may run, and a flood in its queue would hold every place that the others need.
 */
const WAITING_AT_ONCE = 100;

/**
 * From so many gemeenten on such a flood is possible: what DUO tells of fewer in a year is not a thousand batches. With a bound Lambda
 * asks an empty queue with five pollers, and without one with as few as two; a FIFO queue it asks with five in any case.
 */
export const MANY_GEMEENTEN = 10;

/** How many batches of this consumer may run at once; undefined when nothing bounds it. */
const boundOf = ({ context, waitsForOthers, fifo }: ConsumerOptions): number | undefined => {
  const { environment, gemeenten } = context;
  const canBeFlooded = waitsForOthers && (fifo !== undefined || gemeenten >= MANY_GEMEENTEN);
  return environment.verwerkenTegelijk ?? (canBeFlooded ? WAITING_AT_ONCE : undefined);
};

/** What differs between the functions that take their work from a queue. */
export type ConsumerOptions = {
  readonly context: FunctionContext;
  readonly name: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  /** After this many tries a message goes to the dead letters. */
  readonly maxAttempts: number;
  /** It calls somebody outside, whose time it cannot know. */
  readonly waitsForOthers?: true;
  /** It puts work in its own queue too. */
  readonly ordersItself?: true;
  /** So long there may be work in the queue of which nothing is taken; then the watch finds it. */
  readonly maxAge: Duration;
  /** Names of the two queues when they are FIFO queues. Without them they are standard queues. */
  readonly fifo?: { readonly queue: string; readonly deadLetters: string };
};

/** A queue, its dead letters, and the function that takes batches from it. */
export type Consumer = {
  readonly fn: LambdaFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly maxAge: Duration;
};

/**
 * Makes everything of a function that takes its work from a queue: the queue, its dead letters, the mapping that
 * reports failures per message. The watch looks into both queues. The caller decides how messages get into the queue.
 */
export const createConsumer = (scope: Construct, options: ConsumerOptions): Consumer => {
  const { context, name, fifo } = options;
  const { key } = context;
  const atOnce = boundOf(options);

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
    ...known({ ordersItself: options.ordersItself }),
  });
  bindProcessing(fn, queue, key);
  new EventSourceMapping(scope, 'Koppeling', {
    target: fn,
    eventSourceArn: queue.queueArn,
    batchSize: BATCH_SIZE,
    reportBatchItemFailures: true,
    ...known({ maxConcurrency: atOnce }),
  });

  giveOut(scope, 'FunctieNaam', fn.functionName, `Functie ${name}`);
  giveOut(scope, 'WachtrijUrl', queue.queueUrl, `Wachtrij van functie ${name}`);
  giveOut(scope, 'DodeBrievenUrl', deadLetters.queueUrl, `Dode brieven van functie ${name}`);
  return { fn, queue, deadLetters, maxAge: options.maxAge };
};
