import type { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allowRule } from './rule.ts';

/** What invokes a function by the clock. */
export type ScheduleOptions = {
  readonly fn: LambdaFunction;
  /** For an invocation that could not be made. */
  readonly deadLetters: Queue;
  readonly every: Duration;
  readonly input: Readonly<Record<string, string>>;
  readonly description: string;
};

/** Makes a scheduled rule that invokes the function with this input. */
export const invokeEvery = (scope: Construct, id: string, options: ScheduleOptions): Rule => {
  const { fn, deadLetters, every, input, description } = options;
  const rule = new Rule(scope, id, {
    description,
    schedule: Schedule.rate(every),
    targets: [
      {
        bind: () => ({
          arn: fn.functionArn,
          input: RuleTargetInput.fromObject(input),
          deadLetterConfig: { arn: deadLetters.queueArn },
        }),
      },
    ],
  });
  allowRule(deadLetters, rule);
  fn.addPermission(id, {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.ruleArn,
  });
  return rule;
};
