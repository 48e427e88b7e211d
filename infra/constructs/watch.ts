import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { giveOut } from '../outputs.ts';
import { alarmAtDeadLetters, createAlarm, WINDOW } from './alarms.ts';
import { bindKey } from './bindings.ts';
import { createFunction, type FunctionContext } from './function.ts';
import { createQueue } from './queue.ts';
import { invokeEvery } from './schedule.ts';

/**
 * The watch. It is invoked every five minutes, every minute for deliveries whose time has come, and every six hours
 * for termijnen. Invocations that fail go to its dead letters. An alarm goes off when it was not invoked for a quarter
 * of an hour, because a watch that stands still reports nothing wrong; it sees for itself whether its other tasks run.
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
    this.#invokeEvery(
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
    giveOut(this, 'FunctieNaam', this.fn.functionName, 'Functie die bewaakt');
    giveOut(this, 'DodeBrievenUrl', this.deadLetters.queueUrl, 'Mislukte aanroepen van de bewaking');
  }

  #invokeEvery(
    id: string,
    every: Duration,
    task: 'waken' | 'bezorging' | 'termijnen',
    description: string,
  ): Rule {
    const { fn, deadLetters } = this;
    return invokeEvery(this, id, { fn, deadLetters, every, input: { taak: task }, description });
  }

  /** Makes an alarm on one rule: the invocations of the function would hide that this rule stands still. */
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
}
