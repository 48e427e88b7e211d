import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../names.ts';
import { giveOut } from '../outputs.ts';
import { alarmAtAge, alarmAtDeadLetters } from './alarms.ts';
import { bindProcessing } from './bindings.ts';
import { createFunction, type FunctionBasis } from './function.ts';
import { createQueue, FIFO } from './queue.ts';

/** Six times the timeout, as Lambda advises: a message does not come back while it is still being processed. */
const VISIBILITY_FACTOR = 6;

/** How many messages Lambda gets at a time. */
const PARTY = 10;

/** What differs per function that takes its work from a queue. */
export type ConsumerOptions = {
  readonly basis: FunctionBasis;
  readonly naam: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  /** After this many tries a message goes to the dead letters. */
  readonly maxAttempts: number;
  /** How old the oldest message may become before the alarm goes off. */
  readonly maxAge: Duration;
  /** Both queues keep the order within a group, under these names; without it they are standard queues. */
  readonly fifo?: { readonly wachtrij: string; readonly dodeBrieven: string };
};

/** A queue, its dead letters, and the function that takes batches of ten from it. */
export type Consumer = {
  readonly functie: LambdaFunction;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
};

/**
 * Everything of a function that takes its work from a queue of its own: queue, dead letters, the mapping that reports per
 * message what failed, and the alarms on all of it. How messages get into the queue is up to the scope.
 */
export const createConsumer = (scope: Construct, options: ConsumerOptions): Consumer => {
  const { basis, naam, fifo } = options;
  const { sleutel, alarmTopic } = basis;

  const deadLetters = createQueue(scope, 'DodeBrieven', {
    sleutel,
    ...(fifo && { ...FIFO, queueName: fifo.dodeBrieven }),
  });
  const queue = createQueue(scope, 'Wachtrij', {
    sleutel,
    ...(fifo && { ...FIFO, queueName: fifo.wachtrij }),
    visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * options.timeout.toSeconds()),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: options.maxAttempts },
  });
  const fn = createFunction(scope, basis, {
    naam,
    description: options.description,
    timeout: options.timeout,
  });
  bindProcessing(fn, queue, sleutel);
  new EventSourceMapping(scope, 'Koppeling', {
    target: fn,
    eventSourceArn: queue.queueArn,
    batchSize: PARTY,
    reportBatchItemFailures: true,
  });

  alarmAtDeadLetters(
    scope,
    'DodeBrievenAlarm',
    alarmTopic,
    deadLetters,
    `Functie ${naam}: een bericht is na ${options.maxAttempts} pogingen nog niet verwerkt`,
  );
  alarmAtAge(scope, 'LeeftijdAlarm', alarmTopic, queue, {
    maximum: options.maxAge,
    description: `Functie ${naam}: het oudste bericht wacht te lang`,
  });
  giveOut(scope, 'FunctieNaam', fn.functionName, `Functie ${naam}`);
  giveOut(scope, 'WachtrijUrl', queue.queueUrl, `Wachtrij van functie ${naam}`);
  giveOut(scope, 'DodeBrievenUrl', deadLetters.queueUrl, `Dode brieven van functie ${naam}`);
  return { functie: fn, wachtrij: queue, dodeBrieven: deadLetters };
};
