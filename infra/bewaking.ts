import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BRONNEN } from '../contracts/metrieken.ts';
import { alarmOpDodeBrieven, eigenMetriek, maakAlarm, VENSTER } from './alarmen.ts';
import { type FunctieBasis, maakFunctie } from './functie.ts';
import { koppelSleutel } from './koppelingen.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import { staRegelToe } from './regel.ts';
import { geefUit } from './uitvoer.ts';
import { maakWachtrij } from './wachtrij.ts';

/**
 * The watch: invoked every five minutes, every minute for deliveries whose time has come, and every six hours for what
 * changes by the day; with dead letters for invocations that fail, and an alarm when it was not invoked for a quarter of an
 * hour. Without the latter its own standstill would look like good news.
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

    const waken = this.#roepAan(
      'Schema',
      Duration.minutes(5),
      'waken',
      'Roept de bewaking elke vijf minuten aan',
    );
    const bezorging = this.#roepAan(
      'BezorgSchema',
      Duration.minutes(1),
      'bezorging',
      'Laat de bewaking aanbieden wat weer bezorgd mag worden',
    );
    this.#roepAan('TermijnSchema', Duration.hours(6), 'termijnen', 'Laat de bewaking de termijnen tellen');

    alarmOpDodeBrieven(
      this,
      'DodeBrievenAlarm',
      alarmOnderwerp,
      this.dodeBrieven,
      'De bewaking kon niet aangeroepen worden of is na herhaling mislukt',
    );
    this.#alarmeerOpStilstand(
      alarmOnderwerp,
      'StilstandAlarm',
      waken,
      'De bewaking heeft een kwartier niet gelopen',
    );
    this.#alarmeerOpStilstand(
      alarmOnderwerp,
      'BezorgingStilstandAlarm',
      bezorging,
      'Uitgestelde bezorging is een kwartier niet opgepakt',
    );
    maakAlarm(this, 'LangWachtendAlarm', alarmOnderwerp, {
      metriek: eigenMetriek('bewaking', 'LangWachtend'),
      drempel: 1,
      omschrijving: 'Een bericht wacht langer dan toegestaan op een persoon die de hub nog niet kent',
    });
    maakAlarm(this, 'OnverwerkteOntvangstenAlarm', alarmOnderwerp, {
      metriek: eigenMetriek('bewaking', 'OnverwerkteOntvangsten'),
      drempel: 1,
      omschrijving: 'Een aangenomen bericht bereikte zijn wachtrij niet en is opnieuw aangeboden',
    });
    this.#alarmeerOpStilte(alarmOnderwerp, basis.omgeving.stilteDagen);
    this.#alarmeerOpTermijnen(alarmOnderwerp, basis.omgeving.gemeenten);
    this.#alarmeerOpPost(alarmOnderwerp, basis.omgeving);
    geefUit(this, 'FunctieNaam', this.functie.functionName, 'Functie die bewaakt');
    geefUit(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, 'Mislukte aanroepen van de bewaking');
  }

  /** A rule of the clock, which says what the run is about. */
  #roepAan(
    id: string,
    elke: Duration,
    taak: 'waken' | 'bezorging' | 'termijnen',
    omschrijving: string,
  ): Rule {
    const regel = new Rule(this, id, {
      description: omschrijving,
      schedule: Schedule.rate(elke),
      targets: [
        {
          bind: () => ({
            arn: this.functie.functionArn,
            input: RuleTargetInput.fromObject({ taak }),
            deadLetterConfig: { arn: this.dodeBrieven.queueArn },
          }),
        },
      ],
    });
    staRegelToe(this.dodeBrieven, regel);
    this.functie.addPermission(id, {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: regel.ruleArn,
    });
    return regel;
  }

  /** Per rule: the function itself runs for another one all the same. */
  #alarmeerOpStilstand(onderwerp: ITopic, id: string, regel: Rule, omschrijving: string): void {
    maakAlarm(this, id, onderwerp, {
      metriek: new Metric({
        namespace: 'AWS/Events',
        metricName: 'Invocations',
        dimensionsMap: { RuleName: regel.ruleName },
        statistic: 'Sum',
        period: VENSTER,
      }),
      drempel: 1,
      vensters: 3,
      richting: 'onder',
      omschrijving,
    });
  }

  /** Whatever the door: a message that its partner does not get is a phone call. */
  #alarmeerOpPost(onderwerp: ITopic, { gemeenten, alarmNaDagen }: Omgeving): void {
    for (const gemeentecode of gemeenten) {
      maakAlarm(this, `GeparkeerdAlarm-${gemeentecode}`, onderwerp, {
        metriek: eigenMetriek('bewaking', 'Geparkeerd', gemeentecode),
        drempel: 1,
        omschrijving: `Gemeente ${gemeentecode}: een bericht aan een partner is geparkeerd; het wordt niet meer bezorgd tot iemand het opnieuw laat sturen`,
      });
      maakAlarm(this, `KlaargezetAlarm-${gemeentecode}`, onderwerp, {
        metriek: eigenMetriek('bewaking', 'OudsteKlaargezet', gemeentecode),
        drempel: Duration.days(alarmNaDagen.partner).toSeconds(),
        omschrijving: `Gemeente ${gemeentecode}: een bericht ligt al ${alarmNaDagen.partner * 24} uur klaar en is niet bij zijn partner`,
      });
    }
  }

  /** CloudWatch looks back a week at most; so the watch measures how long it has been. */
  #alarmeerOpStilte(onderwerp: ITopic, dagen: Omgeving['stilteDagen']): void {
    for (const bron of BRONNEN) {
      maakAlarm(this, `StilteAlarm-${bron}`, onderwerp, {
        metriek: eigenMetriek('bewaking', 'Stilte', bron),
        drempel: Duration.days(dagen[bron]).toSeconds(),
        houdtStand: true,
        omschrijving: `Bron ${bron}: al ${dagen[bron]} dagen geen nieuw bericht`,
      });
    }
  }

  /** On what was exceeded since yesterday: an alarm on all that ever was would never end. */
  #alarmeerOpTermijnen(onderwerp: ITopic, gemeenten: Omgeving['gemeenten']): void {
    for (const gemeentecode of gemeenten) {
      maakAlarm(this, `TermijnAlarm-${gemeentecode}`, onderwerp, {
        metriek: eigenMetriek('bewaking', 'TermijnenNetOverschreden', gemeentecode),
        drempel: 1,
        houdtStand: true,
        omschrijving: `Gemeente ${gemeentecode}: van een zaak is sinds gisteren een wettelijke termijn overschreden`,
      });
    }
  }
}
