import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Kanaal, kanaalDeadLetters, kanaalQueue } from '../../contracts/internal/queue-names.ts';
import { giveOut } from '../outputs.ts';
import { alarmAtAge, alarmAtDeadLetters } from './alarms.ts';
import { allowRead } from './partner-access.ts';
import { createQueue, FIFO } from './queue.ts';

/** How often a partner may fetch a message without acknowledging it before it goes to the dead letters. */
const MAX_ATTEMPTS = 10;

/** What fits in the name of a queue, and is not taken for the dead letters of another. */
const KEY = /^(?!.*dode-brieven$)[a-z][a-z0-9-]{0,40}$/;

/** Who gets the channel and what it needs of the hub. */
export type PartnerKanaalOptions = {
  readonly gemeentecode: string;
  readonly partner: string;
  readonly sleutel: IKey;
  readonly alarmTopic: ITopic;
  readonly keep: boolean;
  /** How long a message may lie with the partner before somebody makes a phone call. */
  readonly alarmAfter: Duration;
  /** The partner's own AWS principals, when it has any. */
  readonly principals: readonly string[];
};

/**
 * Everything of one partner in one gemeente: its FIFO queue (group = zaakId), the dead letters behind it, the alarms,
 * and the outputs that the partner needs to connect.
 */
export class PartnerKanaal extends Construct {
  readonly kanaal: Kanaal;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, options: PartnerKanaalOptions) {
    super(scope, id);
    const { gemeentecode, partner, sleutel, alarmTopic, keep, alarmAfter, principals } = options;
    const fifo = { ...FIFO, sleutel, keep };
    this.kanaal = `${gemeentecode}/${partner}`;
    if (!KEY.test(partner)) {
      throw new Error(`partner ${this.kanaal}: van deze sleutel is geen naam van een wachtrij te maken`);
    }
    this.dodeBrieven = createQueue(this, 'DodeBrieven', {
      ...fifo,
      queueName: kanaalDeadLetters(this.kanaal),
    });
    this.wachtrij = createQueue(this, 'Wachtrij', {
      ...fifo,
      queueName: kanaalQueue(this.kanaal),
      receiveMessageWaitTime: Duration.seconds(20),
      visibilityTimeout: Duration.minutes(5),
      deadLetterQueue: { queue: this.dodeBrieven, maxReceiveCount: MAX_ATTEMPTS },
    });
    if (principals.length > 0) allowRead(this.wachtrij, principals);

    alarmAtDeadLetters(
      this,
      'DodeBrievenAlarm',
      alarmTopic,
      this.dodeBrieven,
      `Kanaal ${this.kanaal}: een bericht is ${MAX_ATTEMPTS} keer opgehaald en nooit bevestigd`,
    );
    alarmAtAge(this, 'LeeftijdAlarm', alarmTopic, this.wachtrij, {
      maximum: alarmAfter,
      description: `Kanaal ${this.kanaal}: de partner heeft een bericht al ${alarmAfter.toHours()} uur niet opgehaald`,
    });

    const what = `van partner ${partner} in gemeente ${gemeentecode}`;
    giveOut(this, 'Url', this.wachtrij.queueUrl, `Wachtrij ${what}`);
    giveOut(this, 'Arn', this.wachtrij.queueArn, `ARN van de wachtrij ${what}`);
    giveOut(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, `Dode brieven ${what}`);
  }
}
