import { Validations } from 'aws-cdk-lib';
import type { EventBus, EventPattern } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Afnemer, type AfnemerOpties, maakAfnemer } from './afnemer.ts';
import { alarmOpDodeBrieven } from './alarmen.ts';
import { maakRegelNaarWachtrij } from './regel.ts';
import { geefUit } from './uitvoer.ts';
import { maakWachtrij } from './wachtrij.ts';

/** What differs per verwerker. */
export type VerwerkerOpties = Omit<AfnemerOpties, 'fifo'> & {
  readonly bus: EventBus;
  /** Which events of the bus come into this queue. */
  readonly patroon: EventPattern;
};

/**
 * One processor of messages from the bus: a rule, the function that takes what the rule puts in its queue (`afnemer.ts`),
 * and dead letters with an alarm for what the rule could not put there.
 */
export class Verwerker extends Construct implements Afnemer {
  readonly functie: LambdaFunctie;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
  /** Events that EventBridge could not get into the queue. */
  readonly regelDodeBrieven: Queue;

  constructor(scope: Construct, id: string, opties: VerwerkerOpties) {
    super(scope, id);
    const { bus, patroon, ...afnemer } = opties;
    const { naam, basis } = opties;
    const gemaakt = maakAfnemer(this, afnemer);
    this.functie = gemaakt.functie;
    this.wachtrij = gemaakt.wachtrij;
    this.dodeBrieven = gemaakt.dodeBrieven;

    this.regelDodeBrieven = maakWachtrij(this, 'RegelDodeBrieven', { sleutel: basis.sleutel });
    Validations.of(this.regelDodeBrieven).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'Dit is zelf een dodebrievenbus, die van de regel; cdk-nag herkent alleen die van wachtrijen.',
    });
    maakRegelNaarWachtrij(this, 'Regel', {
      bus,
      patroon,
      omschrijving: `Gebeurtenissen voor functie ${naam}`,
      wachtrij: this.wachtrij,
      dodeBrieven: this.regelDodeBrieven,
    });
    alarmOpDodeBrieven(
      this,
      'RegelDodeBrievenAlarm',
      basis.alarmOnderwerp,
      this.regelDodeBrieven,
      `Functie ${naam}: EventBridge kon een gebeurtenis niet in de wachtrij zetten`,
    );
    geefUit(
      this,
      'RegelDodeBrievenUrl',
      this.regelDodeBrieven.queueUrl,
      `Gebeurtenissen die de wachtrij van functie ${naam} niet bereikten`,
    );
  }
}
