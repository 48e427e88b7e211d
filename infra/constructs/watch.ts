import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SOURCES } from '../../contracts/internal/metrics.ts';
import { SECRET_DAYS } from '../../domain/secrets.ts';
import type { Environment } from '../environments/environment.ts';
import { giveOut } from '../outputs.ts';
import { alarmAtDeadLetters, createAlarm, ownMetric, WINDOW } from './alarms.ts';
import { bindKey } from './bindings.ts';
import { createFunction, type FunctionContext } from './function.ts';
import { createQueue } from './queue.ts';
import { allowRule } from './rule.ts';

/**
 * The watch. It is invoked every five minutes, every minute for deliveries whose time has come, and every six hours
 * for termijnen. Invocations that fail go to its dead letters. An alarm goes off when it was not invoked for a quarter
 * of an hour, because a watch that stands still reports nothing wrong.
 */
export class Watch extends Construct {
  readonly fn: LambdaFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, context: FunctionContext) {
    super(scope, id);
    const { key, alarmTopic } = context;
    this.deadLetters = createQueue(this, 'DodeBrieven', { key });
    this.fn = createFunction(this, context, {
      name: 'bewaking',
      description: 'Biedt achterblijvers opnieuw aan en telt wat wacht',
      timeout: Duration.seconds(60),
      deadLetters: this.deadLetters,
    });
    bindKey(this.fn, key, 'sqs', ['Decrypt', 'GenerateDataKey']);

    const watching = this.#invokeEvery(
      'Schema',
      Duration.minutes(5),
      'waken',
      'Roept de bewaking elke vijf minuten aan',
    );
    const delivery = this.#invokeEvery(
      'BezorgSchema',
      Duration.minutes(1),
      'bezorging',
      'Laat de bewaking aanbieden wat weer bezorgd mag worden',
    );
    this.#invokeEvery(
      'TermijnSchema',
      Duration.hours(6),
      'termijnen',
      'Laat de bewaking de termijnen tellen',
    );

    alarmAtDeadLetters(
      this,
      'DodeBrievenAlarm',
      alarmTopic,
      this.deadLetters,
      'De bewaking kon niet aangeroepen worden of is na herhaling mislukt',
    );
    this.#alarmAtStandstill(
      alarmTopic,
      'StilstandAlarm',
      watching,
      'De bewaking heeft een kwartier niet gelopen',
    );
    this.#alarmAtStandstill(
      alarmTopic,
      'BezorgingStilstandAlarm',
      delivery,
      'Uitgestelde bezorging is een kwartier niet opgepakt',
    );
    createAlarm(this, 'LangWachtendAlarm', alarmTopic, {
      metric: ownMetric('bewaking', 'LangWachtend'),
      threshold: 1,
      description: 'Een bericht wacht langer dan toegestaan op een persoon die de hub nog niet kent',
    });
    createAlarm(this, 'OnverwerkteOntvangstenAlarm', alarmTopic, {
      metric: ownMetric('bewaking', 'OnverwerkteOntvangsten'),
      threshold: 1,
      description: 'Een aangenomen bericht bereikte zijn wachtrij niet en is opnieuw aangeboden',
    });
    createAlarm(this, 'SleutelAlarm', alarmTopic, {
      metric: ownMetric('bewaking', 'SleutelInGebruik'),
      threshold: Duration.days(SECRET_DAYS).toSeconds(),
      holds: true,
      description: 'Het geheim van de zoeksleutels is een jaar in gebruik en moet worden vervangen',
    });
    this.#alarmAtSilence(alarmTopic, context.environment.stilteDagen);
    giveOut(this, 'FunctieNaam', this.fn.functionName, 'Functie die bewaakt');
    giveOut(this, 'DodeBrievenUrl', this.deadLetters.queueUrl, 'Mislukte aanroepen van de bewaking');
  }

  /** Makes a scheduled rule that invokes the function with this task. */
  #invokeEvery(
    id: string,
    every: Duration,
    task: 'waken' | 'bezorging' | 'termijnen',
    description: string,
  ): Rule {
    const rule = new Rule(this, id, {
      description,
      schedule: Schedule.rate(every),
      targets: [
        {
          bind: () => ({
            arn: this.fn.functionArn,
            input: RuleTargetInput.fromObject({ taak: task }),
            deadLetterConfig: { arn: this.deadLetters.queueArn },
          }),
        },
      ],
    });
    allowRule(this.deadLetters, rule);
    this.fn.addPermission(id, {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
    return rule;
  }

  /** Makes an alarm on one rule: the invocations of the function would hide that one of its rules stands still. */
  #alarmAtStandstill(topic: ITopic, id: string, rule: Rule, description: string): void {
    createAlarm(this, id, topic, {
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'Invocations',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: 'Sum',
        period: WINDOW,
      }),
      threshold: 1,
      periods: 3,
      below: true,
      description,
    });
  }

  /** Makes the alarms on the time since a source sent something, which the watch measures (`Stilte`). */
  #alarmAtSilence(topic: ITopic, days: Environment['stilteDagen']): void {
    for (const source of SOURCES) {
      createAlarm(this, `StilteAlarm-${source}`, topic, {
        metric: ownMetric('bewaking', 'Stilte', source),
        threshold: Duration.days(days[source]).toSeconds(),
        holds: true,
        description: `Bron ${source}: al ${days[source]} dagen geen nieuw bericht`,
      });
    }
  }
}
