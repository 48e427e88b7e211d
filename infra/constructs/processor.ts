import { Validations } from 'aws-cdk-lib';
import type { EventBus, EventPattern } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { giveOut } from '../outputs.ts';
import { alarmAtDeadLetters } from './alarms.ts';
import { type Consumer, type ConsumerOptions, createConsumer } from './consumer.ts';
import { createQueue } from './queue.ts';
import { createRuleToQueue } from './rule.ts';

/** What differs per verwerker. */
export type ProcessorOptions = Omit<ConsumerOptions, 'fifo'> & {
  readonly bus: EventBus;
  /** Which events of the bus come into this queue. */
  readonly pattern: EventPattern;
};

/**
 * One processor of messages from the bus: a rule, the function that takes what the rule puts in its queue (`afnemer.ts`),
 * and dead letters with an alarm for what the rule could not put there.
 */
export class Processor extends Construct implements Consumer {
  readonly functie: LambdaFunction;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
  /** Events that EventBridge could not get into the queue. */
  readonly regelDodeBrieven: Queue;

  constructor(scope: Construct, id: string, options: ProcessorOptions) {
    super(scope, id);
    const { bus, pattern, ...consumer } = options;
    const { naam, basis } = options;
    const made = createConsumer(this, consumer);
    this.functie = made.functie;
    this.wachtrij = made.wachtrij;
    this.dodeBrieven = made.dodeBrieven;

    this.regelDodeBrieven = createQueue(this, 'RegelDodeBrieven', { sleutel: basis.sleutel });
    Validations.of(this.regelDodeBrieven).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'Dit is zelf een dodebrievenbus, die van de regel; cdk-nag herkent alleen die van wachtrijen.',
    });
    createRuleToQueue(this, 'Regel', {
      bus,
      pattern,
      description: `Gebeurtenissen voor functie ${naam}`,
      wachtrij: this.wachtrij,
      dodeBrieven: this.regelDodeBrieven,
    });
    alarmAtDeadLetters(
      this,
      'RegelDodeBrievenAlarm',
      basis.alarmTopic,
      this.regelDodeBrieven,
      `Functie ${naam}: EventBridge kon een gebeurtenis niet in de wachtrij zetten`,
    );
    giveOut(
      this,
      'RegelDodeBrievenUrl',
      this.regelDodeBrieven.queueUrl,
      `Gebeurtenissen die de wachtrij van functie ${naam} niet bereikten`,
    );
  }
}
