import { type Duration, Validations } from 'aws-cdk-lib';
import type { EventBus, EventPattern } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { giveOut } from '../outputs.ts';
import { type Consumer, type ConsumerOptions, createConsumer } from './consumer.ts';
import { createQueue } from './queue.ts';
import { createRuleToQueue } from './rule.ts';

/** What differs between processors. */
export type ProcessorOptions = Omit<ConsumerOptions, 'fifo'> & {
  readonly bus: EventBus;
  /** The pattern of the events on the bus that come into the queue. */
  readonly pattern: EventPattern;
};

/**
 * A function that processes events of the bus: a rule, the consumer of the queue that the rule fills (`consumer.ts`),
 * and dead letters for the events that the rule could not put in that queue.
 */
export class Processor extends Construct implements Consumer {
  readonly fn: LambdaFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly maxAge: Duration;
  /** The events that EventBridge could not put in the queue. */
  readonly ruleDeadLetters: Queue;

  constructor(scope: Construct, id: string, options: ProcessorOptions) {
    super(scope, id);
    const { bus, pattern, ...consumerOptions } = options;
    const { name, context } = options;
    const consumer = createConsumer(this, consumerOptions);
    this.fn = consumer.fn;
    this.queue = consumer.queue;
    this.deadLetters = consumer.deadLetters;
    this.maxAge = consumer.maxAge;

    this.ruleDeadLetters = createQueue(this, 'RegelDodeBrieven', { key: context.key });
    Validations.of(this.ruleDeadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'Dit is zelf een dodebrievenbus, die van de regel; cdk-nag herkent alleen die van wachtrijen.',
    });
    createRuleToQueue(this, 'Regel', {
      bus,
      pattern,
      description: `Gebeurtenissen voor functie ${name}`,
      queue: this.queue,
      deadLetters: this.ruleDeadLetters,
    });
    giveOut(
      this,
      'RegelDodeBrievenUrl',
      this.ruleDeadLetters.queueUrl,
      `Gebeurtenissen die de wachtrij van functie ${name} niet bereikten`,
    );
  }
}
