import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DeduplicationScope, FifoThroughputLimit, type Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOpDodeBrieven, alarmOpLeeftijd } from './alarmen.ts';
import { APP_NAAM } from './namen.ts';
import { geefUit } from './uitvoer.ts';
import { maakWachtrij } from './wachtrij.ts';

/** Zo vaak mag een partner een bericht ophalen zonder het te bevestigen voordat het naar de dode brieven gaat. */
const MAX_POGINGEN = 10;

/** Zo lang mag een bericht bij een partner blijven liggen voordat iemand gaat bellen. */
const MAX_LEEFTIJD = Duration.days(1);

/** Wie het kanaal krijgt en wat het van de hub nodig heeft. */
export type PartnerKanaalOpties = {
  readonly gemeentecode: string;
  readonly partner: string;
  readonly sleutel: IKey;
  readonly alarmOnderwerp: ITopic;
  readonly bewaren: boolean;
};

/**
 * Alles van één partner in één gemeente: zijn FIFO-wachtrij (groep = zaakId), de dode brieven daarachter, de
 * alarmen en de uitvoer die de partner nodig heeft om aan te sluiten.
 *
 * Ontdubbelen gebeurt op het berichtnummer en niet op de inhoud: twee gebeurtenissen met dezelfde inhoud zijn
 * twee berichten.
 */
export class PartnerKanaal extends Construct {
  /** Sleutel in `PARTNER_WACHTRIJEN`, bijvoorbeeld `0907/taalschool`. */
  readonly kanaal: string;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, opties: PartnerKanaalOpties) {
    super(scope, id);
    const { gemeentecode, partner, sleutel, alarmOnderwerp, bewaren } = opties;
    const naam = `${APP_NAAM}-${gemeentecode}-${partner}`;
    const fifo = {
      sleutel,
      bewaren,
      fifo: true,
      contentBasedDeduplication: false,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    } as const;
    this.kanaal = `${gemeentecode}/${partner}`;
    this.dodeBrieven = maakWachtrij(this, 'DodeBrieven', { ...fifo, queueName: `${naam}-dode-brieven.fifo` });
    this.wachtrij = maakWachtrij(this, 'Wachtrij', {
      ...fifo,
      queueName: `${naam}.fifo`,
      receiveMessageWaitTime: Duration.seconds(20),
      visibilityTimeout: Duration.minutes(5),
      deadLetterQueue: { queue: this.dodeBrieven, maxReceiveCount: MAX_POGINGEN },
    });

    alarmOpDodeBrieven(
      this,
      'DodeBrievenAlarm',
      alarmOnderwerp,
      this.dodeBrieven,
      `Kanaal ${this.kanaal}: een bericht is ${MAX_POGINGEN} keer opgehaald en nooit bevestigd`,
    );
    alarmOpLeeftijd(this, 'LeeftijdAlarm', alarmOnderwerp, this.wachtrij, {
      maximaal: MAX_LEEFTIJD,
      omschrijving: `Kanaal ${this.kanaal}: de partner heeft een bericht al een dag niet opgehaald`,
    });

    const wat = `van partner ${partner} in gemeente ${gemeentecode}`;
    geefUit(this, 'Url', this.wachtrij.queueUrl, `Wachtrij ${wat}`);
    geefUit(this, 'Arn', this.wachtrij.queueArn, `ARN van de wachtrij ${wat}`);
    geefUit(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, `Dode brieven ${wat}`);
  }
}
