import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SOURCES } from '../../contracts/internal/metrics.ts';
import type { Environment } from '../environments/environment.ts';
import { giveOut } from '../outputs.ts';
import { alarmAtDeadLetters, createAlarm, ownMetric, WINDOW } from './alarms.ts';
import { bindKey } from './bindings.ts';
import { createFunction, type FunctionBasis } from './function.ts';
import { createQueue } from './queue.ts';
import { allowRule } from './rule.ts';

/**
 * The watch: invoked every five minutes, every minute for deliveries whose time has come, and every six hours for what
 * changes by the day; with dead letters for invocations that fail, and an alarm when it was not invoked for a quarter of an
 * hour. Without the latter its own standstill would look like good news.
 */
export class Watch extends Construct {
  readonly functie: LambdaFunction;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, basis: FunctionBasis) {
    super(scope, id);
    const { sleutel, alarmTopic } = basis;
    this.dodeBrieven = createQueue(this, 'DodeBrieven', { sleutel });
    this.functie = createFunction(this, basis, {
      naam: 'bewaking',
      description: 'Biedt achterblijvers opnieuw aan en telt wat wacht',
      timeout: Duration.seconds(60),
      dodeBrieven: this.dodeBrieven,
    });
    bindKey(this.functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);

    const waken = this.#roepAan(
      'Schema',
      Duration.minutes(5),
      'waken',
      'Roept de bewaking elke vijf minuten aan',
    );
    const delivery = this.#roepAan(
      'BezorgSchema',
      Duration.minutes(1),
      'bezorging',
      'Laat de bewaking aanbieden wat weer bezorgd mag worden',
    );
    this.#roepAan('TermijnSchema', Duration.hours(6), 'termijnen', 'Laat de bewaking de termijnen tellen');

    alarmAtDeadLetters(
      this,
      'DodeBrievenAlarm',
      alarmTopic,
      this.dodeBrieven,
      'De bewaking kon niet aangeroepen worden of is na herhaling mislukt',
    );
    this.#alarmeerOpStilstand(
      alarmTopic,
      'StilstandAlarm',
      waken,
      'De bewaking heeft een kwartier niet gelopen',
    );
    this.#alarmeerOpStilstand(
      alarmTopic,
      'BezorgingStilstandAlarm',
      delivery,
      'Uitgestelde bezorging is een kwartier niet opgepakt',
    );
    createAlarm(this, 'LangWachtendAlarm', alarmTopic, {
      metriek: ownMetric('bewaking', 'LangWachtend'),
      drempel: 1,
      description: 'Een bericht wacht langer dan toegestaan op een persoon die de hub nog niet kent',
    });
    createAlarm(this, 'OnverwerkteOntvangstenAlarm', alarmTopic, {
      metriek: ownMetric('bewaking', 'OnverwerkteOntvangsten'),
      drempel: 1,
      description: 'Een aangenomen bericht bereikte zijn wachtrij niet en is opnieuw aangeboden',
    });
    this.#alarmeerOpStilte(alarmTopic, basis.omgeving.stilteDagen);
    giveOut(this, 'FunctieNaam', this.functie.functionName, 'Functie die bewaakt');
    giveOut(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, 'Mislukte aanroepen van de bewaking');
  }

  /** A rule of the clock, which says what the run is about. */
  #roepAan(
    id: string,
    every: Duration,
    task: 'waken' | 'bezorging' | 'termijnen',
    description: string,
  ): Rule {
    const rule = new Rule(this, id, {
      description: description,
      schedule: Schedule.rate(every),
      targets: [
        {
          bind: () => ({
            arn: this.functie.functionArn,
            input: RuleTargetInput.fromObject({ taak: task }),
            deadLetterConfig: { arn: this.dodeBrieven.queueArn },
          }),
        },
      ],
    });
    allowRule(this.dodeBrieven, rule);
    this.functie.addPermission(id, {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
    return rule;
  }

  /** Per rule: the function itself runs for another one all the same. */
  #alarmeerOpStilstand(topic: ITopic, id: string, rule: Rule, description: string): void {
    createAlarm(this, id, topic, {
      metriek: new Metric({
        namespace: 'AWS/Events',
        metricName: 'Invocations',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: 'Sum',
        period: WINDOW,
      }),
      drempel: 1,
      windows: 3,
      richting: 'onder',
      description,
    });
  }

  /** CloudWatch looks back a week at most; so the watch measures how long it has been. */
  #alarmeerOpStilte(topic: ITopic, days: Environment['stilteDagen']): void {
    for (const source of SOURCES) {
      createAlarm(this, `StilteAlarm-${source}`, topic, {
        metriek: ownMetric('bewaking', 'Stilte', source),
        drempel: Duration.days(days[source]).toSeconds(),
        holds: true,
        description: `Bron ${source}: al ${days[source]} dagen geen nieuw bericht`,
      });
    }
  }
}
