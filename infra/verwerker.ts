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

/** Zes keer de tijdslimiet, zoals Lambda aanraadt: een bericht komt niet terug terwijl het nog verwerkt wordt. */
const ZICHTBAARHEID_FACTOR = 6;

/** Hoeveel berichten Lambda per keer meekrijgt. */
const PARTIJ = 10;

/** Wat per verwerker verschilt. */
export type VerwerkerOpties = {
  readonly basis: FunctieBasis;
  readonly naam: FunctieNaam;
  readonly omschrijving: string;
  readonly timeout: Duration;
  readonly bus: EventBus;
  /** Welke gebeurtenissen van de bus in deze wachtrij komen. */
  readonly patroon: EventPattern;
  /** Na zoveel pogingen gaat een bericht naar de dode brieven. */
  readonly maxPogingen: number;
  /** Zo oud mag het oudste bericht worden voordat het alarm afgaat. */
  readonly maxLeeftijd: Duration;
};

/**
 * Eén verwerker van berichten: een regel op de bus, een wachtrij, dode brieven voor de wachtrij en voor de regel,
 * de functie die partijen van tien verwerkt en per bericht meldt wat mislukte, en de alarmen daarop.
 */
export class Verwerker extends Construct {
  readonly functie: LambdaFunctie;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
  /** Gebeurtenissen die EventBridge niet in de wachtrij kreeg. */
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
    geefUit(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, `Dode brieven van functie ${naam}`);
    geefUit(
      this,
      'RegelDodeBrievenUrl',
      this.regelDodeBrieven.queueUrl,
      `Gebeurtenissen die de wachtrij van functie ${naam} niet bereikten`,
    );
  }
}
