import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Kanaal, kanaalDodeBrieven, kanaalWachtrij } from '../contracts/partnerkanaal.ts';
import { alarmOpDodeBrieven, alarmOpLeeftijd } from './alarmen.ts';
import { laatLezen } from './partner-toegang.ts';
import { geefUit } from './uitvoer.ts';
import { FIFO, maakWachtrij } from './wachtrij.ts';

/** How often a partner may fetch a message without acknowledging it before it goes to the dead letters. */
const MAX_POGINGEN = 10;

/** What fits in the name of a queue, and is not taken for the dead letters of another. */
const SLEUTEL = /^(?!.*dode-brieven$)[a-z][a-z0-9-]{0,40}$/;

/** Who gets the channel and what it needs of the hub. */
export type PartnerKanaalOpties = {
  readonly gemeentecode: string;
  readonly partner: string;
  readonly sleutel: IKey;
  readonly alarmOnderwerp: ITopic;
  readonly bewaren: boolean;
  /** How long a message may lie with the partner before somebody makes a phone call. */
  readonly alarmNa: Duration;
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

  constructor(scope: Construct, id: string, opties: PartnerKanaalOpties) {
    super(scope, id);
    const { gemeentecode, partner, sleutel, alarmOnderwerp, bewaren, alarmNa, principals } = opties;
    const fifo = { ...FIFO, sleutel, bewaren };
    this.kanaal = `${gemeentecode}/${partner}`;
    if (!SLEUTEL.test(partner)) {
      throw new Error(`partner ${this.kanaal}: van deze sleutel is geen naam van een wachtrij te maken`);
    }
    this.dodeBrieven = maakWachtrij(this, 'DodeBrieven', {
      ...fifo,
      queueName: kanaalDodeBrieven(this.kanaal),
    });
    this.wachtrij = maakWachtrij(this, 'Wachtrij', {
      ...fifo,
      queueName: kanaalWachtrij(this.kanaal),
      receiveMessageWaitTime: Duration.seconds(20),
      visibilityTimeout: Duration.minutes(5),
      deadLetterQueue: { queue: this.dodeBrieven, maxReceiveCount: MAX_POGINGEN },
    });
    if (principals.length > 0) laatLezen(this.wachtrij, principals);

    alarmOpDodeBrieven(
      this,
      'DodeBrievenAlarm',
      alarmOnderwerp,
      this.dodeBrieven,
      `Kanaal ${this.kanaal}: een bericht is ${MAX_POGINGEN} keer opgehaald en nooit bevestigd`,
    );
    alarmOpLeeftijd(this, 'LeeftijdAlarm', alarmOnderwerp, this.wachtrij, {
      maximaal: alarmNa,
      omschrijving: `Kanaal ${this.kanaal}: de partner heeft een bericht al ${alarmNa.toHours()} uur niet opgehaald`,
    });

    const wat = `van partner ${partner} in gemeente ${gemeentecode}`;
    geefUit(this, 'Url', this.wachtrij.queueUrl, `Wachtrij ${wat}`);
    geefUit(this, 'Arn', this.wachtrij.queueArn, `ARN van de wachtrij ${wat}`);
    geefUit(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, `Dode brieven ${wat}`);
  }
}
