import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOpDodeBrieven, eigenMetriek, maakAlarm, VENSTER } from './alarmen.ts';
import { type FunctieBasis, maakFunctie } from './functie.ts';
import { koppelSleutel } from './koppelingen.ts';
import { staRegelToe } from './regel.ts';
import { geefUit } from './uitvoer.ts';
import { maakWachtrij } from './wachtrij.ts';

/**
 * The watch: invoked every five minutes, with dead letters for invocations that fail and an alarm when it has not run
 * for a quarter of an hour. Without the latter its own standstill would look like good news.
 */
export class Bewaking extends Construct {
  readonly functie: LambdaFunctie;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, basis: FunctieBasis) {
    super(scope, id);
    const { sleutel, alarmOnderwerp } = basis;
    this.dodeBrieven = maakWachtrij(this, 'DodeBrieven', { sleutel });
    this.functie = maakFunctie(this, basis, {
      naam: 'bewaking',
      omschrijving: 'Biedt achterblijvers opnieuw aan en telt wat wacht',
      timeout: Duration.seconds(60),
      dodeBrieven: this.dodeBrieven,
    });
    koppelSleutel(this.functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);

    const regel = new Rule(this, 'Schema', {
      description: 'Roept de bewaking elke vijf minuten aan',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [
        {
          bind: () => ({
            arn: this.functie.functionArn,
            deadLetterConfig: { arn: this.dodeBrieven.queueArn },
          }),
        },
      ],
    });
    staRegelToe(this.dodeBrieven, regel);
    this.functie.addPermission('Schema', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: regel.ruleArn,
    });

    alarmOpDodeBrieven(
      this,
      'DodeBrievenAlarm',
      alarmOnderwerp,
      this.dodeBrieven,
      'De bewaking kon niet aangeroepen worden of is na herhaling mislukt',
    );
    maakAlarm(this, 'StilstandAlarm', alarmOnderwerp, {
      metriek: this.functie.metricInvocations({ period: VENSTER }),
      drempel: 1,
      vensters: 3,
      richting: 'onder',
      omschrijving: 'De bewaking heeft een kwartier niet gelopen',
    });
    maakAlarm(this, 'LangWachtendAlarm', alarmOnderwerp, {
      metriek: eigenMetriek('LangWachtend', 'bewaking'),
      drempel: 1,
      omschrijving: 'Een bericht wacht langer dan toegestaan op een persoon die de hub nog niet kent',
    });
    maakAlarm(this, 'OnverwerkteOntvangstenAlarm', alarmOnderwerp, {
      metriek: eigenMetriek('OnverwerkteOntvangsten', 'bewaking'),
      drempel: 1,
      omschrijving: 'Een aangenomen bericht bereikte zijn wachtrij niet en is opnieuw aangeboden',
    });
    geefUit(this, 'FunctieNaam', this.functie.functionName, 'Functie die bewaakt');
    geefUit(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, 'Mislukte aanroepen van de bewaking');
  }
}
