import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DELIVERY_NAMES } from '../names.ts';
import { createAlarm, ownMetric } from './alarms.ts';
import { type Consumer, createConsumer } from './consumer.ts';
import type { FunctionBasis } from './function.ts';

/**
 * How often an order is taken up before it is a dead letter. Waiting for a receiver is done by visibility, and each wait
 * counts as a try; an order that waits longer than a quarter of an hour leaves the queue (functions/webhook).
 */
const MAX_ATTEMPTS = 100;

/** Longer than the waits by visibility of one message together: what is older than this does not move. */
const MAX_AGE = Duration.hours(1);

/**
 * The function that delivers at webhooks, with its FIFO queue of orders. No rule leads there: functions put orders in it
 * themselves. One group per partner and zaak, so that one invocation at a time works on what must stay in order.
 */
export class Deliverer extends Construct implements Consumer {
  readonly functie: LambdaFunction;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, basis: FunctionBasis) {
    super(scope, id);
    const made = createConsumer(this, {
      basis,
      naam: 'webhook',
      description: 'Bezorgt berichten van partners op het adres van hun abonnement',
      // Five receivers that each take the whole of their twenty seconds, one after the other, and some room.
      timeout: Duration.seconds(120),
      maxAttempts: MAX_ATTEMPTS,
      maxAge: MAX_AGE,
      fifo: DELIVERY_NAMES,
    });
    createAlarm(this, 'WaarschuwingAlarm', basis.alarmTopic, {
      metriek: ownMetric('webhook', 'AbonnementGewaarschuwd'),
      drempel: 1,
      description:
        'De ontvanger van een abonnement is in storing, is gestopt (410) of heeft geparkeerde berichten; de tijdlijn van het abonnement zegt wat',
    });
    this.functie = made.functie;
    this.wachtrij = made.wachtrij;
    this.dodeBrieven = made.dodeBrieven;
  }
}
