import type { EventBus, EventPattern, IRuleTarget } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The bus and pattern of a rule, the queue that it fills, and the dead letters for events that do not get there. */
export type RuleOptions = {
  readonly bus: EventBus;
  readonly pattern: EventPattern;
  readonly description: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;
};

/** Lets EventBridge write to a queue, for this rule only. */
export const allowRule = (queue: Queue, rule: Rule): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: `${rule.node.id}MagSturen`,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  );
};

/**
 * Makes a rule that puts events of the bus in a queue. It does not use the target of the CDK, because that also opens
 * the key with wildcards, while `key.ts` has the whole policy of the key.
 */
export const createRuleToQueue = (scope: Construct, id: string, options: RuleOptions): Rule => {
  const { queue, deadLetters } = options;
  const target: IRuleTarget = {
    bind: () => ({ arn: queue.queueArn, deadLetterConfig: { arn: deadLetters.queueArn } }),
  };
  const rule = new Rule(scope, id, {
    description: options.description,
    eventBus: options.bus,
    eventPattern: options.pattern,
    targets: [target],
  });
  allowRule(queue, rule);
  allowRule(deadLetters, rule);
  return rule;
};
