import { Duration, Validations } from 'aws-cdk-lib';
import type { EventBus, EventPattern } from 'aws-cdk-lib/aws-events';
import { EventSourceMapping, type Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOpDodeBrieven, alarmOpLeeftijd } from './alarmen.ts';
import { type FunctieBasis, maakFunctie } from './functie.ts';
import { koppelVerwerking } from './koppelingen.ts';
import type { FunctieNaam } from './namen.ts';
import { maakRegelNaarWachtrij } from './regel.ts';
import { geefUit } from './uitvoer.ts';
import { maakWachtrij } from './wachtrij.ts';

/** Six times the timeout, as Lambda advises: a message does not come back while it is still being processed. */
const ZICHTBAARHEID_FACTOR = 6;

/** How many messages Lambda gets at a time. */
const PARTIJ = 10;

/** What differs per verwerker. */
export type VerwerkerOpties = {
  readonly basis: FunctieBasis;
  readonly naam: FunctieNaam;
  readonly omschrijving: string;
  readonly timeout: Duration;
  readonly bus: EventBus;
  /** Which events of the bus come into this queue. */
  readonly patroon: EventPattern;
  /** After this many tries a message goes to the dead letters. */
  readonly maxPogingen: number;
  /** How old the oldest message may become before the alarm goes off. */
  readonly maxLeeftijd: Duration;
};

/**
 * One processor of messages: a rule on the bus, a queue, dead letters for the queue and for the rule, the function that
 * takes batches of ten and reports per message what failed, and the alarms on all of it.
 */
export class Verwerker extends Construct {
  readonly functie: LambdaFunctie;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
  /** Events that EventBridge could not get into the queue. */
  readonly regelDodeBrieven: Queue;

  constructor(scope: Construct, id: string, opties: VerwerkerOpties) {
    super(scope, id);
    const { basis, naam } = opties;
    const { sleutel, alarmOnderwerp } = basis;

    this.dodeBrieven = maakWachtrij(this, 'DodeBrieven', { sleutel });
    this.regelDodeBrieven = maakWachtrij(this, 'RegelDodeBrieven', { sleutel });
    Validations.of(this.regelDodeBrieven).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'Dit is zelf een dodebrievenbus, die van de regel; cdk-nag herkent alleen die van wachtrijen.',
    });
    this.wachtrij = maakWachtrij(this, 'Wachtrij', {
      sleutel,
      visibilityTimeout: Duration.seconds(ZICHTBAARHEID_FACTOR * opties.timeout.toSeconds()),
      deadLetterQueue: { queue: this.dodeBrieven, maxReceiveCount: opties.maxPogingen },
    });

    this.functie = maakFunctie(this, basis, {
      naam,
      omschrijving: opties.omschrijving,
      timeout: opties.timeout,
    });
    koppelVerwerking(this.functie, this.wachtrij, sleutel);
    new EventSourceMapping(this, 'Koppeling', {
      target: this.functie,
      eventSourceArn: this.wachtrij.queueArn,
      batchSize: PARTIJ,
      reportBatchItemFailures: true,
    });
    maakRegelNaarWachtrij(this, 'Regel', {
      bus: opties.bus,
      patroon: opties.patroon,
      omschrijving: `Gebeurtenissen voor functie ${naam}`,
      wachtrij: this.wachtrij,
      dodeBrieven: this.regelDodeBrieven,
    });

    alarmOpDodeBrieven(
      this,
      'DodeBrievenAlarm',
      alarmOnderwerp,
      this.dodeBrieven,
      `Functie ${naam}: een bericht is na ${opties.maxPogingen} pogingen nog niet verwerkt`,
    );
    alarmOpDodeBrieven(
      this,
      'RegelDodeBrievenAlarm',
      alarmOnderwerp,
      this.regelDodeBrieven,
      `Functie ${naam}: EventBridge kon een gebeurtenis niet in de wachtrij zetten`,
    );
    alarmOpLeeftijd(this, 'LeeftijdAlarm', alarmOnderwerp, this.wachtrij, {
      maximaal: opties.maxLeeftijd,
      omschrijving: `Functie ${naam}: het oudste bericht wacht te lang`,
    });
    geefUit(this, 'FunctieNaam', this.functie.functionName, `Functie ${naam}`);
    geefUit(this, 'WachtrijUrl', this.wachtrij.queueUrl, `Wachtrij van functie ${naam}`);
    geefUit(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, `Dode brieven van functie ${naam}`);
    geefUit(
      this,
      'RegelDodeBrievenUrl',
      this.regelDodeBrieven.queueUrl,
      `Gebeurtenissen die de wachtrij van functie ${naam} niet bereikten`,
    );
  }
}
