import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DELIVERY_NAMES } from '../names.ts';
import { createAlarm, ownMetric } from './alarms.ts';
import { type Consumer, createConsumer } from './consumer.ts';
import type { FunctionContext } from './function.ts';

/**
 * How often a job is received before it becomes a dead letter. A job waits for its receiver by its visibility, and each
 * wait counts as a try. A job that waits longer than a quarter of an hour leaves the queue (functions/webhook).
 */
const MAX_ATTEMPTS = 100;

/** Longer than all waits of one job together, so that an older job is stuck. */
const MAX_AGE = Duration.hours(1);

/**
 * The function that delivers at webhooks, with its FIFO queue of jobs. Functions put jobs in that queue themselves,
 * without a rule. Each partner and zaak is a group of its own, so that one invocation at a time works on what must stay
 * in order.
 */
export class Deliverer extends Construct implements Consumer {
  readonly fn: LambdaFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly maxAge: Duration;

  constructor(scope: Construct, id: string, context: FunctionContext) {
    super(scope, id);
    const consumer = createConsumer(this, {
      context,
      name: 'webhook',
      description: 'Bezorgt berichten van partners op het adres van hun abonnement',
      // There is time for five receivers, one after the other, that each take their twenty seconds.
      timeout: Duration.seconds(120),
      maxAttempts: MAX_ATTEMPTS,
      waitsForOthers: true,
      // What is left of a lane or a request goes on in another invocation, and a receiver that is back lets all of its lanes go.
      ordersItself: true,
      maxAge: MAX_AGE,
      fifo: DELIVERY_NAMES,
    });
    createAlarm(this, 'WaarschuwingAlarm', context.alarmTopic, {
      metric: ownMetric('webhook', 'AbonnementGewaarschuwd'),
      threshold: 1,
      description:
        'De ontvanger van een abonnement is in storing, is gestopt (410) of heeft geparkeerde berichten; de tijdlijn van het abonnement zegt wat',
    });
    this.fn = consumer.fn;
    this.queue = consumer.queue;
    this.deadLetters = consumer.deadLetters;
    this.maxAge = consumer.maxAge;
  }
}
