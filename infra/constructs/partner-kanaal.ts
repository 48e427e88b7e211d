import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Kanaal, kanaalDeadLetters, kanaalQueue } from '../../contracts/internal/queue-names.ts';
import { giveOut } from '../outputs.ts';
import { settingsError } from '../settings-error.ts';
import { allowRead } from './partner-access.ts';
import { createQueue, FIFO } from './queue.ts';

/** How often a partner may receive a message without deleting it before the message goes to the dead letters. */
const MAX_ATTEMPTS = 10;

/** A key of a partner that fits in the name of a queue and does not make it look like a dead-letter queue. */
const KEY = /^(?!.*dode-brieven$)[a-z][a-z0-9-]{0,40}$/;

/** The partner that gets the kanaal, and what the kanaal needs of the hub. */
export type PartnerKanaalOptions = {
  readonly gemeentecode: string;
  readonly partner: string;
  readonly key: IKey;
  readonly keep: boolean;
  /** The AWS principals of the partner; empty when it has none. */
  readonly principals: readonly string[];
};

/**
 * Everything of one partner in one gemeente: its FIFO queue, in which each zaak is a group, the dead letters, and
 * the outputs that the partner needs to connect. The watch looks into both queues. It throws when no name of a queue can be made of the
 * partner's key.
 */
export class PartnerKanaal extends Construct {
  readonly kanaal: Kanaal;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, options: PartnerKanaalOptions) {
    super(scope, id);
    const { gemeentecode, partner, key, keep, principals } = options;
    const fifo = { ...FIFO, key, keep };
    this.kanaal = `${gemeentecode}/${partner}`;
    if (!KEY.test(partner)) {
      throw settingsError(`partner ${this.kanaal}: van deze sleutel is geen naam van een wachtrij te maken`);
    }
    this.deadLetters = createQueue(this, 'DodeBrieven', {
      ...fifo,
      queueName: kanaalDeadLetters(this.kanaal),
    });
    this.queue = createQueue(this, 'Wachtrij', {
      ...fifo,
      queueName: kanaalQueue(this.kanaal),
      receiveMessageWaitTime: Duration.seconds(20),
      visibilityTimeout: Duration.minutes(5),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_ATTEMPTS },
    });
    if (principals.length > 0) allowRead(this.queue, principals);

    const what = `van partner ${partner} in gemeente ${gemeentecode}`;
    giveOut(this, 'Url', this.queue.queueUrl, `Wachtrij ${what}`);
    giveOut(this, 'Arn', this.queue.queueArn, `ARN van de wachtrij ${what}`);
    giveOut(this, 'DodeBrievenUrl', this.deadLetters.queueUrl, `Dode brieven ${what}`);
  }
}
